"""The cascade's transformers, run by ONNX Runtime: a small one first, a larger one after it.

A text is read alone, never padded and never beside another: the arithmetic in whole numbers
depends on all that is read at once, and a score must not depend on its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import onnxruntime

from rejoinder.engine.arrays import Floats, Floats32, Ints
from rejoinder.engine.model import MODEL_ATTRIBUTES, ModelError
from rejoinder.engine.spans import SPAN_LABELS
from rejoinder.engine.tokens import Vocabulary

# Tokens read at once, as many as in training; a comment of 50 words has about 60.
WINDOW_TOKENS = 78

# Of a longer text the most suspicious are read, so that 20 kB cost what 200 words cost.
MAX_WINDOWS = 4

# Of a text's embedding, as MiniLM has it.
EMBEDDING_WIDTH = 384

# The logit of every attribute where there is nothing to read.
EMPTY_LOGIT = -6.0

# Tokens up to which a text is read from end to end.
MAX_TOKENS = WINDOW_TOKENS * MAX_WINDOWS

# What a network takes and gives, by the names in its file.
_INPUTS = ["vectors"]
_OUTPUTS = ["odds", "spans", "vector"]


@dataclass(frozen=True, slots=True)
class EncoderOutput:
    """What an encoder makes of a text."""

    logits: Floats32
    """Of each attribute, from the window where it is highest."""
    token_probabilities: Floats32
    """Of each token (rows) to be part of each kind of abuse (columns); 0 where it was not read."""
    embedding: Floats32
    """The direction of the text's meaning, of length one."""


class Encoder:
    """A loaded network. Running it changes nothing, so threads may share one."""

    def __init__(self, network: bytes, vocabulary: Vocabulary, name: str) -> None:
        """Takes the bytes of an ONNX file of that name, and the tokens that it starts from.

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
        inputs = [each.name for each in self._session.get_inputs()]
        outputs = [each.name for each in self._session.get_outputs()]
        if inputs != _INPUTS or outputs != _OUTPUTS:
            raise ModelError(f"The model's {name} does not answer what is asked of it.")

    def encode(self, token_ids: Ints, saliency: Floats | None = None) -> EncoderOutput:
        """Reads a text's tokens, at least one; of a long text the most salient windows."""
        windows = _windows(len(token_ids), saliency)
        outputs = [self._run(token_ids[start:end]) for start, end in windows]
        columns = outputs[0][1].shape[1]
        probabilities = np.zeros((len(token_ids), columns), dtype=np.float32)
        for (start, end), (_, window_probabilities, _) in zip(windows, outputs, strict=True):
            probabilities[start:end] = window_probabilities
        embeddings = [
            embedding * (end - start)
            for (start, end), (_, _, embedding) in zip(windows, outputs, strict=True)
        ]
        total = np.sum(embeddings, axis=0)
        return EncoderOutput(
            np.max([logits for logits, _, _ in outputs], axis=0),
            probabilities,
            total / max(float(np.linalg.norm(total)), 1e-9),
        )

    def empty_output(self, tokens: int) -> EncoderOutput:
        """Of a text that holds nothing to read: no sign of abuse, and no meaning."""
        return EncoderOutput(
            np.full(len(MODEL_ATTRIBUTES), EMPTY_LOGIT, dtype=np.float32),
            np.zeros((tokens, len(SPAN_LABELS)), dtype=np.float32),
            np.zeros(self._vocabulary.width, dtype=np.float32),
        )

    def embed(self, token_ids: Ints) -> Floats32:
        """The embedding of a short text; of a longer one, of its beginning."""
        return self._run(token_ids[:WINDOW_TOKENS])[2]

    def _run(self, token_ids: Ints) -> tuple[Floats32, Floats32, Floats32]:
        """Logits, token probabilities and embedding of one window."""
        vectors = self._vocabulary.vectors_with_special(token_ids)[None]
        logits, token_logits, embedding = self._session.run(None, {_INPUTS[0]: vectors})
        probabilities = 1 / (1 + np.exp(-np.clip(token_logits[0, 1:-1], -30, 30)))
        return logits[0], probabilities, embedding[0]


def _windows(tokens: int, saliency: Floats | None) -> list[tuple[int, int]]:
    """Windows of about equal length, in order; of too many, the most salient."""
    count = -(-tokens // WINDOW_TOKENS)
    edges = np.linspace(0, tokens, count + 1).round().astype(int)
    windows = [(int(start), int(end)) for start, end in pairwise(edges)]
    if count <= MAX_WINDOWS:
        return windows
    chosen = _most_salient(windows, np.zeros(tokens) if saliency is None else saliency)
    return [windows[index] for index in chosen]


def _most_salient(windows: Sequence[tuple[int, int]], saliency: Floats) -> list[int]:
    peaks = np.array([float(saliency[start:end].max(initial=0.0)) for start, end in windows])
    return sorted(np.argsort(-peaks, kind="stable")[:MAX_WINDOWS].tolist())
