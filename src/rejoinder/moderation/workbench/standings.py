"""Whose standing was which, worked out anew from what became of their comments. Pure.

What somebody's standing was when a comment came is not kept. It follows from what they had posted
by then, as it stands today, and from what staff had said of them: a comment that was taken down
later counts as declined from the beginning.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from rejoinder.comments.model import State
from rejoinder.moderation.model import Record
from rejoinder.readers.model import Standing

# Where it counts, by plain words: members of an enumeration are slow to be looked up.
_COUNTED: Final = {str(State.PUBLISHED.value): 0, str(State.DECLINED.value): 1}
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
class _Window:
    """What counts at a moment, of all authors; moments come in their order."""

    counts_until: Callable[[Any], Any]
    _inside: deque[tuple[Any, list[int], int]] = field(default_factory=deque)
    """The moment of each comment that counts, the oldest first, with where it is counted."""
    _ends: Any = None
    """When the first of those counts no more."""

    def move_to(self, at: Any, before: list[tuple[Any, list[int], int]]) -> None:
        """What was written until now counts from this moment on; what is too old no more."""
        for _, counts, kind in before:
            counts[kind] += 1
        if before and not self._inside:
            self._ends = self.counts_until(before[0][0])
        self._inside += before
        while self._inside and self._ends <= at:
            _, counts, kind = self._inside.popleft()
            counts[kind] -= 1
            if self._inside:
                self._ends = self.counts_until(self._inside[0][0])


def records(
    written: Iterable[tuple[int, int, M, str]], counts_until: Callable[[M], M]
) -> dict[int, Record]:
    """What each author had had posted and declined before each comment of theirs, by comment.

    `written` has the number of each comment, its author's, its moment and its state, the oldest
    first; at `counts_until` of its moment it counts no more. Left out are those before which
    nothing counts.
    """
    window, moment = _Window(counts_until), None
    authors: dict[int, list[int]] = {}
    made: dict[tuple[int, int], Record] = {}
    found: dict[int, Record] = {}
    here: list[tuple[Any, list[int], int]] = []
    for comment_id, author_id, at, state in written:
        if at != moment:  # of the same moment is not before it
            window.move_to(at, here)
            here, moment = [], at
        counts = authors.get(author_id)
        if counts is None:
            counts = authors[author_id] = [0, 0]
        elif counts[0] or counts[1]:
            counted = counts[0], counts[1]
            found[comment_id] = made.get(counted) or made.setdefault(counted, Record(*counted))
        kind = _COUNTED.get(state)
        if kind is not None:
            here.append((at, counts, kind))
    return found
