"""What is read from the network's vectors: each segment's logits, each token's, and the subject.

In 32 bits and without the network's runtime: next to its layers this is a handful of numbers.
"""

from dataclasses import dataclass

import numpy as np

from rejoinder.engine.arrays import Floats32
from rejoinder.engine.model_files import HEAD_LAYERS, Tensors
from rejoinder.engine.windows import Segment

# Of the Gaussian error linear unit by tanh (Hendrycks and Gimpel 2016).
_SLOPE, _CUBE = np.float32(0.7978845608028654), np.float32(0.044715)


@dataclass(frozen=True, slots=True)
class ExitOutput:
    """What is made of a window after some of the layers."""

    logits: Floats32
    """Of each segment (rows), for each attribute (columns)."""
    token_logits: Floats32
    """Of each token (rows), to be what makes the text so, for each attribute (columns)."""
    embedding: Floats32
    """The direction of the window's meaning, of length one."""


class Heads:
    """The heads of one exit. Reading changes nothing, so threads may share them."""

    def __init__(self, tensors: Tensors, exit_name: str) -> None:
        """Takes the dense layers of an exit; in each a column of weights is an output's."""
        self._hidden, self._attributes, self._tokens, self._projection = (
            (tensors[f"{exit_name}.{layer}.weight"], tensors[f"{exit_name}.{layer}.bias"])
            for layer in HEAD_LAYERS
        )

    def read(self, vectors: Floats32, segments: list[Segment]) -> ExitOutput:
        """Reads a window's vectors, a row a token; segments are places among them.

        The first segment is the window.
        """
        mean = _means(vectors, segments)
        pooled = np.concatenate((mean, largest_within(vectors, segments)), axis=1)
        direction = _dense(mean[0], self._projection)
        return ExitOutput(
            _dense(_gelu(_dense(pooled, self._hidden)), self._attributes),
            _dense(vectors, self._tokens),
            direction / max(float(np.linalg.norm(direction)), 1e-12),
        )


def largest_within(values: Floats32, segments: list[Segment]) -> Floats32:
    """The greatest of each column in each segment of the rows."""
    return np.stack([values[start:after].max(0) for start, after in segments])


def _means(vectors: Floats32, segments: list[Segment]) -> Floats32:
    shares = np.zeros((len(segments), len(vectors)), dtype=np.float32)
    for row, (start, after) in zip(shares, segments, strict=True):
        row[start:after] = 1 / (after - start)
    return shares @ vectors


def _dense(values: Floats32, layer: tuple[Floats32, Floats32]) -> Floats32:
    weights, bias = layer
    product: Floats32 = values @ weights
    return product + bias


def _gelu(values: Floats32) -> Floats32:
    active: Floats32 = (
        values * np.float32(0.5) * (1 + np.tanh(_SLOPE * (values + _CUBE * values**3)))
    )
    return active
