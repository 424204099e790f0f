"""How much each number of an embedding says of the subject, learned from the debates.

The pair of a text and a passage is more than its cosine: some directions tell what is discussed,
others how it is said. A weight for each number of the products is what the data can teach; whole
matrices learned the debates by heart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import TopicModel
from training.config import TOPIC
from training.data.debates import Debate
from training.topic.nearest import nearest_debates

Floats = NDArray[np.float64]

# What the products are multiplied with, so that the penalty means the same for any width.
SCALE = 20.0


def fit_dimension_weights(
    model: TopicModel, vocabulary: Vocabulary, debates: Sequence[Debate]
) -> list[float]:
    """Gives a weight for each number of an embedding, 1 on average.

    Learned from comments under their own debate and under those most alike; of debates that are
    held out, none.
    """
    learned = [debate for debate in debates if not debate.held_out and debate.comments]
    near = nearest_debates(model, learned)
    heads = {
        debate.key: read.head.astype(np.float64)
        for debate in learned
        if (read := model.article_vectors_closer(debate.article)) is not None
    }
    products, labels = [], []
    for debate in learned:
        for comment in debate.comments:
            vector = model.embed_closer(vocabulary.token_ids(comment)).vector.astype(np.float64)
            for other in (debate, *near[debate.key][: TOPIC.hardest]):
                products.append(vector * heads[other.key])
                labels.append(float(other is debate))
    return fit_weights(np.array(products), np.array(labels))


def fit_weights(products: Floats, labels: Floats) -> list[float]:
    """Gives a weight for each column so that the weighed sum tells the labels, 1 on average."""
    width = products.shape[1]
    scaled = products * SCALE

    def loss(point: Floats) -> tuple[float, Floats]:
        offsets, common, bias = point[:width], point[width], point[width + 1]
        logits = scaled @ (offsets + common) + bias
        errors = (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - labels) / len(labels)
        value = (np.logaddexp(0, logits) - labels * logits).mean()
        slopes = scaled.T @ errors
        gradient = np.concatenate((slopes + TOPIC.dimension_penalty * offsets, [0.0, 0.0]))
        gradient[width:] = slopes.sum(), errors.sum()
        return value + TOPIC.dimension_penalty / 2 * (offsets**2).sum(), gradient

    start = np.concatenate((np.zeros(width), [0.3, 0.0]))
    options = {"maxiter": 80}
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    weights = found[:width] + found[width]
    return [round(float(weight), 4) for weight in weights / weights.mean()]
