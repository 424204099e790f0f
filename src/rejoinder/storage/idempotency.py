"""Calls that may come twice and happen once (draft-ietf-httpapi-idempotency-key-header-07).

A call is begun before it is done and finished afterwards, each in a transaction of its own. Only
what was done is remembered, for a day: what was refused changed nothing and is asked anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from rejoinder.storage.locks import lock_until_commit
from rejoinder.storage.schema import Moment, metadata

KEPT = timedelta(days=1)
# Longer than any call takes: whoever began one and did not finish it has died since.
ABANDONED = timedelta(minutes=2)

idempotent_calls = Table(
    "idempotent_calls",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("content", String(64), nullable=False),
    Column("answer", Text),
    Column("made_at", Moment, nullable=False),
    Index("ix_idempotent_calls_made_at", "made_at"),
)


class Before(Enum):
    """What is known of a call."""

    NOTHING = auto()
    """It is to be done now, by whoever asked."""
    UNDER_WAY = auto()
    OTHERWISE = auto()
    """One of this name had another content."""
    DONE = auto()


@dataclass(frozen=True, slots=True)
class Begun:
    """A call that came."""

    before: Before
    answer: str = ""
    """What was answered to it, where it is done."""


def begin(connection: Connection, name: str, content: str, *, now: datetime) -> Begun:
    """Begins a call, unless it came before. `name` and `content` are hashes, of 64 characters."""
    lock_until_commit(connection, f"call {name}")
    here = idempotent_calls.c.name == name
    known = connection.execute(select(idempotent_calls).where(here)).first()
    fresh = {"content": content, "answer": None, "made_at": now}
    if known is None:
        connection.execute(insert(idempotent_calls).values(name=name, **fresh))
    elif known.made_at <= now - (KEPT if known.answer else ABANDONED):
        connection.execute(update(idempotent_calls).where(here).values(**fresh))
    elif known.content != content:
        return Begun(Before.OTHERWISE)
    elif known.answer is None:
        return Begun(Before.UNDER_WAY)
    else:
        return Begun(Before.DONE, known.answer)
    return Begun(Before.NOTHING)


def finish(connection: Connection, name: str, answer: str) -> None:
    """Remembers what was answered to a call that was done."""
    here = idempotent_calls.c.name == name
    connection.execute(update(idempotent_calls).where(here).values(answer=answer))


def forget(connection: Connection, name: str) -> None:
    """Lets a call that changed nothing come again."""
    connection.execute(delete(idempotent_calls).where(idempotent_calls.c.name == name))


def prune(connection: Connection, *, now: datetime) -> None:
    """Throws away what is older than a day."""
    connection.execute(delete(idempotent_calls).where(idempotent_calls.c.made_at < now - KEPT))
