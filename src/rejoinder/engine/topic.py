"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.cache import Recent
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.model import Article, Evidence
from rejoinder.engine.pieces import Floats32, Ints, Vocabulary
from rejoinder.engine.sentences import sentences
from rejoinder.engine.weights import Settings

CLOSER: Final = (
    "first look",
    "nearest passage",
    "nearest three",
    "headline and standfirst",
    "size",
    "nearest passage, by size",
)
"""What the second head weighs when the encoder has read the text too, in this order."""

MOST_PASSAGES: Final = 64
"""An article's sentences are compared one by one; of a long read, neighbours together."""

FEATURES: Final = (
    "nearest sentence",
    "nearest three",
    "whole article",
    "headline and standfirst",
    "shared words",
    "content",
    "nearest sentence, by content",
    "shared words, by content",
)
"""What the head weighs, in this order."""

ENOUGH: Final = 4.0
"""Off-topic takes content to say so: some ten words that mean something, as a logarithm."""

LENIENCE: Final = 0.6
"""Where next to nothing is said, the probability rises by this share of what is missing to 1."""

KEPT_ARTICLES: Final = 128
"""A long read takes 400 kB here."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where a text points, a vector of length one or all zero, and its different pieces."""

    vector: Floats32
    pieces: Ints


@dataclass(frozen=True, slots=True)
class View:
    """An article, prepared for comparison: passages, their vectors, and which pieces it has.

    It is read once and by the larger network, whose vectors the smaller one has learned to give.
    """

    passages: tuple[str, ...]
    vectors: Floats32
    whole: Floats32
    head: Floats32
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TopicLook:
    """A first look: log-odds and probability of being on-topic, and the nearest passage."""

    odds: float
    score: float
    evidence: Evidence
    view: View
    lenience: float
    """0 to 1: how far the probability is raised because too little is said to judge by."""


class TopicModel:
    """The heads of both looks, with the articles last asked about. Threads may share one."""

    def __init__(
        self, settings: Settings, vocabulary: Vocabulary, glance: Encoder, encoder: Encoder
    ) -> None:
        """Take the heads' settings, the word pieces and both networks."""
        self._vocabulary = vocabulary
        self._glance = glance
        self._slopes = np.array(settings["slopes"])
        self._bias = float(settings["bias"])
        self._closer = np.array(settings["closer"])
        self._closer_bias = float(settings["closer_bias"])
        self._encoder = encoder
        self._views: Recent[Article, View | None] = Recent(KEPT_ARTICLES)

    def look(self, meaning: Meaning, article: Article, parent: Meaning | None) -> TopicLook | None:
        """A first look by a glance's vector; None when the article has no words to compare with."""
        view = self._views.get(article, self.view)
        if view is None:
            return None
        near = view.vectors @ meaning.vector
        best = int(near.argmax())
        features = self.features(meaning, view, parent)
        odds = float(features @ self._slopes + self._bias)
        scant = (ENOUGH - float(features[FEATURES.index("content")])) / 2
        evidence = Evidence(view.passages[best], round(float(near[best]), 6))
        lenience = LENIENCE * min(max(scant, 0.0), 1.0)
        return TopicLook(odds, _lenient(odds, lenience), evidence, view, lenience)

    def closer(
        self, look: TopicLook, vector: Floats32, size: int, parent: Floats32 | None
    ) -> float:
        """The probability when the encoder has read the text, `size` word pieces long, as well."""
        features = closer_features(look, vector, size, parent)
        return _lenient(float(features @ self._closer + self._closer_bias), look.lenience)

    def meaning(self, ids: Ints) -> Meaning:
        """What the beginning of a text means, by a glance at its word pieces."""
        if not len(ids):
            return Meaning(np.zeros(self._vocabulary.width, dtype=np.float32), ids)
        return Meaning(self._glance.vector(ids), different(ids))

    def view(self, article: Article) -> View | None:
        """Prepare an article; None when it has no words."""
        parts = [article.headline.strip(), article.standfirst.strip(), *passages(article.body)]
        read = [(part, self._vocabulary.ids(part)) for part in parts if part]
        read = [(part, ids) for part, ids in read if len(ids)]
        if not read:
            return None
        vectors = np.stack([self._encoder.vector(ids) for _, ids in read])
        whole = _unit(vectors.sum(0))
        head = self._vocabulary.ids(f"{article.headline}. {article.standfirst}".strip(". "))
        known = np.zeros(len(self._vocabulary.weights), dtype=bool)
        known[np.concatenate([ids for _, ids in read])] = True
        return View(
            tuple(part for part, _ in read),
            vectors,
            whole,
            self._encoder.vector(head) if len(head) else whole,
            known,
        )

    def features(
        self, meaning: Meaning, view: View, parent: Meaning | None = None
    ) -> NDArray[np.float64]:
        """What the head weighs of one text against its article, as FEATURES names it.

        A parent counts as one more sentence of the article: a reply may lean on either.
        """
        near = view.vectors @ meaning.vector
        whole, head = view.whole @ meaning.vector, view.head @ meaning.vector
        if parent is not None and len(parent.pieces):
            leaning = parent.vector @ meaning.vector
            near = np.append(near, leaning)
            whole, head = max(whole, leaning), max(head, leaning)
        near = np.sort(near)[::-1]
        weights = self._vocabulary.weights[meaning.pieces]
        content = float(weights.sum())
        known = view.known[meaning.pieces]
        if parent is not None:
            known = known | np.isin(meaning.pieces, parent.pieces)
        shared = float(weights[known].sum()) / max(content, 1e-6)
        size = float(np.log1p(content))
        values = [
            near[0],
            near[:3].mean(),
            whole,
            head,
            shared,
            size,
            near[0] * size,
            shared * size,
        ]
        return np.array(values, dtype=np.float64)


def closer_features(
    look: TopicLook, vector: Floats32, size: int, parent: Floats32 | None
) -> NDArray[np.float64]:
    """What CLOSER names. A parent counts as one more passage: a reply may lean on either."""
    head = float(look.view.head @ vector)
    near = np.append(look.view.vectors @ vector, head)
    if parent is not None:
        leaning = float(parent @ vector)
        near, head = np.append(near, leaning), max(head, leaning)
    near = np.sort(near)[::-1]
    extent = float(np.log1p(size))
    values = [look.odds, near[0], near[:3].mean(), head, extent, near[0] * extent]
    return np.array(values, dtype=np.float64)


def passages(body: str) -> list[str]:
    """An article's sentences; of a long one, so many neighbours together that they are few."""
    found = sentences(body)
    together = -(-len(found) // MOST_PASSAGES)
    return [
        " ".join(found[start : start + together]) for start in range(0, len(found), together or 1)
    ]


def different(ids: Ints) -> Ints:
    """Each piece once, in order; for so few this is several times faster than numpy's own."""
    return np.array(sorted(set(ids.tolist())), dtype=np.int64)


def _unit(vector: Floats32) -> Floats32:
    found: Floats32 = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return found


def _lenient(odds: float, lenience: float) -> float:
    """The probability of log-odds, raised towards 1 by a share of what is missing."""
    likely = 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
    return likely + (1 - likely) * lenience
