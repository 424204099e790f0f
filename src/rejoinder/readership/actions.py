"""Counting a read, turning the day's salt, forgetting. The web and the timer call these."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from rejoinder.readership import sketches
from rejoinder.readership.collector import KEPT, Collector
from rejoinder.readership.model import DailySalt, days_of_salt
from rejoinder.readership.tables import reads, salts
from rejoinder.storage import Database

SALT_BYTES = 32


def count_read(
    collector: Collector,
    article_id: int,
    address: str,
    user_agent: str,
    *,
    salt: DailySalt,
    now: datetime,
) -> bool:
    """Counts that an article was really on somebody's screen; False for crawlers, or without room.

    Neither address nor user agent outlives this call: what goes on is a hash that nobody can
    make again once the day's salt is deleted. Until then somebody who has the salt can test a
    guessed address against an article's sketch, which is why the salt lives only a day.

    Raises:
        ValueError: the salt is of another day; ask `salt_for`.
    """
    if not salt.holds(now):
        raise ValueError("the salt is of another day")
    if sketches.is_crawler(user_agent):
        return False
    reader = sketches.hash_reader(salt.secret, article_id, address, user_agent)
    return collector.add(article_id, sketches.hour_of(now), reader)


def salt_for(database: Database, now: datetime) -> DailySalt:
    """The salt of the current UTC day, the same in every process; the day before's is deleted.

    Costs one small read, and may be kept while its `holds` says so. Deleted means gone from the
    table: whether its pages are wiped is the store's affair, and backups hold the salt of their
    own day.
    """
    with database.reading() as connection:
        present = _present(connection, now)
    if present is not None:
        return present
    with database.writing() as connection:
        _forget_salts(connection, now)
        # Another process may be first; then this one waits for it here and takes the other's.
        with suppress(IntegrityError), connection.begin_nested():
            connection.execute(
                insert(salts).values(
                    day=days_of_salt(now)[0].isoformat(), salt=secrets.token_bytes(SALT_BYTES)
                )
            )
        made = _present(connection, now)
    if made is None:
        raise RuntimeError("the salt that was just kept is not there")
    return made


@dataclass(slots=True)
class DailySaltCache:
    """The salt of the day, kept in this process's memory while it holds; safe for threads."""

    database: Database
    _salt: DailySalt | None = field(default=None, repr=False)

    def known_at(self, now: datetime) -> bool:
        """Whether `at` needs nothing from the store."""
        salt = self._salt
        return salt is not None and salt.holds(now)

    def at(self, now: datetime) -> DailySalt:
        """The salt that holds now. The day's first one is written: call it in no transaction."""
        salt = self._salt
        if salt is None or not salt.holds(now):
            salt = self._salt = salt_for(self.database, now)
        return salt


def forget_old(connection: Connection, now: datetime) -> int:
    """Deletes sketches older than 48 hours and any salt of a past day; returns how many sketches.

    Run it every hour: where nobody reads after midnight, this is what ends the old salt.
    """
    _forget_salts(connection, now)
    return connection.execute(delete(reads).where(reads.c.hour < now - KEPT)).rowcount


def _present(connection: Connection, now: datetime) -> DailySalt | None:
    row = connection.execute(
        select(salts)
        .where(salts.c.day.in_([day.isoformat() for day in days_of_salt(now)]))
        .order_by(salts.c.day.desc())
        .limit(1)
    ).first()
    return None if row is None else DailySalt(date.fromisoformat(row.day), bytes(row.salt))


def _forget_salts(connection: Connection, now: datetime) -> None:
    usable = [day.isoformat() for day in days_of_salt(now)]
    connection.execute(delete(salts).where(salts.c.day.not_in(usable)))
