"""Which debates are most alike: the hardest to tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rejoinder.engine.topic import TopicModel
from training.config import TOPIC
from training.data.debates import Debate


def nearest_debates(model: TopicModel, debates: Sequence[Debate]) -> dict[str, list[Debate]]:
    """Gives the debates most alike by headline and standfirst, for each debate by its key."""
    articles = [debate.article for debate in debates]
    vectors = [model.article_vectors_closer(article) for article in articles]
    embeddings = np.stack([each.head for each in vectors if each is not None])
    similarities = embeddings @ embeddings.T
    np.fill_diagonal(similarities, -1)
    order = np.argsort(-similarities, axis=1)[:, : TOPIC.neighbours]
    return {
        debate.key: [debates[int(index)] for index in order[row]]
        for row, debate in enumerate(debates)
    }
