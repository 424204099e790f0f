"""Measures whether a text is about its article, or follows the comment that it replies to.

Off-topic needs positive evidence: enough content, far from everything that is discussed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from rejoinder.engine.arrays import Floats, Floats32, Ints
from rejoinder.engine.article_vectors import (
    ArticleVectors,
    Embedder,
    article_vectors,
    read_again,
)
from rejoinder.engine.model import Article, Evidence
from rejoinder.engine.model_files import Settings
from rejoinder.engine.tokens import Vocabulary

# What the heads of both stages weigh, in this order; of the stage's own vectors, similarities are
# cosines in which each dimension counts as much as it was found to say of a subject.
FEATURES = (
    "nearest passage",  # of the article, or the parent: a reply may lean on either
    "nearest three",
    "headline and standfirst",
    "whole article",
    "parent",
    "parent to article",  # a parent that strayed takes its replies along
    "with parent",  # both together: a short reply says what its parent said
    "shared words",  # their share of the text's content
    "rarest shared word",
    "content",
    "is reply",
    "nearest passage, by content",
    "shared words, by content",
    "belonging",  # whether it reads as comments do, or as adverts and notices
)

# The second stage's head weighs the first stage's logit too.
SECOND_STAGE_FEATURES = ("first stage", *FEATURES)

# Content is the logarithm of 1 and the words' weights: from here on there is enough to judge by,
# some ten words that mean something; so much below it, next to nothing is said.
ENOUGH_CONTENT = 4.0
NEXT_TO_NOTHING = 2.0

# Where next to nothing is said, the probability rises by this share of what is missing to 1: so far
# that the default policy publishes it, and little farther, for longer comments are likelier to be
# on the subject.
LENIENCY = 0.42

# A long read takes 250 kB here, for either stage.
CACHED_ARTICLES = 128


@dataclass(frozen=True, slots=True)
class Embedding:
    """Where a text points, a vector of length one or all zero, and its unique tokens."""

    vector: Floats32
    token_ids: Ints


@dataclass(frozen=True, slots=True)
class TopicScore:
    """What the first stage says: logit and probability of being on-topic, and the evidence."""

    logit: float
    probability: float
    evidence: Evidence | None
    """None where no passage is so near that a reader would accept it."""
    article: ArticleVectors
    leniency: float
    """0 to 1: how far the probability is raised because too little is said to judge by."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A logistic regression over named features."""

    slopes: Floats
    bias: float

    @classmethod
    def from_settings(cls, settings: Settings, names: Sequence[str]) -> "_Head":
        """Takes slopes by feature; one that is not named counts nothing.

        Raises ValueError where a slope is of no such feature.
        """
        slopes = settings["slopes"]
        if unknown := set(slopes) - set(names):
            raise ValueError(f"No feature is called {', '.join(sorted(unknown))}.")
        return cls(np.array([float(slopes.get(name, 0)) for name in names]), settings["bias"])

    def logit(self, features: Floats) -> float:
        return float(features @ self.slopes + self.bias)


