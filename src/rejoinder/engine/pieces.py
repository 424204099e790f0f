"""Turns texts into vectors: the average of what its word pieces mean, rare ones counting more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.weights import Settings, Tensors, as_floats

Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]

LONGEST: Final = 40_000
"""Characters of one text that are read: twice the longest comment, and no headline has so many."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces: their numbers in the vocabulary, and their places in it as folded."""

    ids: Ints
    places: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text's vector of length one (all zero if it says nothing) and its different pieces."""

    vector: Floats32
    pieces: NDArray[np.int64]


class Embedder:
    """Static word-piece vectors; reading them changes nothing, so threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, tokenizer: Tokenizer) -> None:
        """Take the tensors of topic.safetensors, their part of the settings, and the tokenizer."""
        self._tokenizer = tokenizer
        self._vectors = tensors["vectors"]
        self._steps = np.array(settings["vector_steps"], dtype=np.float32)
        self.piece_weights = as_floats(tensors["piece_weights"])

    def meaning(self, text: str) -> Meaning:
        """What one text means."""
        return self.of(self.pieces(fold(text[:LONGEST])).ids)

    def pieces(self, folded: Folded) -> Pieces:
        """A folded text cut into word pieces."""
        encoded = self._tokenizer.encode(folded.text, add_special_tokens=False)
        return Pieces(np.array(encoded.ids, dtype=np.int64), encoded.offsets)

    def of(self, ids: Ints) -> Meaning:
        """What a text of these word pieces means."""
        if not len(ids):
            return Meaning(np.zeros(len(self._steps), dtype=np.float32), ids)
        pieces, counts = np.unique(ids, return_counts=True)
        # A word said ten times says little more than once said: 1 + log of its count.
        parts = self.piece_weights[pieces] * (1 + np.log(counts, dtype=np.float32))
        total = parts @ self._vectors[pieces].astype(np.float32)
        return Meaning(unit(total * self._steps), pieces)


def unit(vector: Floats32) -> Floats32:
    """The vector at length one; nothing stays nothing."""
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector if length < 1e-9 else (vector / np.float32(length)).astype(np.float32)
