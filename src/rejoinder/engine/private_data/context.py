"""Whose a detail is: the words around it tell a person's home from an office's counter."""

import re
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading
from rejoinder.engine.tables import read_table

# Characters of the text that are read before a detail, and after it.
_BEFORE: Final = 110
_AFTER: Final = 60
# Nearer than this to the detail, words that say whose it is are meant for it.
_NEAR: Final = 60
# A shorter beginning of a sentence ("Tel.:") leaves it to the sentence before it to say whose.
_SHORT: Final = 15

_SENTENCE_END: Final = re.compile(r"(?<=[a-z0-9]{3})(?<!tel)(?<!mob)(?<!ave)(?<!str)[.!?]+\s+|\n")


def _words(*groups: str) -> re.Pattern[str]:
    patterns = [pattern for name, pattern in read_table("private_context.tsv") if name in groups]
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_HOME: Final = _words("home")
_OWN: Final = {
    Kind.ADDRESS: _HOME,
    Kind.PLATE: _HOME,
    Kind.EMAIL: _words("contact"),
    Kind.TELEPHONE: _words("contact"),
}
_ANY_OWN: Final = _words("contact", "home")
_BEHIND: Final = _words("behind")
_PERSON: Final = _words("person")
_OFFICE: Final = _words("office")
_PUBLIC: Final = _words("public")
_NAMES: Final = frozenset(
    name for (names,) in read_table("first_names.tsv") for name in names.split()
)
# "Derek Pound, 14 Elm Grove", "Derek Pound of 14 Elm Grove".
_NAMED: Final = re.compile(
    r"(?<![\w'’-])([a-z]{2,15})((?: [a-z]\.?)? [a-z][a-z'’-]{1,25})"
    r"(?:['’]s)?(?: ?[,:(]| ?[-–—]| (?:of|at|from|in|on|is))? ?$"
)

HOME_WEIGHT: Final = 2.5
_PERSON_WEIGHT: Final = 1.2
_OFFICE_WEIGHT: Final = -2.5
# What a home is worth beside an office: the office's own people have homes too.
_OFFICE_AT_HOME: Final = -1.0


def context_weight(reading: Reading, candidate: Candidate) -> float | None:
    """What the words around a detail add to its logit; None where it is no detail at all.

    A street and number in a planning notice, a crime report or a plan for roadworks is none.
    """
    text = reading.text
    before = _own_sentence_before(text[max(0, candidate.start - _BEFORE) : candidate.start])
    after = _SENTENCE_END.split(text[candidate.end : candidate.end + _AFTER], maxsplit=1)[0]
    is_behind = _BEHIND.match(after.lstrip(" ,;.)")) and not _OFFICE.search(before)
    office = _OFFICE.search(before) or _OFFICE.search(after)
    own = _last(_OWN.get(candidate.kind, _ANY_OWN), before[-_NEAR:])
    # "His number at the council": what is named last is whose it is.
    is_own = own != "" and (candidate.kind is Kind.ADDRESS or not _OFFICE.search(own))
    name = _named(reading, candidate.start)
    if is_own or is_behind or name in _NAMES:
        return HOME_WEIGHT + (_OFFICE_AT_HOME if office else 0.0)
    if candidate.kind is Kind.ADDRESS and (_PUBLIC.search(before) or _PUBLIC.search(after)):
        return None
    is_person = name or _PERSON.search(before) or _PERSON.search(after)
    weight = _PERSON_WEIGHT if is_person else 0.0
    return weight + (_OFFICE_WEIGHT if office else 0.0)


def _last(pattern: re.Pattern[str], before: str) -> str:
    """What stands from the last match on; "" where there is none."""
    starts = [found.start() for found in pattern.finditer(before)]
    return before[starts[-1] :] if starts else ""


def is_home(text: str, start: int) -> bool:
    """Whether the words just before a place say that somebody's own follows."""
    return _HOME.search(text[max(0, start - _NEAR) : start]) is not None


def _own_sentence_before(before: str) -> str:
    ends = [found.end() for found in _SENTENCE_END.finditer(before)]
    if len(ends) > 1 and len(before) - ends[-1] < _SHORT:
        return before[ends[-2] :]
    if ends and len(before) - ends[-1] >= _SHORT:
        return before[ends[-1] :]
    return before


def _named(reading: Reading, start: int) -> str:
    """The first of two names right before a place, both with capitals; "" where there are none."""
    first = max(0, start - _NEAR)
    found = _NAMED.search(reading.text[first:start])
    if found is None:
        return ""
    last = first + found.start(2) + len(found[2]) - len(found[2].lstrip())
    are_capitals = reading.is_capital(first + found.start(1)) and reading.is_capital(last)
    return found[1] if are_capitals or (found[1] in _NAMES and reading.is_capital(last)) else ""
