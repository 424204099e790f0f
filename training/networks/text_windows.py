"""Cuts a training text as the judge does, by the very code that serves."""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import all_windows, sentence_ends
from training.networks.text_form import MAX_CHARACTERS


def windows_within(text: str, tokenizer: Tokenizer) -> list[list[int]]:
    """Gives every window that a text may be read again in, as tokens between the tokenizer's own.

    None of a text that is one sentence; of a text that is cut when it is learned, those before.
    """
    folded = fold(text[:MAX_CHARACTERS])
    written_out = demojize(folded.text)
    encoding = tokenizer.encode(written_out.text)
    first, *inner, last = encoding.ids
    offsets = [written_out.original(start, end) for start, end in encoding.offsets[1:-1]]
    tokens = Tokens(np.array(inner, dtype=np.int64), offsets, has_emoji=False)
    found = all_windows(sentence_ends(text, folded, tokens))
    whole = (0, len(inner))
    return [[first, *inner[start:after], last] for start, after in found if (start, after) != whole]
