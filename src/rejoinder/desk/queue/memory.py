"""What waits, kept in memory and brought up to date by the change feed.

A queue of ten thousand takes the store some tenths of a second to read; a key press has none. So
each process reads it once and afterwards only the comments that the feed names, each anew from what
it is: posts pay nothing for it, and nothing is counted up or down that could drift.
"""

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.comments.tables import comments
from rejoinder.desk.queue.model import Waiting
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.storage import Change, ChangeKind, change_feed

# What no change tells: a section that was renamed, a watch that ended by itself.
READ_ANEW_AFTER: Final = timedelta(minutes=15)
# More changes at once than this, and reading all is quicker.
MOST_CHANGES: Final = 1_000
# SQLite takes so many parameters in one statement on every build.
AT_ONCE: Final = 500
_AGE: Final = attrgetter("since")
_UNNAMED: Final = {ChangeKind.AUTHOR_CHANGED, ChangeKind.COMMENTS_IMPORTED}


@dataclass(slots=True)
class _Known:
    """What waits on one site."""

    read_at: datetime
    seen: int
    """The last change that it is up to date with."""
    waiting: dict[int, Waiting]
    guard: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class QueueMemory:
    """What one process knows of what waits; safe for threads."""

    _sites: dict[int, _Known] = field(default_factory=dict)
    _turns: dict[int, threading.Lock] = field(default_factory=dict)
    """Whose turn it is to read a site's queue."""
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def waiting(
        self, connection: Connection, site_id: int, *, now: datetime, touched: Iterable[int] = ()
    ) -> list[Waiting]:
        """All that waits on a site at this moment, in no order.

        `touched` are comments that the caller has just changed: on PostgreSQL the feed tells of
        them only once all who began before have ended.
        """
        known = self._known(connection, site_id, now=now)
        with known.guard:
            changes = change_feed.since(connection, known.seen, MOST_CHANGES)
            if len(changes) < MOST_CHANGES and not _touches_all(changes, site_id):
                ids = {each.comment_id for each in changes if each.site_id == site_id}
                named = {each for each in (*ids, *touched) if each is not None}
                named |= _by_the_same(connection, known.waiting.values(), named)
                self._renew(connection, site_id, known, named, now=now)
                known.seen = changes[-1].id if changes else known.seen
                return list(known.waiting.values())
        return list(self._read(connection, site_id, now=now).waiting.values())

    def _known(self, connection: Connection, site_id: int, *, now: datetime) -> _Known:
        """What is remembered, read first where it is not: once, for all who want it meanwhile."""
        with self._guard:
            turn = self._turns.setdefault(site_id, threading.Lock())
        with turn:
            known = self._sites.get(site_id)
            if known is None or now - known.read_at >= READ_ANEW_AFTER:
                known = self._read(connection, site_id, now=now)
            return known

    def _read(self, connection: Connection, site_id: int, *, now: datetime) -> _Known:
        # The feed first: what happens between the two is read twice, and not missed.
        seen = change_feed.newest(connection)
        # The oldest first: so it is put in order quickly, at each key.
        found = sorted(waiting_comments(connection, site_id, now=now), key=_AGE)
        waiting = {each.comment_id: each for each in found}
        known = self._sites[site_id] = _Known(now, seen, waiting)
        return known

    def _renew(
        self,
        connection: Connection,
        site_id: int,
        known: _Known,
        named: set[int],
        *,
        now: datetime,
    ) -> None:
        numbers = sorted(named)
        for start in range(0, len(numbers), AT_ONCE):
            batch = numbers[start : start + AT_ONCE]
            found = waiting_comments(connection, site_id, only=batch, now=now)
            for number in batch:
                known.waiting.pop(number, None)
            known.waiting.update((each.comment_id, each) for each in found)


def _by_the_same(
    connection: Connection, waiting: Iterable[Waiting], named: Collection[int]
) -> set[int]:
    """What waits of the same authors: whether somebody is new here follows from all they wrote."""
    if not named:
        return set()
    rows = connection.execute(select(comments.c.author_id).where(comments.c.id.in_(list(named))))
    authors = {row.author_id for row in rows}
    return {each.comment_id for each in waiting if each.author_id in authors}


def _touches_all(changes: Iterable[Change], site_id: int) -> bool:
    """Whether something changed that concerns comments which it does not name."""
    return any(each.site_id == site_id and each.kind in _UNNAMED for each in changes)
