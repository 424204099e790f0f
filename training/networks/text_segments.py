"""Finds the parts of a training text as the judge does, by the very code that serves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, cut
from training.networks.text_form import MAX_CHARACTERS


@dataclass(frozen=True, slots=True)
class TextParts:
    """What a text is read in, as places without the tokenizer's own tokens.

    What is cut off when it is learned is left out.
    """

    segments: list[Segment]
    """The first and after-last token of every segment that the judge tells of but the whole."""
    begins: list[int]
    """The tokens that its sentences after the first begin with."""


def text_parts(text: str, tokenizer: Tokenizer) -> TextParts:
    """Gives the parts of a text."""
    folded = fold(text[:MAX_CHARACTERS])
    written_out = demojize(folded.text)
    encoding = tokenizer.encode(written_out.text)
    offsets = [written_out.original(start, end) for start, end in encoding.offsets[1:-1]]
    tokens = Tokens(np.array(encoding.ids[1:-1], dtype=np.int64), offsets, has_emoji=False)
    found = [
        (window[0] + start, window[0] + after)
        for window, within in cut(text, folded, tokens)
        for start, after in within
    ]
    edges = {edge for segment in found for edge in segment}
    return TextParts(
        [each for each in found if each != (0, len(offsets))], sorted(edges - {0, len(offsets)})
    )
