"""Whose standing was which, worked out anew from what became of their comments. Pure.

What somebody's standing was when a comment came is not kept. It follows from what they had posted
by then, as it stands today, and from what staff had said of them: a comment that was taken down
later counts as declined from the beginning.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from rejoinder.comments.model import State
from rejoinder.moderation.model import Record
from rejoinder.readers.model import Standing

# Plain words: members of an enumeration are slow to be compared.
_PUBLISHED: Final = str(State.PUBLISHED.value)
_DECLINED: Final = str(State.DECLINED.value)
NOTHING_YET: Final = Record()
M = TypeVar("M")
"""A moment as a store has it: of one kind, and the later the greater."""


class Given(NamedTuple):
    """What staff said of an address."""

    standing: Standing
    proved: bool
    made_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Standings:
    """What is known of authors over a stretch of time."""

    given: Mapping[str, list[Given]]
    """By address, the oldest first."""
    verified: Mapping[int, datetime]
    """Since when each author who did has proved an address."""
    records: Mapping[int, Record]
    """By comment, what its author had had posted and declined when it came; see `records`."""

    def record(self, comment_id: int) -> Record:
        """What the author of a comment had had posted and declined when it came."""
        return self.records.get(comment_id, NOTHING_YET)

    def only_by_record(self, author_id: int, email: str) -> bool:
        """Whether their standing can follow from nothing else: so it is for most of all authors."""
        return author_id not in self.verified and email not in self.given

    def was_verified(self, author_id: int, at: datetime) -> bool:
        """Whether they had proved an address by then."""
        since = self.verified.get(author_id)
        return since is not None and since <= at

    def given_to(self, email: str, *, proved: bool, at: datetime) -> Standing | None:
        """What staff had last said of them by then, and had not ended."""
        for each in reversed(self.given.get(email, ())):
            ended = each.until is not None and each.until <= at
            if each.made_at <= at and not ended and (each.proved or not proved):
                return each.standing
        return None


@dataclass(slots=True)
class _Written:
    """What somebody wrote so far: when, and how much was posted and declined before each."""

    moments: list[Any] = field(default_factory=list)
    posted: list[int] = field(default_factory=lambda: [0])
    declined: list[int] = field(default_factory=lambda: [0])
    first: int = 0
    """The first that is not too old to count."""


def records(
    written: Iterable[tuple[int, int, M, str]], too_old: Callable[[M], M]
) -> dict[int, Record]:
    """What each author had had posted and declined before each comment of theirs, by comment.

    `written` has the number of each comment, its author's, its moment and its state, the oldest
    first; what was written at `too_old` of a comment's moment or before it counts no more. Left
    out are those before which nothing counts.
    """
    authors: dict[int, _Written] = {}
    made: dict[tuple[int, int], Record] = {}
    found: dict[int, Record] = {}
    for comment_id, author_id, at, state in written:
        theirs = authors.get(author_id)
        if theirs is None:
            theirs = authors[author_id] = _Written()
        counted = _before(theirs, at, too_old)
        if counted != (0, 0):
            record = made.get(counted)
            found[comment_id] = record or made.setdefault(counted, Record(*counted))
        theirs.moments.append(at)
        theirs.posted.append(theirs.posted[-1] + (state == _PUBLISHED))
        theirs.declined.append(theirs.declined[-1] + (state == _DECLINED))
    return found


def _before(theirs: _Written, at: Any, too_old: Callable[[Any], Any]) -> tuple[int, int]:
    moments, first = theirs.moments, theirs.first
    last = len(moments)
    if not last:
        return 0, 0
    while last and moments[last - 1] == at:  # of the same moment is not before it
        last -= 1
    oldest = too_old(at)
    while first < last and moments[first] <= oldest:
        first += 1
    theirs.first = first
    posted, declined = theirs.posted, theirs.declined
    return posted[last] - posted[first], declined[last] - declined[first]
