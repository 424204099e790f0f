"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

import math
from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from rejoinder.engine.arrays import Bools, Floats, Floats32, Ints
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.model import Article, Evidence
from rejoinder.engine.model_files import Settings
from rejoinder.engine.sentences import sentences
from rejoinder.engine.tokens import Vocabulary

# What the first stage's head weighs, in this order.
FIRST_STAGE_FEATURES = (
    "nearest sentence",
    "nearest three",
    "whole article",
    "headline and standfirst",
    "shared words",
    "content",
    "nearest sentence, by content",
    "shared words, by content",
)

# What the second stage's head weighs, in this order.
SECOND_STAGE_FEATURES = (
    "first stage",
    "nearest passage",
    "nearest three",
    "headline and standfirst",
    "size",
    "nearest passage, by size",
)

# An article's sentences are compared one by one; of a long read, neighbours together.
MAX_PASSAGES = 64

# Off-topic takes content to say so: some ten words that mean something, as a logarithm.
ENOUGH_CONTENT = 4.0

# Where next to nothing is said, the probability rises by this share of what is missing to 1.
LENIENCY = 0.6

# A long read takes 400 kB here.
CACHED_ARTICLES = 128


@dataclass(frozen=True, slots=True)
class Embedding:
    """Where a text points, a vector of length one or all zero, and its unique tokens."""

    vector: Floats32
    token_ids: Ints


@dataclass(frozen=True, slots=True)
class ArticleVectors:
    """An article, prepared for comparison.

    It is read once and by the second stage's network, whose embeddings the first stage's has
    learned to give.
    """

    passages: tuple[str, ...]
    vectors: Floats32
    """A row a passage."""
    whole: Floats32
    head: Floats32
    """Headline and standfirst together."""
    has_token: Bools
    """For each token of the vocabulary, whether the article has it."""


@dataclass(frozen=True, slots=True)
class TopicScore:
    """What the first stage says: logit and probability of being on-topic, the nearest passage."""

    logit: float
    probability: float
    evidence: Evidence
    article: ArticleVectors
    leniency: float
    """0 to 1: how far the probability is raised because too little is said to judge by."""


