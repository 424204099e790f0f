"""Texts as rows of a sparse matrix, by the same n-grams and scaling that the judge uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rejoinder.engine.features import LETTER_BITS, WORD_BITS, grams
from rejoinder.engine.folding import fold
from training.progress import progress

# Characters of a training text that are read; Wikipedia's longest would fill the memory.
MAX_CHARACTERS = 1500


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each bucket occurs in each text: the words' buckets, and the letters'."""

    words: sparse.csr_matrix
    letters: sparse.csr_matrix


def count(texts: Sequence[str], title: str) -> Counts:
    """Counts the n-grams of every text, showing how far it is."""
    words: list[NDArray[np.int32]] = []
    letters: list[NDArray[np.int32]] = []
    for text in progress(texts, title):
        ngrams = grams(fold(text[:MAX_CHARACTERS]).text)
        words.append(ngrams.word_buckets.astype(np.int32))
        letters.append(ngrams.letter_buckets.astype(np.int32))
    return Counts(_matrix(words, 1 << WORD_BITS), _matrix(letters, 1 << LETTER_BITS))


def rarity(counts: sparse.csr_matrix, step: float) -> NDArray[np.uint8]:
    """Gives how rare each bucket is: 1 + log(texts / texts with it), in steps."""
    texts_with = np.bincount(counts.indices, minlength=counts.shape[1])
    value = 1 + np.log((1 + counts.shape[0]) / (1 + texts_with))
    steps: NDArray[np.uint8] = np.clip(np.round(value / step), 1, 255).astype(np.uint8)
    return steps


def scaled(counts: sparse.csr_matrix, rare: NDArray[np.uint8], step: float) -> sparse.csr_matrix:
    """Gives each count times its rarity, divided by the length that the judge divides by."""
    value = rare.astype(np.float32) * step
    lengths = np.sqrt(np.maximum(counts @ (value * value), 1e-9))
    result = counts.astype(np.float32)
    result.data *= value[result.indices]
    result.data /= np.repeat(lengths, np.diff(result.indptr)).astype(np.float32)
    return result


def _matrix(rows: list[NDArray[np.int32]], columns: int) -> sparse.csr_matrix:
    ends = np.cumsum([0, *(len(row) for row in rows)])
    data = np.ones(int(ends[-1]), dtype=np.float32)
    matrix = sparse.csr_matrix((data, np.concatenate(rows), ends), shape=(len(rows), columns))
    matrix.sum_duplicates()
    return matrix
