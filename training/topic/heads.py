"""Fits the heads that say "on-topic", of both stages, and which texts go on to the second."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.encoder import EMBEDDING_WIDTH, Encoder
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import (
    FIRST_STAGE_FEATURES,
    SECOND_STAGE_FEATURES,
    TopicModel,
    TopicScore,
    second_stage_features,
)
from training.calibration.platt import fit_platt
from training.config import TOPIC
from training.data.debates import Debate, calibration_debates
from training.topic.cases import TopicCase, topic_cases
from training.topic.nearest import nearest_debates

Floats = NDArray[np.float64]

# What the heads are before they are fitted.
UNFITTED: dict[str, Any] = {
    "slopes": [0.0] * len(FIRST_STAGE_FEATURES),
    "bias": 0.0,
    "closer": [0.0] * len(SECOND_STAGE_FEATURES),
    "closer_bias": 0.0,
}

# The features of each head that may count either way; of the others, nearer never counts as
# farther.
FREE_FIRST, FREE_SECOND = ("content",), ("size",)


def fit_heads(
    model: TopicModel,
    vocabulary: Vocabulary,
    encoder: Encoder,
    debates: Sequence[Debate],
    seed: int,
) -> dict[str, Any]:
    """Gives slopes and bias of the first stage's head and of the second's."""
    cases = topic_cases(calibration_debates(debates), seed, nearest_debates(model, debates))
    scored = [_first_stage(model, vocabulary, case) for case in cases]
    features = np.array([each for each, _ in scored])
    first = _fit_head(features, cases, FREE_FIRST, FIRST_STAGE_FEATURES)
    slopes = np.array(first["slopes"])
    rows = []
    for case, (row, score) in zip(cases, scored, strict=True):
        fitted = replace(score, logit=float(row @ slopes + first["bias"]))
        rows.append(_second_stage(fitted, vocabulary, encoder, case))
    second = _fit_head(np.array(rows), cases, FREE_SECOND, SECOND_STAGE_FEATURES)
    sys.stderr.write(f"Heads fitted on {len(cases)} cases\n")
    return {**first, "closer": second["slopes"], "closer_bias": second["bias"]}


def on_topic_threshold(
    model: TopicModel, vocabulary: Vocabulary, debates: Sequence[Debate]
) -> float:
    """Gives the first stage's probability of being on-topic below which a text goes on."""
    probabilities = []
    for debate in calibration_debates(debates):
        article = debate.article
        for comment in debate.comments:
            embedding = model.embed(vocabulary.token_ids(comment))
            score = model.first_stage(embedding, article, None)
            probabilities.append(1.0 if score is None else score.probability)
    return round(float(np.quantile(probabilities, TOPIC.escalated_share)), 4)


def _first_stage(
    model: TopicModel, vocabulary: Vocabulary, case: TopicCase
) -> tuple[Floats, TopicScore]:
    """Gives the features that the first head is to weigh, and the score by the head as it is."""
    parent = None if case.parent is None else model.embed(vocabulary.token_ids(case.parent))
    embedding = model.embed(vocabulary.token_ids(case.text))
    score = model.first_stage(embedding, case.article, parent)
    if score is None:
        raise ValueError("A training article has no words.")
    return model.features(embedding, score.article, parent), score


def _second_stage(
    score: TopicScore, vocabulary: Vocabulary, encoder: Encoder, case: TopicCase
) -> Floats:
    """Gives the features that the second head is to weigh."""
    tokens = vocabulary.token_ids(case.text)
    embedding = np.zeros(EMBEDDING_WIDTH, dtype=np.float32)
    if len(tokens):
        embedding = encoder.encode(tokens).embedding
    parent = None
    if case.parent is not None:
        parent = encoder.embed(vocabulary.token_ids(case.parent))
    return second_stage_features(score, embedding, len(tokens), parent)


def _fit_head(
    features: Floats, cases: Sequence[TopicCase], free: Sequence[str], names: Sequence[str]
) -> dict[str, Any]:
    """Gives slopes and bias of one head."""
    spread = features.std(0) + 1e-9
    centre = features.mean(0)
    labels = np.array([float(case.on_topic) for case in cases])
    weights = np.array([case.weight for case in cases])
    columns = [names.index(name) for name in free]
    standardised = (features - centre) / spread
    shrunk = fit_platt(standardised, labels, weights, columns, TOPIC.ridge)[:-1]
    # The ridge says how the features share the answer, not how sure it is.
    scale, bias = fit_platt((standardised @ shrunk)[:, None], labels, weights)
    slopes = scale * np.array(shrunk) / spread
    return {
        "slopes": [float(slope) for slope in slopes],
        "bias": float(bias - slopes @ centre),
    }
