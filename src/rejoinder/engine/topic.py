"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.cache import Recent
from rejoinder.engine.embedding import Embedder, Floats32, Meaning, unit
from rejoinder.engine.model import Article, Evidence, ModelError, OnTopic
from rejoinder.engine.sentences import sentences
from rejoinder.engine.weights import Settings, Tensors

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
    """An article, prepared for comparison: its sentences, their vectors, and its word pieces."""

    sentences: tuple[str, ...]
    vectors: Floats32
    whole: Floats32
    head: Floats32
    pieces: NDArray[np.int64]


class TopicModel:
    """The loaded vectors and head, with the articles last asked about. Threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, tokenizer: Tokenizer) -> None:
        """Take the tensors of topic.safetensors, their part of the settings, and the tokenizer."""
        if tokenizer.get_vocab_size() > len(tensors["vectors"]):
            raise ModelError("The model's tokenizer knows word pieces that have no vector.")
        self.embedder = Embedder(tensors, settings, tokenizer)
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
        other = None if parent is None else self.embedder.meaning(parent)
        features = self.features(meaning, view, other)
        return OnTopic(
            round(float(self.probabilities(features[None])[0]), 6),
            Evidence(view.sentences[best], round(float(near[best]), 6)),
        )

    def probabilities(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The head's answer to each row of features."""
        odds = np.clip(features @ self._slopes + self._bias, -30, 30)
        answers: NDArray[np.float64] = 1 / (1 + np.exp(-odds))
        return answers

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

    def features(
        self, meaning: Meaning, view: View, parent: Meaning | None = None
    ) -> NDArray[np.float64]:
        """What the head weighs of one text against its article, as FEATURES names it.

        A parent counts as one more sentence of the article: a reply may lean on either.
        """
        near = view.vectors @ meaning.vector
        whole, head, known = view.whole @ meaning.vector, view.head @ meaning.vector, view.pieces
        if parent is not None and parent.vector.any():
            leaning = parent.vector @ meaning.vector
            near = np.append(near, leaning)
            whole, head = max(whole, leaning), max(head, leaning)
            known = np.union1d(known, parent.pieces)
        near = np.sort(near)[::-1]
        weights = self.embedder.piece_weights[meaning.pieces]
        content = float(weights.sum())
        shared = float(weights[np.isin(meaning.pieces, known)].sum()) / max(content, 1e-6)
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
