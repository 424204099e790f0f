"""Which way texts point that belong under some article, rather than under none.

An advert, a lost cat or a complaint about the broadband reads as such by itself. The direction is
learned from our own comments of either kind and from readers' in the debates.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import TopicModel
from training.config import TOPIC
from training.data.debates import Debate, calibration_debates
from training.data.folds import fold_of
from training.topic.written import WrittenComment

Floats = NDArray[np.float64]

# What embeddings are multiplied with, so that the penalty means the same for any width.
SCALE = 10.0

# Our comments are parted by article into so many: each part gets a direction learned without it.
PARTS = 5


class Belonging:
    """The direction, and for texts that it was learned from, one learned without them."""

    def __init__(self, whole: Floats, without: Mapping[str, Floats]) -> None:
        """Takes the direction of all, and by text that of all but its article's."""
        self.whole = [round(float(number), 4) for number in whole]
        self._without = without

    def of(self, text: str) -> Floats:
        """Gives the direction that is fair to judge a text by."""
        return self._without.get(text, np.array(self.whole))


def fit_belonging(
    model: TopicModel,
    vocabulary: Vocabulary,
    written: Sequence[WrittenComment],
    debates: Sequence[Debate],
) -> Belonging:
    """Learns the direction from the second network's embeddings."""
    ours = [each for each in written if each.kind != "meta"]
    theirs = [text for debate in calibration_debates(debates) for text in debate.comments]
    texts = [*(each.text for each in ours), *theirs]
    vectors = np.array([model.embed_closer(vocabulary.token_ids(text)).vector for text in texts])
    labels = np.array([*(float(each.kind == "on") for each in ours), *([1.0] * len(theirs))])
    parts = np.array([fold_of(each.article) % PARTS for each in ours] + [-1] * len(theirs))
    without: dict[str, Floats] = {}
    for part in range(PARTS):
        direction = fit_direction(vectors[parts != part], labels[parts != part])
        without |= {
            each.text: direction for each, own in zip(ours, parts, strict=False) if own == part
        }
    return Belonging(fit_direction(vectors, labels), without)


def fit_direction(vectors: NDArray[np.float32], labels: Floats) -> Floats:
    """Gives the direction along which rows labelled 1 lie farther than those labelled 0.

    Both labels count as much as a whole.
    """
    scaled = vectors.astype(np.float64) * SCALE
    width = scaled.shape[1]
    share = labels.mean()
    weights = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share)) / len(labels)

    def loss(point: Floats) -> tuple[float, Floats]:
        logits = scaled @ point[:width] + point[width]
        errors = weights * (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - labels)
        value = (weights * (np.logaddexp(0, logits) - labels * logits)).sum()
        gradient = np.append(scaled.T @ errors, errors.sum())
        gradient[:width] += TOPIC.belonging_penalty * point[:width]
        return value + TOPIC.belonging_penalty / 2 * (point[:width] ** 2).sum(), gradient

    options = {"maxiter": 60}
    found = optimize.minimize(
        loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", options=options
    )
    direction: Floats = found.x[:width] * SCALE
    return direction
