"""All that a text gives away of people, and how likely each is somebody's own."""

import math
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Final

from rejoinder.engine.model import AbuseScore, Span
from rejoinder.engine.private_data.addresses import addresses
from rejoinder.engine.private_data.context import context_weight
from rejoinder.engine.private_data.coordinates import coordinates
from rejoinder.engine.private_data.emails import emails
from rejoinder.engine.private_data.model import Candidate, Detail, Finder, Reading, read
from rejoinder.engine.private_data.numbers import accounts, identities, ip_addresses
from rejoinder.engine.private_data.plates import plates
from rejoinder.engine.private_data.telephones import telephones
from rejoinder.engine.tokens import MAX_CHARACTERS

# Where two kinds are read in one place, the first is right: a card's number is no telephone's.
_FINDERS: Final[tuple[Finder, ...]] = (
    accounts,
    identities,
    ip_addresses,
    emails,
    plates,
    addresses,
    coordinates,
    telephones,
)
# Of one kind; a text with more is a directory, and held for the first of them.
_MOST: Final = 40
# Below this a detail is not shown: it would only accuse.
_SHOWN_FROM: Final = 0.3
# Without any of these there is nothing to find, as in most comments.
_SIGN: Final = re.compile(r"[\d@]")
_WORDS: Final = (
    "dot",
    "punkt",
    "lives",
    "they live",
    "living",
    "double",
    "zero",
    " oh ",
    "gmail",
    "hotmail",
    "[at]",
    "(at)",
    "arobase",
    "///",
)


def private_details(text: str) -> tuple[Detail, ...]:
    """What a text gives away, in the order in which it stands there; none overlaps another.

    What a judge reads of a text is searched: its first 20,000 characters.
    """
    text = text[:MAX_CHARACTERS]
    if not _may_have_any(text):
        return ()
    reading = read(text)
    found = (
        Detail(
            candidate.kind,
            reading.span(candidate.start, candidate.end),
            round(_probability(candidate.logit + weight), 6),
        )
        for candidate in _candidates(reading)
        if (weight := context_weight(reading, candidate)) is not None
    )
    return tuple(sorted(found, key=lambda detail: detail.span))


def _may_have_any(text: str) -> bool:
    """Whether a text has a digit or a sign of an address at all, in whatever form of letters."""
    if _SIGN.search(text) or any(map(text.lower().__contains__, _WORDS)):
        return True
    others = () if text.isascii() else set(text)
    return any(_SIGN.search(unicodedata.normalize("NFKC", sign)) for sign in others)


def private_data_score(text: str, measured: AbuseScore | None = None) -> AbuseScore:
    """The greater of a network's probability and the patterns', with the words of both."""
    details = private_details(text)
    highest = max((detail.probability for detail in details), default=0.0)
    shown = [detail.span for detail in details if detail.probability >= _SHOWN_FROM]
    if measured is None:
        return AbuseScore(highest, tuple(shown))
    return AbuseScore(max(measured.score, highest), _merged([*measured.spans, *shown]))


def _candidates(reading: Reading) -> Iterator[Candidate]:
    taken = bytearray(len(reading.text))
    for finder in _FINDERS:
        for candidate in islice(finder(reading), _MOST):
            if not any(taken[candidate.start : candidate.end]):
                taken[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
                yield candidate


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
