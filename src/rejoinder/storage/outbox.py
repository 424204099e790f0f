"""Work to be done later: rows written in the transaction that causes them, worked off by `jobs`.

What a job needs is wiped once nobody will try it again, so that no letter stays here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    cast,
    delete,
    insert,
    select,
    update,
)

from rejoinder.storage.schema import Id, Moment, metadata

# A worker that died holds its row no longer than this.
CLAIM = timedelta(minutes=5)
# Ten seconds, then twice as long each time: the tenth try comes about three hours later.
FIRST_RETRY = timedelta(seconds=10)
TRIES = 10

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("done_at", Moment),
    Column("failure", Text),
    Index("ix_outbox_done_at_due_at", "done_at", "due_at"),
)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work: what kind, and the plain data that it needs."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    tries: int


def put(connection: Connection, kind: str, payload: Mapping[str, Any], *, now: datetime) -> None:
    """Leaves work in the outbox; it exists exactly if the caller's transaction does."""
    connection.execute(insert(outbox).values(kind=kind, payload=dict(payload), due_at=now))


def claim(
    connection: Connection,
    *,
    now: datetime,
    limit: int = 20,
    kinds: Collection[str] = (),
    but: Collection[str] = (),
) -> list[Job]:
    """Takes work that is due, so that no other worker takes it meanwhile.

    `kinds`, where there are any, are the only ones; `but` are another worker's, for which this one
    shall not wait.
    """
    due = (
        select(outbox)
        .where(outbox.c.done_at.is_(None), outbox.c.due_at <= now, outbox.c.tries < TRIES)
        .where(outbox.c.kind.in_(kinds) if kinds else outbox.c.kind.not_in(but))
        .order_by(outbox.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    jobs = [
        Job(id=row.id, kind=row.kind, payload=row.payload, tries=row.tries)
        for row in connection.execute(due)
    ]
    if jobs:
        connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([job.id for job in jobs]))
            .values(due_at=now + CLAIM, tries=outbox.c.tries + 1)
        )
    return jobs


def has_due(connection: Connection, kinds: Collection[str], *, now: datetime) -> bool:
    """Whether work of these kinds is due."""
    due = select(outbox.c.id).where(
        outbox.c.done_at.is_(None),
        outbox.c.due_at <= now,
        outbox.c.tries < TRIES,
        outbox.c.kind.in_(kinds),
    )
    return connection.execute(due.limit(1)).first() is not None


def waiting(connection: Connection, kind: str, *, limit: int) -> list[tuple[Job, str]]:
    """Work of this kind that is still tried, newest first, and what its last try came to."""
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.kind == kind, outbox.c.done_at.is_(None), outbox.c.tries < TRIES)
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    return [(Job(row.id, row.kind, row.payload, row.tries), row.failure or "") for row in rows]


def unfinished(
    connection: Connection, kinds: Collection[str], named: tuple[str, int], *, since: datetime
) -> list[Job]:
    """Work of these kinds that is not done and names this number in what it needs.

    `since` is when it was left, or before. No worker begins it until the caller has committed.
    """
    key, number = named
    found = cast(outbox.c.payload[key].as_string(), BigInteger)
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.done_at.is_(None), outbox.c.due_at >= since, outbox.c.kind.in_(kinds))
        .where(found == number, outbox.c.tries < TRIES)
        .with_for_update()
    )
    return [Job(row.id, row.kind, row.payload, row.tries) for row in rows]


def take_back(connection: Connection, job: Job) -> None:
    """Takes back work that is not wanted any more."""
    connection.execute(delete(outbox).where(outbox.c.id == job.id))


def done(connection: Connection, job: Job, *, now: datetime) -> None:
    """Marks work as finished, and wipes what it needed."""
    connection.execute(update(outbox).where(outbox.c.id == job.id).values(done_at=now, payload={}))


def failed(connection: Connection, job: Job, failure: str, *, now: datetime) -> None:
    """Puts work off until its next try, or gives it up and wipes what it needed.

    `failure` must hold no reader's text.
    """
    values: dict[str, Any] = {
        "due_at": now + FIRST_RETRY * 2**job.tries,
        "failure": failure[:500],
    }
    if job.tries + 1 >= TRIES:
        values["payload"] = {}
    connection.execute(update(outbox).where(outbox.c.id == job.id).values(**values))


def settle(connection: Connection, job: Job, problem: str, *, now: datetime) -> None:
    """Writes down what became of a job: done, or failed where there was a problem."""
    if problem:
        failed(connection, job, problem, now=now)
    else:
        done(connection, job, now=now)


def wipe_given_up(connection: Connection, *, now: datetime) -> None:
    """Wipes what work needed whose worker died in its last try."""
    given_up = (outbox.c.done_at.is_(None), outbox.c.due_at <= now, outbox.c.tries >= TRIES)
    connection.execute(update(outbox).where(*given_up).values(payload={}))
