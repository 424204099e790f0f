"""Transformers over word pieces, run by ONNX Runtime: a small one to glance, a larger to read.

A text is read alone, never padded and never beside another: the arithmetic in whole numbers
depends on all that is read at once, and a score must not depend on its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES, ModelError
from rejoinder.engine.pieces import Floats32, Ints, Vocabulary
from rejoinder.engine.spans import COLUMNS

WINDOW: Final = 78
"""Word pieces read at once, as many as in training; a comment of 50 words has about 60."""

MOST_WINDOWS: Final = 4
"""Of a longer text the most suspicious are read, so that 20 kB cost what 200 words cost."""

WIDTH: Final = 384
"""Of a text's vector, as MiniLM has it."""

UNSUSPICIOUS: Final = -6.0
"""The log-odds of every attribute where there is nothing to read."""

READ_WHOLE: Final = WINDOW * MOST_WINDOWS
"""Word pieces up to which a text is read from end to end."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of a text.

    `odds` are the log-odds of each attribute where they are highest, `spans` the probability of
    each word piece (rows) to be part of each kind of abuse (columns; 0 where it was not read), and
    `vector` the direction of its meaning, of length one.
    """

    odds: Floats32
    spans: Floats32
    vector: Floats32


class Encoder:
    """The loaded network. Running it changes nothing, so threads may share one."""

    def __init__(self, network: bytes, vocabulary: Vocabulary, name: str) -> None:
        """Take the bytes of an ONNX file of that name, and the pieces that it starts from.

        Raises ModelError when they are not such a network.
        """
        self._vocabulary = vocabulary
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(
                network, options, providers=["CPUExecutionProvider"]
            )
        except Exception as problem:  # the library's own errors share no narrower class
            raise ModelError(f"The model's {name} cannot be read.") from problem
        asked = [put.name for put in self._session.get_inputs()]
        told = [put.name for put in self._session.get_outputs()]
        if asked != ["vectors"] or told != ["odds", "spans", "vector"]:
            raise ModelError(f"The model's {name} does not answer what is asked of it.")

    def read(self, pieces: Ints, heat: NDArray[np.floating[Any]] | None = None) -> Reading:
        """Read a text's word pieces, the hottest windows of a long one. Needs at least one."""
        windows = _windows(len(pieces), heat)
        parts = [self._run(pieces[start:end]) for start, end in windows]
        spans = np.zeros((len(pieces), parts[0][1].shape[1]), dtype=np.float32)
        for (start, end), (_, found, _) in zip(windows, parts, strict=True):
            spans[start:end] = found
        vectors = [
            vector * (end - start)
            for (start, end), (_, _, vector) in zip(windows, parts, strict=True)
        ]
        total = np.sum(vectors, axis=0)
        return Reading(
            np.max([odds for odds, _, _ in parts], axis=0),
            spans,
            total / max(float(np.linalg.norm(total)), 1e-9),
        )

    def unread(self, size: int) -> Reading:
        """Of a text that holds nothing to read: no sign of abuse, and no meaning."""
        return Reading(
            np.full(len(ATTRIBUTES), UNSUSPICIOUS, dtype=np.float32),
            np.zeros((size, len(COLUMNS)), dtype=np.float32),
            np.zeros(self._vocabulary.width, dtype=np.float32),
        )

    def vector(self, pieces: Ints) -> Floats32:
        """Where a short text's meaning points."""
        return self._run(pieces[:WINDOW])[2]

    def _run(self, pieces: Ints) -> tuple[Floats32, Floats32, Floats32]:
        vectors = self._vocabulary.between_marks(pieces)[None]
        odds, spans, vector = self._session.run(None, {"vectors": vectors})
        likely = 1 / (1 + np.exp(-np.clip(spans[0, 1:-1], -30, 30)))
        return odds[0], likely, vector[0]


def _windows(count: int, heat: NDArray[np.floating[Any]] | None) -> list[tuple[int, int]]:
    """Windows of about equal length, in order; of too many those with the most heat."""
    number = -(-count // WINDOW)
    edges = np.linspace(0, count, number + 1).round().astype(int)
    windows = [(int(start), int(end)) for start, end in pairwise(edges)]
    if number <= MOST_WINDOWS:
        return windows
    hot = _hottest(windows, np.zeros(count, dtype=np.float32) if heat is None else heat)
    return [windows[place] for place in hot]


def _hottest(windows: Sequence[tuple[int, int]], heat: NDArray[np.floating[Any]]) -> list[int]:
    warmth = np.array([float(heat[start:end].max(initial=0.0)) for start, end in windows])
    return sorted(np.argsort(-warmth, kind="stable")[:MOST_WINDOWS].tolist())
