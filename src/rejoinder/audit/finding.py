"""Finding things in the log: by who did them, what they were, when, to which comment, in words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    and_,
    cast,
    false,
    func,
    or_,
    select,
    true,
)

from rejoinder.audit.tables import SEALED
from rejoinder.moderation.tables import decisions, statements
from rejoinder.readers.tables import standings
from rejoinder.sites.tables import policies
from rejoinder.storage.audit_log import audit_log

# What each table's rows are called; the audit log's have kinds of their own.
DECISION: Final = "decision"
POLICY: Final = "policy"
STANDING: Final = "standing"
STATEMENT: Final = "statement"
_KIND_OF: Final = {
    decisions.name: DECISION,
    policies.name: POLICY,
    standings.name: STANDING,
    statements.name: STATEMENT,
}
_BATCH: Final = 500
_PLACE: Final = attrgetter("place")


class Place(NamedTuple):
    """Where a row stands among all, newest first."""

    made_at: datetime
    source: int
    """Which of SEALED, by its place."""
    row_id: int


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What somebody looks for; what is empty is not asked."""

    kind: str = ""
    """One of the four above, or how a kind of the audit log begins (`staff`); empty: everything but
    statements, each of which stands beside its decision."""
    staff_id: int | None = None
    key_id: int | None = None
    signature: str = ""
    """Of that member or key, as it stands where there is no number; or COMMAND_LINE."""
    by_policy: bool = False
    """What the policy itself decided."""
    first: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    comment_id: int | None = None
    words: str = ""
    """In reasons, notes, subjects and facts."""

    @property
    def by_somebody(self) -> bool:
        """Whether it asks who it was."""
        return bool(self.signature) or self.by_policy


class LogEntry(NamedTuple):
    """A row of the log, from whichever table."""

    place: Place
    kind: str
    row: Row[Any]


def entries(
    connection: Connection,
    site_id: int,
    wanted: LogFilter,
    *,
    before: Place | None = None,
    limit: int = 50,
) -> list[LogEntry]:
    """The newest rows that are wanted; `before` is the last one that was seen."""
    found = [
        each
        for source in range(len(SEALED))
        for each in _of_table(connection, site_id, wanted, source, before, limit)
    ]
    return sorted(found, key=_PLACE, reverse=True)[:limit]


def all_entries(
    reading: Callable[[], AbstractContextManager[Connection]], site_id: int, wanted: LogFilter
) -> Iterator[LogEntry]:
    """Every row that is wanted, newest first, some of each table in memory at a time.

    Each table is gone through once, in transactions for some rows each: whoever takes a file
    slowly holds up nobody.
    """
    tables = (_all_of_table(reading, site_id, wanted, each) for each in range(len(SEALED)))
    return merge(*tables, key=_PLACE, reverse=True)


def _all_of_table(
    reading: Callable[[], AbstractContextManager[Connection]],
    site_id: int,
    wanted: LogFilter,
    source: int,
) -> Iterator[LogEntry]:
    before, full = None, True
    while full:
        with reading() as connection:
            batch = _of_table(connection, site_id, wanted, source, before, _BATCH)
        yield from batch
        full = len(batch) == _BATCH
        before = batch[-1].place if batch else None


def _of_table(
    connection: Connection,
    site_id: int,
    wanted: LogFilter,
    source: int,
    before: Place | None,
    limit: int,
) -> Sequence[LogEntry]:
    table = SEALED[source]
    site: ColumnElement[Any] = table.c.site_id
    order = moment_of(table)
    if wanted.comment_id is not None:
        # A comment has few rows: they are found by it, and not by going through all of a site's.
        site, order = func.coalesce(site, site), func.coalesce(order, order)
    rows = connection.execute(
        select(table)
        .where(
            site == site_id,
            *_conditions(table, wanted),
            *_behind(table, source, before),
        )
        .order_by(order.desc(), table.c.id.desc())
        .limit(limit)
    )
    return [
        LogEntry(
            Place(getattr(row, moment_of(table).name), source, row.id),
            _KIND_OF.get(table.name) or row.kind,
            row,
        )
        for row in rows
    ]


def moment_of(table: Table) -> Any:
    """When a row of a sealed table was made."""
    return table.c["put_at" if "put_at" in table.c else "made_at"]


def _behind(table: Table, source: int, before: Place | None) -> list[ColumnElement[bool]]:
    if before is None:
        return []
    moment = moment_of(table)
    if source < before.source:
        return [moment <= before.made_at]
    if source > before.source:
        return [moment < before.made_at]
    same = and_(moment == before.made_at, table.c.id < before.row_id)
    return [moment <= before.made_at, or_(moment < before.made_at, same)]


def _conditions(table: Table, wanted: LogFilter) -> Iterator[ColumnElement[bool]]:
    moment = moment_of(table)
    yield _of_kind(table, wanted.kind)
    if wanted.by_somebody:
        yield _by(table, wanted)
    if wanted.first is not None:
        yield moment >= wanted.first
    if wanted.until is not None:
        yield moment < wanted.until
    if wanted.comment_id is not None:
        yield _about(table, wanted.comment_id)
    if wanted.words:
        yield _says(table, wanted.words)


def _of_kind(table: Table, kind: str) -> ColumnElement[bool]:
    if table is audit_log:
        return table.c.kind.startswith(kind, autoescape=True)
    if not kind:
        return true() if table is not statements else false()
    return true() if _KIND_OF[table.name] == kind else false()


def _by(table: Table, wanted: LogFilter) -> ColumnElement[bool]:
    if table is decisions:
        if wanted.by_policy:
            return decisions.c.made_by == "policy"
        if wanted.staff_id is not None:
            return decisions.c.staff_id == wanted.staff_id
        return false() if wanted.key_id is None else decisions.c.key_id == wanted.key_id
    if table is statements or wanted.by_policy:
        return false()
    name = {standings.name: "made_by", policies.name: "put_by"}.get(table.name, "actor")
    named: ColumnElement[bool] = table.c[name] == wanted.signature
    return named


def _about(table: Table, comment_id: int) -> ColumnElement[bool]:
    if table is audit_log:
        of_comments = or_(
            *(
                audit_log.c.kind.startswith(f"{each}.", autoescape=True)
                for each in ("comment", "note", "second-reading", "difference")
            )
        )
        return and_(audit_log.c.subject == str(comment_id), of_comments)
    return table.c.comment_id == comment_id if "comment_id" in table.c else false()


def _says(table: Table, words: str) -> ColumnElement[bool]:
    read: dict[str, tuple[Any, ...]] = {
        decisions.name: (decisions.c.note,),
        standings.name: (standings.c.reason, standings.c.email),
        policies.name: (
            *(policies.c.reason, policies.c.version, policies.c.replaces),
            cast(policies.c.sections, Text),
        ),
        statements.name: (statements.c.decision_facts,),
        audit_log.name: (audit_log.c.subject, cast(audit_log.c.facts, Text)),
    }
    found = or_(*(column.icontains(words, autoescape=True) for column in read[table.name]))
    # What has a note has an index of its own.
    return and_(decisions.c.note != "", found) if table is decisions else found
