"""What is found, and the text as it is searched."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rejoinder.engine.folding import Folded, fold_characters
from rejoinder.engine.model import Span
from rejoinder.engine.tables import read_table


class Kind(StrEnum):
    """What a detail is."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    ADDRESS = "address"
    """A street with a number, somebody's street, or a postcode of a few houses."""
    PLATE = "plate"
    ACCOUNT = "account"
    """A bank account or a payment card."""
    IDENTITY = "identity"
    """A number that a state gives to a person."""
    IP_ADDRESS = "ip_address"


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that may be private."""

    kind: Kind
    span: Span
    """Where it stands in the text as given."""
    probability: float
    """That it is somebody's own and not an office's, a shop's or a paper's, 0 to 1."""


class Candidate(NamedTuple):
    """A place in a reading that has the form of a detail."""

    kind: Kind
    start: int
    end: int
    logit: float
    """How likely its form alone makes it private."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in plain small letters and ASCII digits, with the way back to what was given."""

    given: str
    folded: Folded
    text: str
    """The end of a line is a space in it."""
    words: frozenset[str]
    """Each word once: what needs a certain word is not looked for without it."""
    longest_number: int
    """The digits of the longest number; spaces, dots, hyphens and the like may be in it."""

    def is_capital(self, at: int) -> bool:
        """Whether the letter was given as a capital."""
        return self.given[self.folded.starts[at]].isupper()

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the text as given. Needs start < end."""
        return self.folded.original(start, end)


_WORD = re.compile(r"[a-z]+")
# A line that ends within a number or an address hides neither; an empty line parts, and so do times
# in a timetable.
_LINE_END = re.compile(r"(?<!\n)(?<!\d[.:]\d\d)\n(?!\n|\d{1,2}[.:]\d\d)")
_NUMBER = re.compile(r"\d(?:[ ()./–_*-]{0,3}+\d)*+")

Finder = Callable[[Reading], Iterator[Candidate]]


def read(text: str) -> Reading:
    """The text as the patterns read it. Digits of every script are read, invisible signs not."""
    folded = fold_characters(text)
    plain = folded.text
    if not plain.isascii():
        digits = {sign: unicodedata.digit(sign) for sign in set(plain) if sign.isdecimal()}
        plain = plain.translate({ord(sign): str(digit) for sign, digit in digits.items()})
    plain = _LINE_END.sub(" ", plain)
    longest = max((sum(map(str.isdigit, run)) for run in _NUMBER.findall(plain)), default=0)
    return Reading(text, folded, plain, frozenset(_WORD.findall(plain)), longest)


def word_set(group: str) -> frozenset[str]:
    """The words of a group of data/private_words.tsv."""
    return frozenset(
        word
        for name, words in read_table("private_words.tsv")
        if name == group
        for word in words.split()
    )


def any_word(group: str) -> str:
    """A pattern for any word of a group of data/private_words.tsv, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(word_set(group), key=len, reverse=True)))})"
