"""Finds the segments of a training text as the judge does, by the very code that serves."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, cut
from training.networks.text_form import MAX_CHARACTERS


def text_segments(text: str, tokenizer: Tokenizer) -> list[Segment]:
    """Gives the first and after-last token of every segment that the judge tells of in a text.

    The tokenizer's own are not counted; the text as a whole is left out, and what is cut off when
    it is learned.
    """
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
    return [each for each in found if each != (0, len(offsets))]
