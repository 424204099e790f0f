"""Whose standing was which, worked out anew from what became of their comments. Pure.

What somebody's standing was when a comment came is not kept. It follows from what they had posted
by then, as it stands today, and from what staff had said of them: a comment that was taken down
later counts as declined from the beginning.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from rejoinder.comments.model import State
from rejoinder.moderation.model import Record
from rejoinder.readers.model import Standing

# Plain words: members of an enumeration are slow to be compared.
_PUBLISHED: Final = str(State.PUBLISHED.value)
_DECLINED: Final = str(State.DECLINED.value)
_NONE: Final = Record()


class Written(NamedTuple):
    """One comment of somebody's, the oldest first."""

    author_id: int
    created_at: datetime
    state: str


class Given(NamedTuple):
    """What staff said of an address."""

    standing: Standing
    proved: bool
    made_at: datetime
    until: datetime | None


@dataclass(slots=True)
class Standings:
    """What is known of authors over a stretch of time."""

    reach: timedelta
    """How far back a record goes."""
    given: Mapping[str, list[Given]]
    """By address, the oldest first."""
    verified: Mapping[int, datetime]
    """Since when each author who did has proved an address."""
    _written: dict[int, tuple[list[datetime], list[str]]] = field(default_factory=dict)

    def add(self, comments: Iterable[Written]) -> None:
        """Takes comments over, the oldest first."""
        written = self._written
        for author_id, created_at, state in comments:
            theirs = written.get(author_id)
            if theirs is None:
                written[author_id] = [created_at], [state]
            else:
                theirs[0].append(created_at)
                theirs[1].append(state)

    def record(self, author_id: int, at: datetime) -> Record:
        """How many of somebody's comments had been posted and declined by then."""
        moments, states = self._written.get(author_id, ((), ()))
        before = states[bisect_right(moments, at - self.reach) : bisect_left(moments, at)]
        return Record(before.count(_PUBLISHED), before.count(_DECLINED)) if before else _NONE

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
