"""Cuts a text into the windows that are read one by one: some sentences, never more than fit.

A comment is as abusive as its worst window, so every one is read, however many there are.
"""

import re
from bisect import bisect_left

from rejoinder.engine.encoder import WINDOW_TOKENS
from rejoinder.engine.tokens import Tokens

Window = tuple[int, int]

# Tokens of one text that are read; what 20,000 characters of any language or of emoji come to
# beyond it is left unread, and said to be.
MAX_TOKENS = 12_000

# A window is cut at a sentence's end if one stands in its last two thirds; else between tokens,
# and the next begins so many tokens earlier: what is said across the cut is seen in one piece.
_FIRST_END = WINDOW_TOKENS // 3
_OVERLAP = 12

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n")


def windows(text: str, tokens: Tokens) -> list[Window]:
    """The first and the after-last token of each window of a folded text, in order."""
    count = min(len(tokens.ids), MAX_TOKENS)
    if count <= WINDOW_TOKENS:
        return [(0, count)] if count else []
    starts = [start for start, _ in tokens.offsets[:count]]
    ends = [bisect_left(starts, match.end()) for match in _SENTENCE_END.finditer(text)]
    found = []
    start = 0
    while count - start > WINDOW_TOKENS:
        after = _last_end(ends, start + _FIRST_END, start + WINDOW_TOKENS)
        found.append((start, after or start + WINDOW_TOKENS))
        start = after or start + WINDOW_TOKENS - _OVERLAP
    return [*found, (start, count)]


def _last_end(ends: list[int], first: int, last: int) -> int:
    """The last sentence's end between two tokens; 0 for none."""
    place = bisect_left(ends, last + 1) - 1
    return ends[place] if place >= 0 and ends[place] >= first else 0