class TopicModel:
    """The heads of both stages, with the articles last asked about. Threads may share one."""

    def __init__(
        self, settings: Settings, vocabulary: Vocabulary, first: Encoder, second: Encoder
    ) -> None:
        """Takes the heads' settings, the tokens and both stages' networks."""
        self._vocabulary = vocabulary
        self._first_encoder = first
        self._second_encoder = second
        self._first_slopes = np.array(settings["slopes"])
        self._first_bias = float(settings["bias"])
        self._second_slopes = np.array(settings["closer"])
        self._second_bias = float(settings["closer_bias"])
        # Two threads may both prepare an article; both then compare with the one that is kept.
        articles: LRUCache[object, ArticleVectors | None] = LRUCache(CACHED_ARTICLES)
        self._cached_vectors = cached(articles, lock=Lock())(self.article_vectors)

    def first_stage(
        self, text: Embedding, article: Article, parent: Embedding | None
    ) -> TopicScore | None:
        """By the first network's embedding; None when the article has no words to compare with."""
        vectors = self._cached_vectors(article)
        if vectors is None:
            return None
        similarities = vectors.vectors @ text.vector
        nearest = int(similarities.argmax())
        features = self.features(text, vectors, parent)
        logit = float(features @ self._first_slopes + self._first_bias)
        content = float(features[FIRST_STAGE_FEATURES.index("content")])
        leniency = LENIENCY * min(max((ENOUGH_CONTENT - content) / 2, 0.0), 1.0)
        evidence = Evidence(vectors.passages[nearest], round(float(similarities[nearest]), 6))
        return TopicScore(logit, _lenient(logit, leniency), evidence, vectors, leniency)

    def second_stage(
        self, first: TopicScore, vector: Floats32, tokens: int, parent: Floats32 | None
    ) -> float:
        """The probability, given the second network's embedding of the text of so many tokens."""
        features = second_stage_features(first, vector, tokens, parent)
        logit = float(features @ self._second_slopes + self._second_bias)
        return _lenient(logit, first.leniency)

    def embed(self, token_ids: Ints) -> Embedding:
        """What the beginning of a text means, by the first stage's network."""
        if not len(token_ids):
            return Embedding(np.zeros(self._vocabulary.width, dtype=np.float32), token_ids)
        return Embedding(self._first_encoder.embed(token_ids), unique(token_ids))

    def article_vectors(self, article: Article) -> ArticleVectors | None:
        """Prepares an article; None when it has no words."""
        parts = [article.headline.strip(), article.standfirst.strip(), *passages(article.body)]
        tokenized = [(part, self._vocabulary.token_ids(part)) for part in parts if part]
        tokenized = [(part, token_ids) for part, token_ids in tokenized if len(token_ids)]
        if not tokenized:
            return None
        vectors = np.stack([self._second_encoder.embed(token_ids) for _, token_ids in tokenized])
        whole = _unit(vectors.sum(0))
        head = self._vocabulary.token_ids(f"{article.headline}. {article.standfirst}".strip(". "))
        has_token = np.zeros(len(self._vocabulary.weights), dtype=bool)
        has_token[np.concatenate([token_ids for _, token_ids in tokenized])] = True
        return ArticleVectors(
            tuple(part for part, _ in tokenized),
            vectors,
            whole,
            self._second_encoder.embed(head) if len(head) else whole,
            has_token,
        )

    def features(
        self, text: Embedding, article: ArticleVectors, parent: Embedding | None = None
    ) -> Floats:
        """FIRST_STAGE_FEATURES of one text against its article.

        A parent counts as one more sentence of the article: a reply may lean on either.
        """
        similarities = article.vectors @ text.vector
        whole, head = article.whole @ text.vector, article.head @ text.vector
        if parent is not None and len(parent.token_ids):
            to_parent = parent.vector @ text.vector
            similarities = np.append(similarities, to_parent)
            whole, head = max(whole, to_parent), max(head, to_parent)
        similarities = np.sort(similarities)[::-1]
        weights = self._vocabulary.weights[text.token_ids]
        content = float(weights.sum())
        shared = article.has_token[text.token_ids]
        if parent is not None:
            shared = shared | np.isin(text.token_ids, parent.token_ids)
        shared_content = float(weights[shared].sum()) / max(content, 1e-6)
        log_content = float(np.log1p(content))
        features = [
            similarities[0],
            similarities[:3].mean(),
            whole,
            head,
            shared_content,
            log_content,
            similarities[0] * log_content,
            shared_content * log_content,
        ]
        return np.array(features, dtype=np.float64)


def second_stage_features(
    first: TopicScore, vector: Floats32, tokens: int, parent: Floats32 | None
) -> Floats:
    """SECOND_STAGE_FEATURES. A parent counts as one more passage: a reply may lean on either."""
    head = float(first.article.head @ vector)
    similarities = np.append(first.article.vectors @ vector, head)
    if parent is not None:
        to_parent = float(parent @ vector)
        similarities, head = np.append(similarities, to_parent), max(head, to_parent)
    similarities = np.sort(similarities)[::-1]
    size = float(np.log1p(tokens))
    features = [
        first.logit,
        similarities[0],
        similarities[:3].mean(),
        head,
        size,
        similarities[0] * size,
    ]
    return np.array(features, dtype=np.float64)


def passages(body: str) -> list[str]:
    """An article's sentences; of a long one, so many neighbours together that they are few."""
    parts = sentences(body)
    together = -(-len(parts) // MAX_PASSAGES)
    return [
        " ".join(parts[start : start + together]) for start in range(0, len(parts), together or 1)
    ]


def unique(token_ids: Ints) -> Ints:
    """Each token once, in order; for so few this is several times faster than numpy's own."""
    return np.array(sorted(set(token_ids.tolist())), dtype=np.int64)


def _unit(vector: Floats32) -> Floats32:
    unit: Floats32 = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit


def _lenient(logit: float, leniency: float) -> float:
    """The probability of a logit, raised towards 1 by a share of what is missing."""
    probability = 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))
    return probability + (1 - probability) * leniency
