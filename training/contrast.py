"""Learns what word pieces mean: two parts of one text shall be near, parts of others far.

A static vector a piece, their sum a text, the usual contrastive loss within a batch, and AdaGrad,
in numpy: a minute on one core.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats32 = NDArray[np.float32]
Pieces = NDArray[np.int64]

BATCH = 256
TEMPERATURE = 0.07
RATE = 0.02
ROUNDS = 4


def bags(texts: Sequence[Pieces], columns: int) -> sparse.csr_matrix:
    """A row a text: 1 + log of how often each piece occurs, as the judge counts."""
    unique = [np.unique(pieces, return_counts=True) for pieces in texts]
    ends = np.cumsum([0, *(len(pieces) for pieces, _ in unique)])
    data = np.concatenate([1 + np.log(counts) for _, counts in unique]).astype(np.float32)
    places = np.concatenate([pieces for pieces, _ in unique])
    return sparse.csr_matrix((data, places, ends), shape=(len(texts), columns))


def learn(
    vectors: Floats32, left: sparse.csr_matrix, right: sparse.csr_matrix, seed: int
) -> Floats32:
    """Vectors that bring each row of `left` near the same row of `right`."""
    draw = np.random.default_rng(seed)
    vectors = vectors.copy()
    seen = np.full(len(vectors), 1e-6, dtype=np.float32)
    count = left.shape[0]
    steps = ROUNDS * (count // BATCH)
    step = 0
    for turn in range(ROUNDS):
        order = draw.permutation(count)
        losses = []
        for start in range(0, count - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            one, two = left[rows], right[rows]
            used = np.union1d(one.indices, two.indices)
            loss, slope = _loss(vectors[used], one[:, used], two[:, used])
            seen[used] += (slope * slope).mean(1)
            rate = np.float32(RATE * (1 - step / steps))
            vectors[used] -= rate * slope / np.sqrt(seen[used])[:, None]
            losses.append(loss)
            step += 1
        sys.stderr.write(f"  round {turn + 1} of {ROUNDS}: loss {np.mean(losses):.3f}\n")
    return vectors


def _loss(
    vectors: Floats32, left: sparse.csr_matrix, right: sparse.csr_matrix
) -> tuple[float, Floats32]:
    one, one_length = _unit(left @ vectors)
    two, two_length = _unit(right @ vectors)
    near = (one @ two.T) / TEMPERATURE
    rows, columns = _softmax(near, 1), _softmax(near, 0)
    count = len(near)
    loss = -float(np.log(np.diag(rows) + 1e-9).mean())
    slope: Floats32 = (rows + columns) * np.float32(0.5)
    slope[np.arange(count), np.arange(count)] -= 1
    slope = (slope / (count * TEMPERATURE)).astype(np.float32)
    back_one = _through_unit(slope @ two, one, one_length)
    back_two = _through_unit(slope.T @ one, two, two_length)
    return loss, (left.T @ back_one + right.T @ back_two).astype(np.float32)


def _unit(rows: Floats32) -> tuple[Floats32, Floats32]:
    length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6).astype(np.float32)
    return rows / length, length


def _through_unit(slope: Floats32, unit: Floats32, length: Floats32) -> Floats32:
    """The slope before the division by the length."""
    through: Floats32 = (slope - unit * (slope * unit).sum(1, keepdims=True)) / length
    return through


def _softmax(values: Floats32, axis: int) -> Floats32:
    powers = np.exp(values - values.max(axis, keepdims=True))
    shares: Floats32 = powers / powers.sum(axis, keepdims=True)
    return shares
