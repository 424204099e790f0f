"""The way in for reads: gathered in memory, written together. The web adds, a timer flushes."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.exc import SQLAlchemyError

from rejoinder.articles.tables import articles
from rejoinder.readership import sketches
from rejoinder.readership.tables import reads
from rejoinder.storage import upsert

# Sketches are needed for 24 hours; the second day is for looking into a list that seemed wrong.
KEPT = timedelta(hours=48)
# About ten megabytes of hashes, or fifty thousand reads a second when flushed every two.
MOST_PENDING = 100_000
# Rows a statement: well below the 32,766 parameters that SQLite takes.
ROWS = 1000


class Collector:
    """Gathers readers' hashes between flushes, so that a read costs no write; safe for threads.

    One stands in each process. A crash loses what came since the last flush, a few seconds of
    reads, and so does a commit that fails after `flush` returned: Most Read is an estimate and
    does not miss them. When `most_pending` readers wait, further ones are not counted.
    """

    __slots__ = ("_most_pending", "_pending", "_size", "_turn")

    def __init__(self, most_pending: int = MOST_PENDING) -> None:
        """`most_pending` bounds the memory: about 100 bytes each."""
        self._most_pending = most_pending
        self._turn = threading.Lock()
        self._pending: dict[datetime, dict[int, set[int]]] = {}
        self._size = 0

    def __len__(self) -> int:
        """How many readers wait to be written."""
        return self._size

    def add(self, article_id: int, hour: datetime, reader: int) -> bool:
        """Notes that a reader, known by a hash, read an article; False when there is no room."""
        with self._turn:
            readers = self._pending.get(hour, {}).get(article_id, set())
            if reader in readers:
                return True
            if self._size >= self._most_pending:
                return False
            self._pending.setdefault(hour, {}).setdefault(article_id, readers).add(reader)
            self._size += 1
            return True

    def flush(self, connection: Connection, now: datetime) -> int:
        """Merges what waits into the stored sketches, inside the caller's transaction.

        Returns how many rows (articles and hours) were touched. If the store fails, what waited
        waits on and the store's error is raised. Articles that are gone, and hours that
        `forget_old` has passed, are left out.
        """
        with self._turn:
            taken, self._pending, self._size = self._pending, {}, 0
        try:
            return sum(
                _merge_hour(connection, hour, taken[hour])
                for hour in sorted(taken)
                if hour >= now - KEPT
            )
        except SQLAlchemyError:
            for hour, by_article in taken.items():
                for article_id, waiting in by_article.items():
                    for reader in waiting:
                        self.add(article_id, hour, reader)
            raise


def _merge_hour(connection: Connection, hour: datetime, waiting: dict[int, set[int]]) -> int:
    touched = 0
    for ids in _portions(sorted(waiting)):
        known = connection.execute(select(articles.c.id).where(articles.c.id.in_(ids))).scalars()
        fresh = {article_id: sketches.sketch(waiting[article_id]) for article_id in sorted(known)}
        if fresh:
            touched += len(fresh)
            _write(connection, hour, fresh)
    return touched


def _write(connection: Connection, hour: datetime, fresh: dict[int, bytes]) -> None:
    """Inserts what is new, locks what is there, and writes back what the merge has changed.

    Inserting and locking are one statement, in the order of hours and articles, so that processes
    flushing together wait for each other, lose nothing and do not block each other for good.
    """
    locked = (
        upsert(connection, reads)
        .on_conflict_do_update(
            index_elements=[reads.c.article_id, reads.c.hour], set_={"sketch": reads.c.sketch}
        )
        .returning(reads.c.article_id, reads.c.sketch)
    )
    rows = connection.execute(
        locked,
        [
            {"article_id": article_id, "hour": hour, **_values(stored)}
            for article_id, stored in fresh.items()
        ],
    ).all()
    changed = [
        {"at_article": row.article_id, "at_hour": hour, **_values(merged)}
        for row in rows
        if row.sketch != fresh[row.article_id]
        and (merged := sketches.merge([row.sketch, fresh[row.article_id]])) != row.sketch
    ]
    if changed:
        connection.execute(
            update(reads).where(
                reads.c.article_id == bindparam("at_article"), reads.c.hour == bindparam("at_hour")
            ),
            changed,
        )


def _values(stored: bytes) -> dict[str, Any]:
    return {"sketch": stored, "readers": sketches.estimate(stored)}


def _portions(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), ROWS):
        yield ids[start : start + ROWS]
