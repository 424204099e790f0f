"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.cache import Recent
from rejoinder.engine.embedding import Embedder, Floats32, Meaning, unit
from rejoinder.engine.model import Article, Evidence, OnTopic
from rejoinder.engine.sentences import sentences
from rejoinder.engine.weights import Weights, as_floats

FEATURES: Final = (
    "nearest sentence",
    "nearest three",
    "whole article",
    "headline and standfirst",
    "shared words",
    "content",
    "content beyond the nearest",
    "general talk",
)
"""What the head weighs, in this order."""

KEPT_ARTICLES: Final = 256


@dataclass(frozen=True, slots=True)
class View:
    """An article, prepared for comparison: its sentences, their vectors, and its word pieces."""

    sentences: tuple[str, ...]
    vectors: Floats32
    whole: Floats32
    head: Floats32
    pieces: NDArray[np.int64]


class TopicModel:
    """The loaded vectors and head, with the articles last asked about. Threads may share one."""

    def __init__(self, weights: Weights) -> None:
        settings: dict[str, Any] = weights.config["topic"]
        self.embedder = Embedder(weights)
        self._background = as_floats(weights.topic["background"])
        self._slopes = np.array(settings["slopes"])
        self._bias = float(settings["bias"])
        self._views: Recent[Article, View | None] = Recent(KEPT_ARTICLES)

    def score(self, text: str, article: Article, parent: str | None) -> OnTopic | None:
        """How likely the text is on-topic; None when the article has no words to compare with."""
        view = self._views.get(article, self.view)
        if view is None:
            return None
        meaning = self.embedder.meaning(text)
        near = view.vectors @ meaning.vector
        best = int(near.argmax())
        features = self.features(meaning, view)
        if parent is not None:
            features = self._with_parent(features, meaning, parent)
        odds = float(self._slopes @ features + self._bias)
        score = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return OnTopic(
            round(float(score), 6),
            Evidence(view.sentences[best], round(float(near[best]), 6)),
        )

    def view(self, article: Article) -> View | None:
        """Prepare an article; None when it has no words."""
        parts = [article.headline.strip(), article.standfirst.strip(), *sentences(article.body)]
        meanings = [(part, self.embedder.meaning(part)) for part in parts if part]
        meanings = [(part, meaning) for part, meaning in meanings if meaning.vector.any()]
        if not meanings:
            return None
        vectors = np.stack([meaning.vector for _, meaning in meanings])
        head = self.embedder.meaning(f"{article.headline}. {article.standfirst}").vector
        return View(
            tuple(part for part, _ in meanings),
            vectors,
            unit(vectors.sum(0)),
            head if head.any() else vectors[0],
            np.unique(np.concatenate([meaning.pieces for _, meaning in meanings])),
        )

    def features(self, meaning: Meaning, view: View) -> NDArray[np.float64]:
        """What the head weighs of one text against one article, as FEATURES names it."""
        near = np.sort(view.vectors @ meaning.vector)[::-1]
        weights = self.embedder.piece_weights[np.unique(meaning.pieces)]
        shared = np.isin(np.unique(meaning.pieces), view.pieces)
        content = float(weights.sum())
        values = [
            near[0],
            near[:3].mean(),
            view.whole @ meaning.vector,
            view.head @ meaning.vector,
            float(weights[shared].sum()) / max(content, 1e-6),
            np.log1p(content),
            (1 - float(near[0])) * np.log1p(content),
            float((self._background @ meaning.vector).max()) if len(self._background) else 0.0,
        ]
        return np.array(values, dtype=np.float64)

    def _with_parent(
        self, features: NDArray[np.float64], meaning: Meaning, parent: str
    ) -> NDArray[np.float64]:
        """A reply that leans on its parent is as near as it is to the parent."""
        other = self.embedder.meaning(parent)
        if not other.vector.any():
            return features
        alone = View(("",), other.vector[None], other.vector, other.vector, np.unique(other.pieces))
        return np.maximum(features, self.features(meaning, alone))
