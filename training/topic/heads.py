"""Fits the heads that say "on-topic", of both stages, and which texts go on to the second."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import (
    FEATURES,
    SECOND_STAGE_FEATURES,
    Embedding,
    TopicModel,
    TopicScore,
)
from training.calibration.platt import fit_platt
from training.config import TOPIC
from training.data.debates import Debate, calibration_debates
from training.topic.belonging import fit_belonging
from training.topic.cases import TopicCase, topic_cases
from training.topic.dimension_weights import fit_dimension_weights
from training.topic.nearest import nearest_debates
from training.topic.written import WrittenComment, written_comments

Floats = NDArray[np.float64]

# What the heads are before they are fitted.
UNFITTED: dict[str, Any] = {
    "first": {"slopes": {}, "bias": 0.0},
    "second": {"slopes": {}, "bias": 0.0},
    "dimension_weights": [1.0] * EMBEDDING_WIDTH,
    "belonging": [0.0] * EMBEDDING_WIDTH,
    "evidence_from": 1.0,
}

# The features that may count either way; of the others, nearer never counts as farther.
FREE = ("content", "is reply")


def fit_heads(
    with_heads: Callable[[dict[str, Any]], TopicModel],
    vocabulary: Vocabulary,
    debates: Sequence[Debate],
    seed: int,
) -> dict[str, Any]:
    """Gives what `TopicModel` takes as its settings; `with_heads` makes the model of such."""
    weights = fit_dimension_weights(with_heads(UNFITTED), vocabulary, debates)
    fitted = [each for each in written_comments() if not each.is_measured]
    model = with_heads({**UNFITTED, "dimension_weights": weights})
    belonging = fit_belonging(model, vocabulary, fitted, debates)
    cases = _cases(model, fitted, debates, seed)
    texts = {text: vocabulary.token_ids(text) for case in cases for text in _texts(case)}
    by_first = {text: model.embed(token_ids) for text, token_ids in texts.items()}
    by_second = {text: model.embed_closer(token_ids) for text, token_ids in texts.items()}
    scores = [_score(model, by_first, case) for case in cases]
    rows = [
        _fairly(
            model.features(by_first[case.text], score.article, _parent(by_first, case)),
            float(by_first[case.text].vector @ belonging.of(case.text)),
        )
        for case, score in zip(cases, scores, strict=True)
    ]
    first = _fit_head(np.array(rows), cases, FEATURES)
    slopes = np.array([first["slopes"][name] for name in FEATURES])
    closer = []
    for case, score, row in zip(cases, scores, rows, strict=True):
        known = replace(score, logit=float(row @ slopes + first["bias"]))
        text = by_second[case.text]
        parent = _parent(by_second, case)
        features = model.second_stage_features(known, text, case.article, parent)
        closer.append(_fairly(features, float(text.vector @ belonging.of(case.text))))
    second = _fit_head(np.array(closer), cases, SECOND_STAGE_FEATURES)
    sys.stderr.write(f"Heads fitted on {len(cases)} cases\n")
    return {
        "first": first,
        "second": second,
        "dimension_weights": weights,
        "belonging": belonging.whole,
        "evidence_from": _evidence_from(cases, scores, by_first),
    }


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


def _texts(case: TopicCase) -> list[str]:
    return [case.text] if case.parent is None else [case.text, case.parent]


def _cases(
    model: TopicModel, written: Sequence[WrittenComment], debates: Sequence[Debate], seed: int
) -> list[TopicCase]:
    near = nearest_debates(model, debates)
    return topic_cases(calibration_debates(debates), written, seed, near)


def _parent(embeddings: Mapping[str, Embedding], case: TopicCase) -> Embedding | None:
    return None if case.parent is None else embeddings[case.parent]


def _fairly(features: Floats, belonging: float) -> Floats:
    """Gives the features with the belonging that was learned without this text."""
    fair = features.copy()
    fair[-1] = belonging
    return fair


def _score(model: TopicModel, embeddings: Mapping[str, Embedding], case: TopicCase) -> TopicScore:
    """Gives the first stage's score by the head as it is."""
    score = model.first_stage(embeddings[case.text], case.article, _parent(embeddings, case))
    if score is None:
        raise ValueError("A training article has no words.")
    return score


def _evidence_from(
    cases: Sequence[TopicCase],
    scores: Sequence[TopicScore],
    embeddings: Mapping[str, Embedding],
) -> float:
    """Gives the cosine to a passage that hardly a stray reaches: such evidence is convincing."""
    nearest = [
        float((score.article.vectors @ embeddings[case.text].vector).max())
        for case, score in zip(cases, scores, strict=True)
        if not case.on_topic
    ]
    return round(float(np.quantile(nearest, TOPIC.convinced_share)), 3)


def _fit_head(features: Floats, cases: Sequence[TopicCase], names: Sequence[str]) -> dict[str, Any]:
    """Gives slopes by feature and the bias of one head."""
    spread = features.std(0) + 1e-9
    centre = features.mean(0)
    labels = np.array([float(case.on_topic) for case in cases])
    weights = np.array([case.weight for case in cases])
    columns = [names.index(name) for name in FREE]
    standardised = (features - centre) / spread
    shrunk = fit_platt(standardised, labels, weights, columns, TOPIC.ridge)[:-1]
    # The ridge says how the features share the answer, not how sure it is.
    scale, bias = fit_platt((standardised @ shrunk)[:, None], labels, weights)
    slopes = scale * np.array(shrunk) / spread
    return {
        "slopes": dict(zip(names, [float(slope) for slope in slopes], strict=True)),
        "bias": float(bias - slopes @ centre),
    }