class TopicModel:
    """The heads of both stages, with the articles last asked about. Threads may share one."""

    def __init__(
        self, settings: Settings, vocabulary: Vocabulary, first: Embedder, second: Embedder
    ) -> None:
        """Takes the heads' settings, the tokens and both stages' networks.

        Each stage reads an article by its own network: the first one's is soon read, and the
        second one's only when a text is in doubt.
        """
        self._vocabulary = vocabulary
        self._first_encoder = first
        self._second_encoder = second
        self._first_head = _Head.from_settings(settings["first"], FEATURES)
        self._second_head = _Head.from_settings(settings["second"], SECOND_STAGE_FEATURES)
        self._evidence_from = float(settings["evidence_from"])
        self._belonging = np.array(settings["belonging"], dtype=np.float32)
        self._dimension_weights = np.array(settings["dimension_weights"], dtype=np.float32)
        # Two threads may both prepare an article; both then compare with the one that is kept.
        first_articles: LRUCache[object, ArticleVectors | None] = LRUCache(CACHED_ARTICLES)
        second_articles: LRUCache[object, ArticleVectors | None] = LRUCache(CACHED_ARTICLES)
        self._first_vectors = cached(first_articles, lock=Lock())(self.article_vectors)
        self._second_vectors = cached(second_articles, lock=Lock())(self.article_vectors_closer)

    def first_stage(
        self, text: Embedding, article: Article, parent: Embedding | None
    ) -> TopicScore | None:
        """By the first network's embedding; None when the article has no words to compare with."""
        vectors = self._first_vectors(article)
        if vectors is None:
            return None
        features = self.features(text, vectors, parent)
        logit = self._first_head.logit(features)
        leniency = _leniency(float(features[FEATURES.index("content")]))
        evidence = self._evidence(text, vectors)
        return TopicScore(logit, _lenient(logit, leniency), evidence, vectors, leniency)

    def second_stage(
        self, first: TopicScore, text: Embedding, article: Article, parent: Embedding | None
    ) -> float:
        """The probability, by the second network's embeddings of the text and its parent."""
        features = self.second_stage_features(first, text, article, parent)
        return _lenient(self._second_head.logit(features), first.leniency)

    def probability(
        self, token_ids: Ints, article: Article, parents: tuple[Embedding, Embedding] | None
    ) -> float:
        """Of a part of a text by itself, by both stages; 1 where it says next to nothing.

        `parents` is what either stage's network makes of the comment that it replies to.
        """
        first_parent, second_parent = parents or (None, None)
        first = self.first_stage(self.embed(token_ids), article, first_parent)
        if first is None or first.leniency >= LENIENCY:
            return 1.0
        return self.second_stage(first, self.embed_closer(token_ids), article, second_parent)

    def embed(self, token_ids: Ints) -> Embedding:
        """What the beginning of a text means, by the first stage's network."""
        return self._embed(self._first_encoder, token_ids)

    def embed_closer(self, token_ids: Ints) -> Embedding:
        """The same by the second stage's network."""
        return self._embed(self._second_encoder, token_ids)

    def article_vectors(self, article: Article) -> ArticleVectors | None:
        """Prepares an article by the first stage's network; None when it has no words."""
        return article_vectors(article, self._vocabulary, self._first_encoder)

    def article_vectors_closer(self, article: Article) -> ArticleVectors | None:
        """The same by the second stage's network; what is split for the first is not split anew."""
        vectors = self._first_vectors(article)
        return None if vectors is None else read_again(vectors, self._second_encoder)

    def features(
        self, text: Embedding, article: ArticleVectors, parent: Embedding | None = None
    ) -> Floats:
        """FEATURES of one text against its article, and the comment that it replies to."""
        weighed = text.vector * self._dimension_weights
        similarities = article.vectors @ weighed
        shared = article.has_token[text.token_ids]
        to_parent = parent_to_article = with_parent = 0.0
        if parent is not None and len(parent.token_ids):
            to_parent = float(parent.vector @ weighed)
            by_parent = article.vectors @ (parent.vector * self._dimension_weights)
            parent_to_article = float(by_parent.max())
            together = max(math.sqrt(max(2 + 2 * to_parent, 0.0)), 0.1)
            with_parent = float((similarities + by_parent).max()) / together
            similarities = np.append(similarities, to_parent)
            shared = shared | np.isin(text.token_ids, parent.token_ids)
        is_reply = float(parent is not None and len(parent.token_ids) > 0)
        similarities = np.sort(similarities)[::-1]
        nearest = float(similarities[0])
        weights = self._vocabulary.weights[text.token_ids]
        content = float(weights.sum())
        shared_content = float(weights[shared].sum()) / max(content, 1e-6)
        log_content = math.log1p(content)
        features = [
            nearest,
            float(similarities[:3].mean()),
            float(article.head @ weighed),
            float(article.whole @ weighed),
            to_parent,
            parent_to_article,
            with_parent if is_reply else nearest,
            shared_content,
            math.log1p(float(weights[shared].max(initial=0.0))),
            log_content,
            is_reply,
            nearest * log_content,
            shared_content * log_content,
            float(self._belonging @ text.vector),
        ]
        return np.array(features, dtype=np.float64)

    def second_stage_features(
        self, first: TopicScore, text: Embedding, article: Article, parent: Embedding | None
    ) -> Floats:
        """SECOND_STAGE_FEATURES of one text, by the second network's embeddings.

        Raises ValueError for an article without words: the first stage says nothing of it.
        """
        vectors = self._second_vectors(article)
        if vectors is None:
            raise ValueError("The article has no words.")
        return np.append(first.logit, self.features(text, vectors, parent))

    def _embed(self, network: Embedder, token_ids: Ints) -> Embedding:
        if not len(token_ids):
            return Embedding(np.zeros(self._vocabulary.width, dtype=np.float32), token_ids)
        return Embedding(network.embed(token_ids), unique(token_ids))

    def _evidence(self, text: Embedding, article: ArticleVectors) -> Evidence | None:
        """The sentence that a reader would take for what the text speaks of, if there is one."""
        similarities = article.vectors @ text.vector
        for place in np.argsort(-similarities, kind="stable"):
            similarity = float(similarities[place])
            if similarity < self._evidence_from:
                return None
            passage = article.passages[place]
            sentence = passage.nearest_sentence(text.token_ids, self._vocabulary.weights)
            if sentence is not None:
                return Evidence(sentence, round(min(similarity, 1.0), 6))
        return None


def unique(token_ids: Ints) -> Ints:
    """Each token once, in order; for so few this is several times faster than numpy's own."""
    return np.array(sorted(set(token_ids.tolist())), dtype=np.int64)


def _leniency(content: float) -> float:
    """How much too little is said, as a share of what a probability lacks to 1."""
    missing = (ENOUGH_CONTENT - content) / (ENOUGH_CONTENT - NEXT_TO_NOTHING)
    return LENIENCY * min(max(missing, 0.0), 1.0)


def _lenient(logit: float, leniency: float) -> float:
    """The probability of a logit, raised towards 1 by a share of what is missing."""
    probability = 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))
    return probability + (1 - probability) * leniency
