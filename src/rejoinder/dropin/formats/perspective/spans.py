"""A text's sentences, and its length and places in it counted as Perspective counts them."""

import re
from itertools import pairwise

MAX_SPANS = 20
"""A text of more sentences is cut into as many pieces: each is judged for itself."""

# Of more sentences, neighbours are taken together before anything else is done with them.
MAX_SENTENCES = 2000

# A run of full stops is tried once, from its beginning, and no part of it twice: otherwise twenty
# thousand of them would take seconds.
_END = re.compile(r"(?<![.!?…。！？])[.!?…。！？]++[\"'”’)\]]*+\s+|[。！？]|\n\s*+")

Span = tuple[int, int]
"""Where a piece begins and ends; the end is not included."""


def sentence_spans(text: str) -> list[Span]:
    """The text's sentences in characters, without the space around them; at least one."""
    ends = [match.end() for match in _END.finditer(text)]
    edges = [0, *ends[:: 1 + len(ends) // MAX_SENTENCES], len(text)]
    trimmed = [_trimmed(text, start, end) for start, end in pairwise(edges)]
    spans = [(start, end) for start, end in trimmed if start < end]
    return _merged(spans) if spans else [(0, len(text))]


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text has."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8_length(text: str) -> int:
    """How many bytes a text has in UTF-8, the form in which it was sent."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def in_utf16(text: str, spans: list[Span]) -> list[Span]:
    """The same places, one behind the other, counted in UTF-16 code units."""
    if text.isascii():
        return spans
    counted: list[Span] = []
    index = units = 0
    for start, end in spans:
        begin = units + utf16_length(text[index:start])
        index, units = end, begin + utf16_length(text[start:end])
        counted.append((begin, units))
    return counted


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _merged(spans: list[Span]) -> list[Span]:
    size = -(-len(spans) // MAX_SPANS)
    groups = [spans[first : first + size] for first in range(0, len(spans), size)]
    return [(group[0][0], group[-1][1]) for group in groups]
