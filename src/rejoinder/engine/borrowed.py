"""Phrases of other languages that people say in English: "déjà vu", "sic transit", "olé".

Two or three such words alone look like another language. They are what an English speaker says, so
they hide nothing from the judge.
"""

from collections.abc import Sequence

from rejoinder.engine.folding import fold_characters
from rejoinder.engine.tables import read_table

_PHRASES = frozenset(
    tuple(phrase.split())
    for _, phrases in read_table("borrowed_phrases.tsv")
    for phrase in phrases.split("|")
)
_LONGEST = max(map(len, _PHRASES))


def without_borrowed(words: Sequence[str]) -> list[str]:
    """The words, in small letters, that stand in no borrowed phrase; the longest phrase first.

    Takes time that grows with the words' number.
    """
    plain = [fold_characters(word).text for word in words]
    left: list[str] = []
    place = 0
    while place < len(words):
        size = next(
            (n for n in range(_LONGEST, 0, -1) if tuple(plain[place : place + n]) in _PHRASES), 0
        )
        if not size:
            left.append(words[place])
        place += max(size, 1)
    return left
