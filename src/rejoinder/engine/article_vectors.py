"""An article as texts are compared with it: read once, in few passages as long as a window.

Headline and standfirst are the first passage. Of a long read, passages from all of it are read, so
that no article costs more than MAX_PASSAGES runs of a network; its words all count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from rejoinder.engine.arrays import Bools, Floats32, Ints
from rejoinder.engine.model import Article
from rejoinder.engine.sentences import sentences
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.windows import WINDOW_TOKENS

# Spread over all of it. The time is in the tokens read, and with twelve texts are told from strays
# no better.
MAX_PASSAGES = 7


class Embedder(Protocol):
    """A network that says where a text points."""

    def embed(self, token_ids: Ints) -> Floats32:
        """The direction of a text's meaning, of length one."""
        ...


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences that were read together, each with its tokens."""

    sentences: tuple[tuple[str, Ints], ...]

    @property
    def token_ids(self) -> Ints:
        """All tokens, in order."""
        return np.concatenate([token_ids for _, token_ids in self.sentences])

    def nearest_sentence(self, token_ids: Ints, weights: Floats32) -> str | None:
        """The sentence that shares the most telling tokens; None where none shares any."""
        told = set(token_ids.tolist())
        shared = [
            sum(float(weights[token]) for token in told.intersection(own.tolist()))
            for _, own in self.sentences
        ]
        best = int(np.argmax(shared))
        return self.sentences[best][0] if shared[best] > 0 else None


@dataclass(frozen=True, slots=True)
class ArticleVectors:
    """An article, prepared for comparison."""

    passages: tuple[Passage, ...]
    read: tuple[Ints, ...]
    """The tokens of each passage as the network reads them."""
    vectors: Floats32
    """A row a passage."""
    whole: Floats32
    head: Floats32
    """Headline and standfirst together, or the beginning where there are none."""
    has_token: Bools
    """For each token of the vocabulary, whether the article has it."""


def article_vectors(
    article: Article, vocabulary: Vocabulary, network: Embedder
) -> ArticleVectors | None:
    """Prepares an article, in at most MAX_PASSAGES runs of the network; None without words."""
    head = _tokenized([article.headline.strip(), article.standfirst.strip()], vocabulary)
    body = _tokenized(sentences(article.body), vocabulary)
    if not head and not body:
        return None
    packed = _packed(body)
    passages = ([Passage(tuple(head))] if head else []) + _spread(packed, MAX_PASSAGES - bool(head))
    to_read = [passage.token_ids for passage in passages]
    if head:
        to_read[0] = vocabulary.token_ids(". ".join(part for part, _ in head))
    vectors, whole = _directions(to_read, network)
    has_token = np.zeros(len(vocabulary.weights), dtype=bool)
    has_token[np.concatenate([token_ids for _, token_ids in head + body])] = True
    return ArticleVectors(tuple(passages), tuple(to_read), vectors, whole, vectors[0], has_token)


def read_again(article: ArticleVectors, network: Embedder) -> ArticleVectors:
    """The same article by another network, which reads the same passages."""
    vectors, whole = _directions(article.read, network)
    return replace(article, vectors=vectors, whole=whole, head=vectors[0])


def _directions(passages: Sequence[Ints], network: Embedder) -> tuple[Floats32, Floats32]:
    """Where each passage points, a row each, and where all of them do."""
    vectors = np.stack([network.embed(token_ids) for token_ids in passages])
    total = vectors.sum(0)
    return vectors, total / max(float(np.linalg.norm(total)), 1e-9)


def _tokenized(parts: list[str], vocabulary: Vocabulary) -> list[tuple[str, Ints]]:
    given = [part for part in parts if part]
    tokenized = zip(given, vocabulary.token_ids_of_lines(given), strict=True)
    return [(part, token_ids) for part, token_ids in tokenized if len(token_ids)]


def _packed(tokenized: list[tuple[str, Ints]]) -> list[Passage]:
    """As many neighbouring sentences together as a window holds."""
    packed: list[list[tuple[str, Ints]]] = []
    room = 0
    for sentence in tokenized:
        size = len(sentence[1])
        if size > room:
            packed.append([])
            room = WINDOW_TOKENS
        packed[-1].append(sentence)
        room -= size
    return [Passage(tuple(together)) for together in packed]


def _spread(passages: list[Passage], count: int) -> list[Passage]:
    """So many of the passages, from the beginning to the end."""
    if len(passages) <= count:
        return passages
    return [passages[int(place)] for place in np.linspace(0, len(passages) - 1, count).round()]
