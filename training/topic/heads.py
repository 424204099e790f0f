"""Fits the heads that say "on-topic", of both looks, and where doubt about the subject begins."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.encoder import EMBEDDING_WIDTH, Encoder
from rejoinder.engine.model import Article
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.topic import (
    FIRST_STAGE_FEATURES,
    SECOND_STAGE_FEATURES,
    TopicModel,
    TopicScore,
    second_stage_features,
)
from training.calibration.platt import fit_platt
from training.data.debates import Debate
from training.data.folds import fold_of
from training.topic.cases import Case, cases

RIDGE = 0.3
"""Few cases, and the nearest sentence, the nearest three and the whole say nearly the same: up to
here the areas rose (NOTES.md)."""

UNFITTED: dict[str, Any] = {
    "slopes": [0.0] * len(FIRST_STAGE_FEATURES),
    "bias": 0.0,
    "closer": [0.0] * len(SECOND_STAGE_FEATURES),
    "closer_bias": 0.0,
}
"""What the heads are before they are fitted."""


def calibrating(debates: Sequence[Debate]) -> list[Debate]:
    """Half of the debates kept back: neither the vectors nor the encoder have seen them."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 0]


def measured(debates: Sequence[Debate]) -> list[Debate]:
    """The other half, which nothing is fitted on."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 1]


def fit_heads(
    model: TopicModel,
    vocabulary: Vocabulary,
    encoder: Encoder,
    debates: Sequence[Debate],
    seed: int,
) -> dict[str, Any]:
    """Slopes and bias of the first look and of the closer one."""
    chosen = cases(calibrating(debates), seed, nearest(model, debates))
    looks = [_look(model, vocabulary, case) for case in chosen]
    first = _fitted(
        np.array([features for features, _ in looks]), chosen, ("content",), FIRST_STAGE_FEATURES
    )
    slopes = np.array(first["slopes"])
    rows = []
    for case, (features, look) in zip(chosen, looks, strict=True):
        pieces = vocabulary.token_ids(case.text)
        vector = (
            encoder.encode(pieces).embedding
            if len(pieces)
            else np.zeros(EMBEDDING_WIDTH, dtype=np.float32)
        )
        parent = None
        if case.parent is not None:
            parent = encoder.embed(vocabulary.token_ids(case.parent))
        fitted = replace(look, logit=float(features @ slopes + first["bias"]))
        rows.append(second_stage_features(fitted, vector, len(pieces), parent))
    second = _fitted(np.array(rows), chosen, ("size",), SECOND_STAGE_FEATURES)
    sys.stderr.write(f"Heads fitted on {len(chosen)} cases\n")
    return {**first, "closer": second["slopes"], "closer_bias": second["bias"]}


IN_DOUBT = 0.16
"""The share of comments under their own article that may get the closer look for being astray."""


def doubt(model: TopicModel, vocabulary: Vocabulary, debates: Sequence[Debate]) -> float:
    """The first look's probability of being on-topic below which a text is read closely."""
    scores = []
    for debate in calibrating(debates):
        article = Article(debate.title, debate.standfirst)
        for comment in debate.comments:
            look = model.first_stage(model.embed(vocabulary.token_ids(comment)), article, None)
            scores.append(1.0 if look is None else look.probability)
    return round(float(np.quantile(scores, IN_DOUBT)), 4)


def nearest(model: TopicModel, debates: Sequence[Debate], most: int = 5) -> dict[str, list[Debate]]:
    """The debates most alike by headline and standfirst, for each debate by its key."""
    views = [model.article_vectors(Article(debate.title, debate.standfirst)) for debate in debates]
    placed = np.stack([view.head for view in views if view is not None])
    alike = placed @ placed.T
    np.fill_diagonal(alike, -1)
    order = np.argsort(-alike, axis=1)[:, :most]
    return {
        debate.key: [debates[int(place)] for place in order[row]]
        for row, debate in enumerate(debates)
    }


def _look(
    model: TopicModel, vocabulary: Vocabulary, case: Case
) -> tuple[NDArray[np.float64], TopicScore]:
    """What the first look's head is to weigh, and the look by the head as it is."""
    parent = None if case.parent is None else model.embed(vocabulary.token_ids(case.parent))
    meaning = model.embed(vocabulary.token_ids(case.text))
    look = model.first_stage(meaning, case.article, parent)
    if look is None:
        raise ValueError("A training article has no words.")
    return model.features(meaning, look.article, parent), look


def _fitted(
    features: NDArray[np.float64], chosen: Sequence[Case], free: Sequence[str], names: Sequence[str]
) -> dict[str, Any]:
    """Slopes and bias of one head. What is nearer can never count as farther."""
    spread = features.std(0) + 1e-9
    centre = features.mean(0)
    truth = np.array([float(case.on_topic) for case in chosen])
    weights = np.array([case.weight for case in chosen])
    places = [names.index(name) for name in free]
    signs = (features - centre) / spread
    shrunk = fit_platt(signs, truth, weights, places, RIDGE)[:-1]
    # The ridge says how the signs share the answer, not how sure it is.
    scale, bias = fit_platt((signs @ shrunk)[:, None], truth, weights)
    slopes = scale * np.array(shrunk) / spread
    return {
        "slopes": [float(slope) for slope in slopes],
        "bias": float(bias - slopes @ centre),
    }
