"""The judge's transformer, run by ONNX Runtime.

Its lower layers read every window of a text, each sentence by itself; the upper ones read what
these leave in doubt, all of it together. After either its heads answer for each segment of what
they read.

A window is never padded and never read beside another: the arithmetic in whole numbers depends on
all that is read at once, and a score must not depend on its neighbours.
"""

from dataclasses import dataclass
from threading import Lock

import numpy as np
from cachetools import LRUCache, cached

from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.heads import ExitOutput, Heads
from rejoinder.engine.model_files import NetworkFiles
from rejoinder.engine.networks import load_network
from rejoinder.engine.sentence_attention import places, readable, sentence_numbers
from rejoinder.engine.tokens import Vocabulary
from rejoinder.engine.windows import WINDOW_TOKENS, Segment

# Of a text's embedding, as MiniLM has it.
EMBEDDING_WIDTH = 384

# Texts read by the lower layers that the upper ones may be asked about next: an article's passages,
# and some for another thread. Some 120 kB each.
_AT_HAND = 16

_LOWER_TAKES = ["vectors", "places", "readable"]


@dataclass(frozen=True, slots=True)
class LowerOutput(ExitOutput):
    """What the lower layers make of a window, and what the upper ones go on from."""

    hidden: Floats32
    """Each token's vector, the tokenizer's two among them: shape (1, tokens + 2, width)."""
    segments: tuple[Segment, ...]
    """The segments that are answered for, as places in the window; it comes first."""

    def narrowed(self, row: int) -> "LowerOutput":
        """What the lower layers make of one of the segments: the same beside others as alone.

        But for the rounding to eight bits, which is that of the whole window: some hundredths of a
        probability. Where the window points is not told anew.
        """
        start, after = self.segments[row]
        tokens = [0, *range(1 + start, 1 + after), -1]
        return LowerOutput(
            self.logits[row : row + 1],
            self.token_logits[start:after],
            self.embedding,
            self.hidden[:, tokens],
            ((0, after - start),),
        )


class Encoder:
    """A loaded network. Running it changes only what is at hand, so threads may share one."""

    def __init__(self, files: NetworkFiles, vocabulary: Vocabulary) -> None:
        """Takes the bytes of the network's files, and the tokens that it starts from.

        Raises ModelError when they are not such networks.
        """
        self._vocabulary = vocabulary
        self._lower = load_network(files.lower, "lower.onnx", _LOWER_TAKES, ["hidden"])
        self._upper = load_network(files.upper, "upper.onnx", ["hidden"], ["last"])
        self._lower_heads = Heads(files.lower_heads, "lower_heads.onnx")
        self._upper_heads = Heads(files.upper_heads, "upper_heads.onnx")
        # A method object of its own: a model that is thrown away takes what it read along.
        at_hand: LRUCache[bytes, LowerOutput] = LRUCache(_AT_HAND)
        self.read_beginning = cached(at_hand, key=_bytes_of, lock=Lock())(self._read_beginning)

    def read_lower(
        self, token_ids: Ints, segments: tuple[Segment, ...] | None = None
    ) -> LowerOutput:
        """Reads a window of at most WINDOW_TOKENS tokens by the lower layers.

        It answers for the segments, the window first of them; without any, for the window alone,
        which is then one sentence.
        """
        if segments is None:
            segments = ((0, len(token_ids)),)
        vectors = self._vocabulary.vectors_with_special(token_ids)[None]
        numbers = sentence_numbers(len(token_ids), segments)
        takes = {"vectors": vectors, "places": places(numbers), "readable": readable(numbers)}
        (hidden,) = self._lower.run(None, takes)
        read = self._lower_heads.read(hidden[0, 1:-1], segments)
        return LowerOutput(read.logits, read.token_logits, read.embedding, hidden, segments)

    def _read_beginning(self, token_ids: Ints) -> LowerOutput:
        """Reads a text's beginning, for where it points: as one sentence, as it was taught to."""
        return self.read_lower(token_ids[:WINDOW_TOKENS])

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
        return self.encoder.read_beginning(token_ids).embedding


@dataclass(frozen=True, slots=True)
class UpperEmbedder:
    """Gives where a text points by all layers."""

    encoder: Encoder

    def embed(self, token_ids: Ints) -> Floats32:
        """The embedding of a text's beginning."""
        return self.encoder.read_upper(self.encoder.read_beginning(token_ids)).embedding


def _bytes_of(token_ids: Ints) -> bytes:
    return token_ids[:WINDOW_TOKENS].tobytes()


def joined_embedding(embeddings: list[Floats32], lengths: list[int]) -> Floats32:
    """Where a text of several windows points: each counts by its tokens."""
    if len(embeddings) == 1:
        return embeddings[0]
    total = np.sum([each * length for each, length in zip(embeddings, lengths, strict=True)], 0)
    joined: Floats32 = total / max(float(np.linalg.norm(total)), 1e-9)
    return joined
