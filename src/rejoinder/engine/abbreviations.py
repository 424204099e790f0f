"""Reads abuse by its initials ("kys") as the words that they stand for, which the model knows.

What is done with the words around them (told, reported, thrown at somebody) is the model's to say.
"""

import re

from rejoinder.engine.disguises import Edit, in_links
from rejoinder.engine.tables import read_table

_WORDS = dict(read_table("abbreviations.tsv"))
# In one piece or each followed by the same sign: "k.y.s.".
_APART = r"([ .*_\-]?)"
_INITIALS = re.compile(
    r"(?<![^\W_])(?:"
    + "|".join(
        initials[0] + _APART + initials[1] + rf"\{number}".join(("", *initials[2:]))
        for number, initials in enumerate(_WORDS, start=1)
    )
    + r")(?![^\W_])"
)
# What stands before a thing that is called so: "our STFU committee".
_OF_A_THING = re.compile(r"\b(?:an?|the|this|that|our|their|its)\s+$")
_LONGEST_BEFORE = 8
# And after a name: "KYS Ferries".
_NAME_GOES_ON = re.compile(r"\s+[A-Z][a-z]")
# More of them say nothing more, and a text does not grow by them without end.
_MOST = 50


def has_abbreviations(folded: str) -> bool:
    """Whether there are any to be read."""
    return _INITIALS.search(folded) is not None


def read_abbreviations(folded: str, written: str) -> list[Edit]:
    """The initials in a folded text. In `written` each letter stands where its folded one does."""
    linked = in_links(folded)
    edits = [
        (*match.span(), _WORDS["".join(filter(str.isalpha, match[0]))])
        for match in _INITIALS.finditer(folded)
        if not linked[match.start()] and not _is_name(folded, written, match)
    ]
    return edits[:_MOST]


def _is_name(folded: str, written: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if _OF_A_THING.search(folded, max(start - _LONGEST_BEFORE, 0), start):
        return True
    return written[start:end].isupper() and _NAME_GOES_ON.match(written, end) is not None
