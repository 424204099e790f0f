"""The judge's transformer, run by ONNX Runtime.

Its lower layers read every window of a text, the upper ones those that the lower leave in doubt;
after either its heads answer for every segment of the window.

A window is read alone, never padded and never beside another: the arithmetic in whole numbers
depends on all that is read at once, and a score must not depend on its neighbours.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime

from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.heads import ExitOutput, Heads
from rejoinder.engine.model import ModelError
from rejoinder.engine.model_files import Tensors
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.windows import WINDOW_TOKENS, Segment

# Of a text's embedding, as MiniLM has it.
EMBEDDING_WIDTH = 384


@dataclass(frozen=True, slots=True)
class LowerOutput(ExitOutput):
    """What the lower layers make of a window, and what the upper ones go on from."""

    hidden: Floats32
    """Each token's vector, the tokenizer's two among them: shape (1, tokens + 2, width)."""
    segments: list[Segment]
    """The segments that are answered for, as places in the window; it comes first."""


class Encoder:
    """A loaded network. Running it changes nothing, so threads may share one."""

    def __init__(self, lower: bytes, upper: bytes, heads: Tensors, vocabulary: Vocabulary) -> None:
        """Takes the bytes of both ONNX files, the heads, and the tokens that they start from.

        Raises ModelError when they are not such networks.
        """
        self._vocabulary = vocabulary
        self._lower = _session(lower, "lower.onnx", "vectors", "hidden")
        self._upper = _session(upper, "upper.onnx", "hidden", "last")
        self._lower_heads = Heads(heads, "lower")
        self._upper_heads = Heads(heads, "upper")

    def read_lower(self, token_ids: Ints, segments: list[Segment] | None = None) -> LowerOutput:
        """Reads a window of at most WINDOW_TOKENS tokens by the lower layers.

        It answers for the segments, the window first of them; without any, for the window alone.
        """
        segments = segments or [(0, len(token_ids))]
        vectors = self._vocabulary.vectors_with_special(token_ids)[None]
        (hidden,) = self._lower.run(None, {"vectors": vectors})
        read = self._lower_heads.read(hidden[0, 1:-1], segments)
        return LowerOutput(read.logits, read.token_logits, read.embedding, hidden, segments)

    def read_upper(self, lower: LowerOutput) -> ExitOutput:
        """Goes on from what the lower layers gave."""
        (last,) = self._upper.run(None, {"hidden": lower.hidden})
        return self._upper_heads.read(last[0, 1:-1], lower.segments)


@dataclass(frozen=True, slots=True)
class LowerEmbedder:
    """Gives where a text points by the lower layers alone."""

    encoder: Encoder

    def embed(self, token_ids: Ints) -> Floats32:
        """The embedding of a text's beginning."""
        return self.encoder.read_lower(token_ids[:WINDOW_TOKENS]).embedding


@dataclass(frozen=True, slots=True)
class UpperEmbedder:
    """Gives where a text points by all layers."""

    encoder: Encoder

    def embed(self, token_ids: Ints) -> Floats32:
        """The embedding of a text's beginning."""
        lower = self.encoder.read_lower(token_ids[:WINDOW_TOKENS])
        return self.encoder.read_upper(lower).embedding


def joined_embedding(embeddings: list[Floats32], lengths: list[int]) -> Floats32:
    """Where a text of several windows points: each counts by its tokens."""
    if len(embeddings) == 1:
        return embeddings[0]
    total = np.sum([each * length for each, length in zip(embeddings, lengths, strict=True)], 0)
    joined: Floats32 = total / max(float(np.linalg.norm(total)), 1e-9)
    return joined


def _session(network: bytes, name: str, takes: str, gives: str) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    # The files hold the nodes that are to be run: put together further, some of them are slower.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    try:
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # the library's own errors share no narrower class
        raise ModelError(f"The model's {name} cannot be read.") from problem
    inputs = [each.name for each in session.get_inputs()]
    outputs = [each.name for each in session.get_outputs()]
    if inputs != [takes] or outputs != [gives]:
        raise ModelError(f"The model's {name} does not answer what is asked of it.")
    return session
