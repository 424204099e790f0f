"""How much readers' reports count towards taking a comment off the page. Pure.

Whoever wants a comment gone can be many guests, or open many letter-boxes. So what counts is what
cannot be had for nothing: a proved address, comments of one's own that stand, and reports that a
person found right.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from rejoinder.readers.model import Standing

# In hundredths of a report, as they are stored.
FULL: Final = 100
NEW_HERE: Final = 50
GUEST: Final = 25
# So many reports count as found right before there are any: one mistake costs a quarter, nine
# three quarters.
BENEFIT_OF_DOUBT: Final = 3

_BY_STANDING: Final = {
    Standing.TRUSTED: FULL,
    Standing.KNOWN: FULL,
    Standing.NEW: NEW_HERE,
    Standing.WATCHED: NEW_HERE,
    Standing.BANNED: 0,
}


@dataclass(frozen=True, slots=True)
class ReporterRecord:
    """What is known of whoever reports: of a guest, what they did since midnight."""

    standing: Standing | None = None
    """Of a signed-in reader; None for a guest, whose name and address are only typed."""
    found_right: int = 0
    """Earlier reports after which a person took the comment down."""
    found_wrong: int = 0
    """Earlier reports after which a person let it stand."""
    is_staff: bool = False
    is_author: bool = False
    """Whether it is the comment's own author."""


@dataclass(frozen=True, slots=True)
class CountedReport:
    """An unanswered report, as far as its counting goes."""

    by_guest: bool
    weight: int
    made_at: datetime
    network: str = ""
    """The same for a day for all that comes from one network; empty where it is not known."""


def weight_of(reporter: ReporterRecord, *, hold_after: int) -> int:
    """How much a report counts, in hundredths; 0 where a person only reads it.

    One by the publication's own staff is enough to hold. An author cannot set their own comment
    under protection by having it looked at.
    """
    if reporter.is_author:
        return 0
    if reporter.is_staff:
        return FULL * hold_after
    full = GUEST if reporter.standing is None else _BY_STANDING[reporter.standing]
    right = reporter.found_right + BENEFIT_OF_DOUBT
    return full * right // (right + reporter.found_wrong)


def total_weight(reports: Iterable[CountedReport]) -> int:
    """How much the unanswered reports of one comment count together, in hundredths.

    Of guests those of one day: overnight we forget who they were, and the same few could come
    again every morning. That day counts on which they count most. Guests, and readers who are new
    here, count no more together than one newcomer where they come from one network: a letter-box
    has as many addresses as its owner likes.
    """
    known = 0
    newcomers: dict[tuple[date, str], int] = defaultdict(int)
    guests: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for number, each in enumerate(reports):
        day, network = each.made_at.date(), each.network or f"unknown {number}"
        if each.by_guest:
            guests[day][network] += each.weight
        elif each.weight > NEW_HERE:
            known += each.weight
        else:
            newcomers[day, network] += each.weight
    of_days = (_of_networks(networks.values()) for networks in guests.values())
    return known + _of_networks(newcomers.values()) + max(of_days, default=0)


def _of_networks(weights: Iterable[int]) -> int:
    return sum(min(NEW_HERE, weight) for weight in weights)


def enough(total: int, hold_after: int) -> bool:
    """Whether so much weight takes a comment off the page under a policy."""
    return total >= FULL * hold_after
