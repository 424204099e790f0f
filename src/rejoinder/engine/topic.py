"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.cache import Recent
from rejoinder.engine.embedding import Embedder, Floats32, Meaning, unit
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import Article, Evidence, ModelError
from rejoinder.engine.sentences import sentences
from rejoinder.engine.weights import Settings, Tensors

CLOSER: Final = (
    "first look",
    "nearest passage",
    "nearest three",
    "headline and standfirst",
    "size",
    "nearest passage, by size",
)
"""What the second head weighs when the encoder has read the text too, in this order."""

PASSAGE: Final = 320
"""Characters of an article that the encoder reads at once: some two or three sentences."""

MOST_PASSAGES: Final = 24
"""Half a long read; its end seldom says what its beginning does not."""

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

KEPT_ARTICLES: Final = 128
"""A long read takes 200 kB here."""


@dataclass(frozen=True, slots=True)
class View:
    """An article, prepared for comparison: sentences, their vectors, and which pieces it has."""

    sentences: tuple[str, ...]
    vectors: Floats32
    whole: Floats32
    head: Floats32
    known: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TopicLook:
    """A first look: log-odds and probability of being on-topic, and the nearest sentence."""

    odds: float
    score: float
    evidence: Evidence


class TopicModel:
    """The loaded vectors and head, with the articles last asked about. Threads may share one."""

    def __init__(
        self,
        tensors: Tensors,
        settings: Settings,
        tokenizer: Tokenizer,
        encoder: Encoder,
    ) -> None:
        """Take the tensors of topic.safetensors, their settings, the tokenizer and the encoder."""
        if tokenizer.get_vocab_size() > len(tensors["vectors"]):
            raise ModelError("The model's tokenizer knows word pieces that have no vector.")
        self.embedder = Embedder(tensors, settings, tokenizer)
        self._slopes = np.array(settings["slopes"])
        self._bias = float(settings["bias"])
        self._closer = np.array(settings["closer"])
        self._closer_bias = float(settings["closer_bias"])
        self._encoder = encoder
        self._views: Recent[Article, View | None] = Recent(KEPT_ARTICLES)
        self._read: Recent[Article, Floats32] = Recent(KEPT_ARTICLES)

    def look(self, meaning: Meaning, article: Article, parent: Meaning | None) -> TopicLook | None:
        """A first look by words alone; None when the article has no words to compare with."""
        view = self._views.get(article, self.view)
        if view is None:
            return None
        near = view.vectors @ meaning.vector
        best = int(near.argmax())
        odds = float(self.features(meaning, view, parent) @ self._slopes + self._bias)
        evidence = Evidence(view.sentences[best], round(float(near[best]), 6))
        return TopicLook(odds, _probability(odds), evidence)

    def closer(
        self,
        look: TopicLook,
        vector: Floats32,
        size: int,
        article: Article,
        parent: Floats32 | None,
    ) -> float:
        """The probability when the encoder has read the text, `size` word pieces long, as well."""
        read = self._read.get(article, self.read)
        features = closer_features(look.odds, vector, size, read, parent)
        return _probability(float(features @ self._closer + self._closer_bias))

    def read(self, article: Article) -> Floats32:
        """The directions of an article's passages, its headline and standfirst first."""
        head = f"{article.headline}. {article.standfirst}".strip(". ")
        passages = [head] if head else []
        for sentence in sentences(article.body):
            if passages[1:] and len(passages[-1]) + len(sentence) < PASSAGE:
                passages[-1] += f" {sentence}"
            elif len(passages) <= MOST_PASSAGES:
                passages.append(sentence)
        pieces = [self.embedder.pieces(fold(passage)).ids for passage in passages]
        return np.stack([self._encoder.vector(ids) for ids in pieces if len(ids)])

    def view(self, article: Article) -> View | None:
        """Prepare an article; None when it has no words."""
        parts = [article.headline.strip(), article.standfirst.strip(), *sentences(article.body)]
        meanings = [(part, self.embedder.meaning(part)) for part in parts if part]
        meanings = [(part, meaning) for part, meaning in meanings if meaning.vector.any()]
        if not meanings:
            return None
        vectors = np.stack([meaning.vector for _, meaning in meanings])
        head = self.embedder.meaning(f"{article.headline}. {article.standfirst}").vector
        known = np.zeros(len(self.embedder.piece_weights), dtype=bool)
        for _, meaning in meanings:
            known[meaning.pieces] = True
        return View(
            tuple(part for part, _ in meanings),
            vectors,
            unit(vectors.sum(0)),
            head if head.any() else vectors[0],
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
        if parent is not None and parent.vector.any():
            leaning = parent.vector @ meaning.vector
            near = np.append(near, leaning)
            whole, head = max(whole, leaning), max(head, leaning)
        near = np.sort(near)[::-1]
        weights = self.embedder.piece_weights[meaning.pieces]
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
    odds: float, vector: Floats32, size: int, read: Floats32, parent: Floats32 | None
) -> NDArray[np.float64]:
    """What CLOSER names, from the first look's log-odds on.

    A parent counts as one more passage: a reply may lean on either.
    """
    near = read @ vector
    head = float(near[0])
    if parent is not None:
        leaning = float(parent @ vector)
        near, head = np.append(near, leaning), max(head, leaning)
    near = np.sort(near)[::-1]
    extent = float(np.log1p(size))
    values = [odds, near[0], near[:3].mean(), head, extent, near[0] * extent]
    return np.array(values, dtype=np.float64)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30.0), 30.0)))
