"""A text's sentences, and places in it counted as Perspective counts: in UTF-16 code units."""

import re
from itertools import pairwise

MOST_SPANS = 20
"""A text of more sentences is cut into as many pieces: each is judged for itself."""

_END = re.compile(r"[.!?…。！？]+[\"'”’)\]]*\s+|[。！？]|\n+")

Span = tuple[int, int]
"""Where a piece begins and ends; the end is not included."""


def sentence_spans(text: str) -> list[Span]:
    """The text's sentences in characters, without the space around them; at least one."""
    edges = [0, *(match.end() for match in _END.finditer(text)), len(text)]
    pieces = [_trimmed(text, start, end) for start, end in pairwise(edges)]
    found = [(start, end) for start, end in pieces if start < end]
    return _merged(found) if found else [(0, len(text))]


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text has."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def in_utf16(text: str, spans: list[Span]) -> list[Span]:
    """The same places, counted in UTF-16 code units."""
    if text.isascii():
        return spans
    return [(utf16_length(text[:start]), utf16_length(text[:end])) for start, end in spans]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _merged(spans: list[Span]) -> list[Span]:
    size = -(-len(spans) // MOST_SPANS)
    groups = [spans[at : at + size] for at in range(0, len(spans), size)]
    return [(group[0][0], group[-1][1]) for group in groups]
