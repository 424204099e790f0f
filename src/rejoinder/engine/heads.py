"""What is read from the network's vectors: each segment's logits, each token's, and the subject.

Next to the layers this is little, so it is calculated in 32 bits. ONNX Runtime does it as well:
numpy's own products use all processors, and two threads of the judge would be in each other's way.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rejoinder.engine.arrays import Floats32
from rejoinder.engine.networks import load_network
from rejoinder.engine.windows import Segment


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

    def __init__(self, content: bytes, name: str) -> None:
        """Takes the bytes of an ONNX file and its name. Raises ModelError where it is no such."""
        takes, gives = ["pooled", "vectors"], ["logits", "token_logits", "embedding"]
        self._network = load_network(content, name, takes, gives)

    def read(self, vectors: Floats32, segments: Sequence[Segment]) -> ExitOutput:
        """Reads a window's vectors, a row a token; segments are places among them.

        The first segment is the window.
        """
        pooled = np.concatenate((_means(vectors, segments), largest_within(vectors, segments)), 1)
        takes = {"pooled": pooled, "vectors": vectors}
        logits, token_logits, embedding = self._network.run(None, takes)
        return ExitOutput(logits, token_logits, embedding)


def largest_within(values: Floats32, segments: Sequence[Segment]) -> Floats32:
    """The greatest of each column in each segment of the rows."""
    return np.array([values[start:after].max(0) for start, after in segments])


def _means(vectors: Floats32, segments: Sequence[Segment]) -> Floats32:
    # By `add.reduce`, for `mean` takes twice as long over so few numbers.
    shares = [np.float32(1 / (after - start)) for start, after in segments]
    return np.stack(
        [
            np.add.reduce(vectors[start:after], axis=0) * share
            for (start, after), share in zip(segments, shares, strict=True)
        ]
    )
