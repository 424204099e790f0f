"""Every key that a policy may have, and what may stand there. Only `reading` asks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rejoinder.engine import ATTRIBUTES
from rejoinder.errors import N_
from rejoinder.moderation.policy.settings import LONGEST_COMMENT, NEVER, Course, Mode
from rejoinder.moderation.policy.toml_lines import Path

Parse = Callable[[Any], Any]
"""What TOML gave for a key, as the policy keeps it; raises Wrong."""

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_A_WEEK = 7 * 24 * 60
_A_YEAR = 365 * 24 * 60


class Wrong(Exception):
    """Why a value cannot stand: a message with its fields."""

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Each:
    """An array, each of whose elements is parsed alike."""

    parse: Parse


def whole(least: int, most: int) -> Parse:
    """A whole number in a range."""

    def parse(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise Wrong(
                N_("This must be a whole number from %(least)s to %(most)s."),
                least=least,
                most=most,
            )
        return value

    return parse


def share(value: Any) -> float:
    """A number from 0 to 1."""
    if type(value) not in {int, float} or not 0 <= value <= 1:
        raise Wrong(N_("This must be a number from 0 to 1."))
    return float(value)


def share_or_never(value: Any) -> float:
    """A number above 0 and up to 1, or the word "never"."""
    if value == "never":
        return NEVER
    if type(value) not in {int, float} or not 0 < value <= 1:
        raise Wrong(N_('This must be a number above 0 and not above 1, or "never".'))
    return float(value)


def one_of(kind: type[StrEnum]) -> Parse:
    """One of a few words."""

    def parse(value: Any) -> StrEnum:
        if value not in list(kind):
            choices = ", ".join(f'"{each}"' for each in kind)
            raise Wrong(N_("This must be one of %(choices)s."), choices=choices)
        return kind(value)

    return parse


def words(value: Any) -> str:
    """A text of any length."""
    if not isinstance(value, str):
        raise Wrong(N_("This must be a text in quotation marks."))
    return value.strip()


def entry(value: Any) -> str:
    """An entry of a word list: `word`, `word*`, or a phrase."""
    text = words(value)
    word = text.removesuffix("*")
    if "*" in word:
        raise Wrong(
            N_("In “%(entry)s” the star can only stand at the end, as in “word*”."), entry=text
        )
    if len(word) < 2 or not any(letter.isalnum() for letter in word):
        raise Wrong(
            N_("“%(entry)s” is too short: a word has two characters or more, with a letter."),
            entry=text,
        )
    return text


def host(value: Any) -> str:
    """A host, as browsers ask for it."""
    text = words(value).casefold()
    try:
        asked = text.encode("idna").decode("ascii")
    except UnicodeError:
        asked = ""
    if not _HOST.fullmatch(text) or not asked:
        raise Wrong(
            N_(
                "“%(host)s” is not a host. Write it like “example.com”, without https:// or a "
                "path; its subdomains are meant as well."
            ),
            host=text,
        )
    return asked


KEYS: Mapping[Path, Parse | Each] = {
    ("mode",): one_of(Mode),
    ("length", "minimum"): whole(1, LONGEST_COMMENT),
    ("length", "maximum"): whole(1, LONGEST_COMMENT),
    ("words", "banned"): Each(entry),
    ("words", "watched"): Each(entry),
    ("words", "allowed"): Each(entry),
    ("links", "allowed"): whole(0, 1000),
    ("links", "allowed_for_new"): whole(0, 1000),
    ("links", "blocked_hosts"): Each(host),
    ("shouting", "share"): share_or_never,
    ("shouting", "letters"): whole(1, LONGEST_COMMENT),
    ("repeat", "hours"): whole(0, _A_WEEK // 60),
    ("repeat", "letters"): whole(0, LONGEST_COMMENT),
    ("flood", "comments"): whole(1, 100),
    ("flood", "minutes"): whole(0, 24 * 60),
    ("standing", "trusted_after"): whole(1, 1000),
    ("standing", "known_after"): whole(1, 1000),
    **{
        ("abuse", attribute, threshold): share_or_never
        for attribute in ATTRIBUTES
        for threshold in ("hold", "decline")
    },
    ("topic", "hold_below"): share,
    ("topic", "decline_below"): share,
    ("topic", "meta"): one_of(Course),
    ("language", "unjudged"): one_of(Course),
    ("editing", "edit_minutes"): whole(0, _A_WEEK),
    ("editing", "withdraw_minutes"): whole(0, _A_YEAR),
    ("reports", "hold_after"): whole(1, 1000),
    ("judge", "text"): words,
}
