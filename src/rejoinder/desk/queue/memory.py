"""What waits, kept in memory and brought up to date by the change feed.

A queue of ten thousand takes the store a second to read; a key press has none. So each process
reads it once and afterwards only the comments that the feed names, each anew from what it is:
posts pay nothing for it, and nothing is counted up or down that could drift. What no change tells
is found by reading all of it anew now and then, beside those who look at it meanwhile.
"""

import logging
import threading
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.comments.tables import comments
from rejoinder.desk.queue.model import Waiting
from rejoinder.desk.queue.waiting import Watched, waiting_comments, watched_now
from rejoinder.logs import reason_of
from rejoinder.storage import Change, ChangeKind, change_feed

log = logging.getLogger(__name__)

# What no change tells: a section that was renamed.
READ_ANEW_AFTER: Final = timedelta(minutes=15)
# If it could not be read, the store is away.
READ_AGAIN_AFTER: Final = timedelta(minutes=1)
# More changes at once than this, and reading all is quicker.
MOST_CHANGES: Final = 1_000
# SQLite takes so many parameters in one statement on every build.
AT_ONCE: Final = 500
_AGE: Final = attrgetter("since")


@dataclass(slots=True)
class _Known:
    """What waits on one site."""

    read_at: datetime
    seen: int
    """The last change that it is up to date with."""
    waiting: dict[int, Waiting]
    watched: Watched
    touched: set[int] | None = None
    """What callers have changed since it began to be read anew; None while it is not."""
    guard: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class QueueMemory:
    """What one process knows of what waits; safe for threads."""

    reading: Callable[[], AbstractContextManager[Connection]] | None = None
    """Opens the store for who reads the queue anew; without it, whoever asks then waits for it."""
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
        changed = set(touched)
        while True:
            known = self._known(connection, site_id, now=now)
            with known.guard:
                if self._sites[site_id] is known:  # and was not read anew a moment ago
                    return self._brought_up(connection, site_id, known, changed, now=now)

    def _brought_up(
        self,
        connection: Connection,
        site_id: int,
        known: _Known,
        touched: set[int],
        *,
        now: datetime,
    ) -> list[Waiting]:
        if known.touched is not None:
            known.touched |= touched
        changes = change_feed.since(connection, known.seen, MOST_CHANGES)
        if len(changes) == MOST_CHANGES or _imported(changes, site_id):
            known = self._sites[site_id] = _read(connection, site_id, now=now)
            return list(known.waiting.values())
        ids = {each.comment_id for each in changes if each.site_id == site_id}
        named = {each for each in (*ids, *touched) if each is not None}
        named |= _by_the_same(connection, known.waiting.values(), named)
        if _watches_others(changes, site_id) or _has_passed(known.watched.until, now):
            named |= _watched_otherwise(connection, site_id, known, now=now)
        _renew(connection, site_id, known, named, now=now)
        known.seen = changes[-1].id if changes else known.seen
        return list(known.waiting.values())

    def _known(self, connection: Connection, site_id: int, *, now: datetime) -> _Known:
        """What is remembered, read first where it is not: once, for all who want it meanwhile."""
        with self._guard:
            turn = self._turns.setdefault(site_id, threading.Lock())
        with turn:
            known = self._sites.get(site_id)
            is_old = known is not None and now - known.read_at >= READ_ANEW_AFTER
            if known is None or (is_old and self.reading is None):
                known = self._sites[site_id] = _read(connection, site_id, now=now)
            elif is_old and known.touched is None:
                known.touched = set()
                told = (site_id, known, now)
                threading.Thread(
                    target=self._read_beside, args=told, name="queue", daemon=True
                ).start()
            return known

    def _read_beside(self, site_id: int, old: _Known, now: datetime) -> None:
        """Reads the queue anew; until then who asks is told what is remembered, as it changes."""
        if self.reading is None:
            return
        try:
            with self.reading() as connection:
                new = _read(connection, site_id, now=now)
            # What was decided meanwhile the feed may not tell for a while.
            # The connection first: those who wait for the guard have theirs.
            with self.reading() as connection, old.guard:
                _renew(connection, site_id, new, old.touched or set(), now=now)
                if self._sites[site_id] is old:
                    self._sites[site_id] = new
        except Exception as failure:  # noqa: BLE001 - what is remembered stands, and is read later
            log.warning("the queue could not be read anew: %s", reason_of(failure))
            old.read_at = now - READ_ANEW_AFTER + READ_AGAIN_AFTER
            old.touched = None


def _read(connection: Connection, site_id: int, *, now: datetime) -> _Known:
    # The feed first: what happens between the two is read twice, and not missed.
    seen = change_feed.newest(connection)
    watched = watched_now(connection, site_id, now=now)
    # The oldest first: so it is put in order quickly, at each key.
    found = sorted(waiting_comments(connection, site_id, now=now), key=_AGE)
    return _Known(now, seen, {each.comment_id: each for each in found}, watched)


def _renew(
    connection: Connection, site_id: int, known: _Known, named: set[int], *, now: datetime
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


def _watched_otherwise(
    connection: Connection, site_id: int, known: _Known, *, now: datetime
) -> set[int]:
    """What waits of those who are watched now and were not, or the other way round."""
    before, known.watched = known.watched, watched_now(connection, site_id, now=now)
    others = before.addresses ^ known.watched.addresses
    return {each.comment_id for each in known.waiting.values() if each.address in others}


def _watches_others(changes: Iterable[Change], site_id: int) -> bool:
    """Whether staff think otherwise of somebody, whom the change does not name."""
    kind = ChangeKind.AUTHOR_CHANGED
    return any(each.site_id == site_id and each.kind is kind for each in changes)


def _imported(changes: Iterable[Change], site_id: int) -> bool:
    """Whether comments wait that no change names."""
    kind = ChangeKind.COMMENTS_IMPORTED
    return any(each.site_id == site_id and each.kind is kind for each in changes)


def _has_passed(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and now >= moment
