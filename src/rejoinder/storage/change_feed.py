"""The change feed: what happened, written in the transaction that did it, and read in one order.

Whoever follows it (live threads, webhooks) asks for what comes after the change that they saw last,
and misses nothing: see `since`. Rows are thrown away after a week.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from rejoinder.storage.schema import Id, Moment, metadata
from rejoinder.storage.statements import Prepared

KEPT = timedelta(days=7)
# What one tidying throws away at most: some tenths of a second during which nobody else writes.
PRUNED_AT_ONCE = 50_000


class ChangeKind(StrEnum):
    """What can happen."""

    COMMENT_PUBLISHED = "comment.published"
    COMMENT_HELD = "comment.held"
    COMMENT_DECLINED = "comment.declined"
    COMMENT_EDITED = "comment.edited"
    COMMENT_WITHDRAWN = "comment.withdrawn"
    COMMENT_REPORTED = "comment.reported"
    COMMENT_DECIDED = "comment.decided"
    """By a person; where that moved it, there is a change of its own as well."""
    COMMENT_APPEALED = "comment.appealed"
    """Its author asked a person to look again; told to nobody outside."""
    COMMENT_PASSED_ON = "comment.passed-on"
    """To an editor, given back, or taken back; told to nobody outside."""
    COMMENT_PINNED = "comment.pinned"
    """Or no more."""
    COMMENT_PICKED = "comment.picked"
    """By the newsroom, or no more."""
    AUTHOR_CHANGED = "author.changed"
    """Staff think otherwise of somebody; it names no comment and no article."""
    COMMENTS_IMPORTED = "comments.imported"
    """Some that wait for a person; it names none, and no article."""
    ARTICLE_SEEN = "article.seen"
    """For the first time."""
    ARTICLE_CHANGED = "article.changed"
    """Its thread was closed or opened, or it was unpublished or shown again."""


# Without foreign keys: they would cost a post three look-ups, and a row is gone in a week.
changes = Table(
    "changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, nullable=False),
    Column("article_id", Id, nullable=False),
    Column("comment_id", Id),
    Column("kind", String(40), nullable=False),
    Column("public", Boolean, nullable=False),
    # On PostgreSQL the transaction's own number; 0 on SQLite, and for what was restored.
    Column("transaction_id", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_changes_transaction_id_id", "transaction_id", "id"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened."""

    site_id: int
    article_id: int
    comment_id: int | None
    kind: ChangeKind
    made_at: datetime
    public: bool = False
    """Whether everybody could see the comment before it or can see it after it."""
    id: int = 0
    """Its name, never given twice; 0 until it is stored. Only `since` knows its place."""


class _OwnTransaction(FunctionElement[int]):
    """The number of the transaction that writes; one that began later has a higher one."""

    type = BigInteger()
    inherit_cache = True


class _OldestTransaction(FunctionElement[int]):
    """The lowest number of a transaction that has not ended; all below it have."""

    type = BigInteger()
    inherit_cache = True


class _NextTransaction(FunctionElement[int]):
    """A number that no transaction of this server has had whose rows can be seen."""

    type = BigInteger()
    inherit_cache = True


@compiles(_OwnTransaction, "postgresql")
def _own_transaction(*_: Any, **__: Any) -> str:
    return "pg_current_xact_id()::text::bigint"


@compiles(_OldestTransaction, "postgresql")
def _oldest_transaction(*_: Any, **__: Any) -> str:
    return "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@compiles(_NextTransaction, "postgresql")
def _next_transaction(*_: Any, **__: Any) -> str:
    return "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


# SQLite has one writer: rows are numbered in the order of commits, and none is on its way.
@compiles(_OwnTransaction, "sqlite")
def _no_transaction(*_: Any, **__: Any) -> str:
    return "0"


@compiles(_OldestTransaction, "sqlite")
@compiles(_NextTransaction, "sqlite")
def _beyond_transactions(*_: Any, **__: Any) -> str:
    return "1"


# Built once: every post executes it.
_INSERT = Prepared(
    insert(changes).values(transaction_id=_OwnTransaction()),
    ("site_id", "article_id", "comment_id", "kind", "public", "made_at"),
)
_AFTER = changes.alias("after")
_ENDED = changes.c.transaction_id < _OldestTransaction()
_COLUMNS = tuple(each for each in changes.c if each.name != "transaction_id")
_SINCE = Prepared(
    select(*_COLUMNS)
    .where(
        tuple_(changes.c.transaction_id, changes.c.id)
        > tuple_(
            func.coalesce(
                select(_AFTER.c.transaction_id)
                .where(_AFTER.c.id == bindparam("after"))
                .scalar_subquery(),
                0,
            ),
            bindparam("after_too", type_=Id),
        ),
        _ENDED,
    )
    .order_by(changes.c.transaction_id, changes.c.id)
    .limit(bindparam("limit"))
)
_RECENT = Prepared(
    select(*_COLUMNS)
    .where(_ENDED)
    .order_by(changes.c.transaction_id.desc(), changes.c.id.desc())
    .limit(bindparam("limit"))
)


def put(connection: Connection, change: Change) -> None:
    """Writes a change down; it exists exactly if the caller's transaction does."""
    _INSERT.run(
        connection,
        {
            "site_id": change.site_id,
            "article_id": change.article_id,
            "comment_id": change.comment_id,
            "kind": change.kind,
            "public": change.public,
            "made_at": change.made_at,
        },
    )


def since(connection: Connection, after_id: int, limit: int) -> list[Change]:
    """The next changes after the one named `after_id`, in their order; 0 for all that are kept.

    Whoever always asks with the last one that they got sees every change once. PostgreSQL commits
    in another order than it numbers: 7 may be there while 6 is still on its way, and whoever
    stepped over it would never see it. So the order is that of transactions' numbers, and nothing
    is given of one before all with lower numbers have ended (`pg_snapshot_xmin`). A transaction
    that writes for minutes, in any database of the same server, holds the feed up for as long.

    A change that is not kept any more was there before all that are.
    """
    found = _SINCE.all(connection, {"after": after_id, "after_too": after_id, "limit": limit})
    return [_change_from(row) for row in found]


def recent(connection: Connection, limit: int) -> list[Change]:
    """The last changes that `since` would give, in their order."""
    return [_change_from(row) for row in _RECENT.all(connection, {"limit": limit})][::-1]


def newest(connection: Connection) -> int:
    """The name of the last change that `since` would give; 0 where there is none."""
    return next((each.id for each in recent(connection, 1)), 0)


def prune(connection: Connection, *, now: datetime) -> None:
    """Throws away what is older than a week, but never the newest: no name is given twice.

    A store that was restored into another PostgreSQL server has changes of transactions that this
    one has not reached: they are put before all others, or nothing new would come after them.
    """
    first = select(changes.c.id).order_by(changes.c.id).limit(PRUNED_AT_ONCE)
    last = select(func.max(changes.c.id)).scalar_subquery()
    connection.execute(
        delete(changes).where(
            changes.c.id.in_(first), changes.c.made_at < now - KEPT, changes.c.id < last
        )
    )
    connection.execute(
        update(changes)
        .where(changes.c.transaction_id >= _NextTransaction())
        .values(transaction_id=0)
    )


def _change_from(row: Any) -> Change:
    return Change(
        id=row.id,
        site_id=row.site_id,
        article_id=row.article_id,
        comment_id=row.comment_id,
        kind=ChangeKind(row.kind),
        public=row.public,
        made_at=row.made_at,
    )
