"""Words in letters that only look like Latin ones, of no alphabet or several: signs of money, parts
of Chinese and Thai, letters drawn of strokes. Only `folding` undoes them, and only where they spell
a word of abuse: whoever writes Japanese means Japanese.
"""

import re
from functools import lru_cache
from typing import Final

from rejoinder.engine.disguises import Edit, in_links
from rejoinder.engine.hidden_words import words_in
from rejoinder.engine.lookalikes import DRAWN, SHAPES

_LONGEST: Final = 40
_SHAPES_OR_LETTERS: Final = re.compile(rf"[a-z\d@$!{re.escape(''.join(SHAPES))}]{{3,{_LONGEST}}}")
_AS_LETTERS: Final = str.maketrans(SHAPES)
_TOKEN: Final = re.compile(rf"\S{{3,{_LONGEST}}}")
_STROKES: Final = re.compile("|".join(map(re.escape, sorted(DRAWN, key=len, reverse=True))))
_AROUND: Final = "\"'.,:;?!"


def read_shapes(text: str) -> list[Edit]:
    """Words written in the alphabets that "fancy text" generators put together."""
    if text.isascii() or SHAPES.keys().isdisjoint(text):
        return []
    found = ((match.start(), match[0].rstrip("!")) for match in _SHAPES_OR_LETTERS.finditer(text))
    return [
        (start, start + len(shapes), word)
        for start, shapes in found
        if not shapes.isascii()
        and not _is_within_a_word(text, start, start + len(shapes))
        and (word := _spelt(shapes.translate(_AS_LETTERS)))
    ]


def _is_within_a_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() or text[end : end + 1].isalpha()


def read_drawn(text: str) -> list[Edit]:
    """Letters drawn of strokes and brackets: "c(_)nt"."""
    if "|" not in text and "/" not in text and "(" not in text and "[" not in text:
        return []
    edits = []
    for match in _TOKEN.finditer(text):
        token = match[0].rstrip(_AROUND)
        if _STROKES.search(token) and (word := _of_strokes(token)):
            edits.append((match.start(), match.start() + len(token), word))
    linked = in_links(text) if edits else b""
    return [edit for edit in edits if not linked[edit[0]]]


@lru_cache(maxsize=1024)
def _of_strokes(token: str) -> str:
    return _spelt(_STROKES.sub(lambda strokes: DRAWN[strokes[0]], token))


def _spelt(letters: str) -> str:
    return words_in(letters) if letters.isascii() and letters.isalnum() else ""
