"""Where a site's chain stands, what is not sealed yet, and whether all of it is as it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, exists, func, select

from rejoinder.audit.digests import next_digest
from rejoinder.audit.model import EMPTY, Fault, Head, Problem, Verified
from rejoinder.audit.tables import SEALED, log_seals
from rejoinder.storage import AuditKind
from rejoinder.storage.audit_log import audit_log

BATCH: Final = 1_000
# Of what is wrong: where everything is, so much of it is kept.
MOST_KEPT: Final = 1_000
# Longer than a transaction may be on its way, and a worker away, without anything being wrong.
GRACE: Final = timedelta(hours=1)


class Unsealed(NamedTuple):
    """A row that only grows and has no seal yet."""

    site_id: int
    made_at: datetime
    source: int
    row: Mapping[str, Any]


class Sealed(NamedTuple):
    """A seal, and the row that it seals."""

    number: int
    digest: str
    table: str
    row_id: int
    row: Mapping[str, Any] | None
    """None where it is gone."""


def head_of(connection: Connection, site_id: int) -> Head:
    """Where the site's chain stands."""
    row = connection.execute(
        select(log_seals.c.number, log_seals.c.digest)
        .where(log_seals.c.site_id == site_id)
        .order_by(log_seals.c.number.desc())
        .limit(1)
    ).first()
    return EMPTY if row is None else Head(row.number, row.digest)


class LastVerified(NamedTuple):
    """When the log was read anew last, as far as somebody left word of it."""

    at: datetime
    number: int
    """Up to which seal."""
    problems: int
    named: tuple[Problem, ...] = ()
    """The first of them."""

    @property
    def whole_to(self) -> int:
        """Up to which seal all was as it had been sealed."""
        broken = (each.number - 1 for each in self.named if each.number)
        return min((self.number, *broken))


class Stretch(NamedTuple):
    """A part of a chain that was read anew."""

    head: Head
    """Where it ends."""
    problems: tuple[Problem, ...]
    ends: bool
    """Whether the chain ends there too."""


def last_verified(connection: Connection, site_id: int) -> LastVerified | None:
    """The newest verification; None where there was none."""
    row = connection.execute(
        select(audit_log.c.made_at, audit_log.c.facts)
        .where(audit_log.c.site_id == site_id, audit_log.c.kind == AuditKind.LOG_VERIFIED)
        .order_by(audit_log.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    named = tuple(map(Problem.of, row.facts.get("named", ())))
    return LastVerified(row.made_at, row.facts["number"], row.facts["problems"], named)


def unread_since(connection: Connection, site_id: int) -> datetime | None:
    """When it could not be read to its end; None where it could the last time."""
    row = connection.execute(
        select(audit_log.c.made_at, audit_log.c.kind)
        .where(
            audit_log.c.site_id == site_id,
            audit_log.c.kind.in_([AuditKind.LOG_VERIFIED, AuditKind.LOG_UNREAD]),
        )
        .order_by(audit_log.c.id.desc())
        .limit(1)
    ).first()
    return row.made_at if row is not None and row.kind == AuditKind.LOG_UNREAD else None


def newest_rows(connection: Connection) -> tuple[int, ...]:
    """The highest number in each sealed table: nothing is new while they are the same."""
    return tuple(connection.execute(select(func.max(table.c.id))).scalar() or 0 for table in SEALED)


def unsealed_rows(connection: Connection, *, back: int, limit: int) -> list[Unsealed]:
    """Rows without a seal, the oldest of each table first, at most `limit` of each.

    They are looked for from `back` numbers before the last sealed one of their table: PostgreSQL
    commits in another order than it numbers.
    """
    found: list[Unsealed] = []
    for source, table in enumerate(SEALED):
        last = connection.execute(
            select(func.max(log_seals.c.row_id)).where(log_seals.c.source == source)
        ).scalar()
        rows = connection.execute(
            _without_seal(source, table)
            .where(table.c.id > (last or 0) - back)
            .order_by(table.c.id)
            .limit(limit)
        )
        found += (
            Unsealed(row.site_id, _made_at(table, row), source, row_values(table, row))
            for row in rows
        )
    return sorted(found, key=lambda each: (each.made_at, each.source))


def verify(
    connection: Connection,
    site_id: int,
    *,
    now: datetime,
    head: Head | None = None,
    tell: Callable[[Problem], object] = lambda _: None,
) -> Verified:
    """Reads the whole chain of a site again, and every row that it seals.

    With a `head` that was printed elsewhere earlier, also whether the chain still passes through
    it: who can write into the store could seal everything anew, but not to the same digest. `tell`
    is called with each thing that is wrong as it is found; the answer holds the first of them.
    """
    kept: list[Problem] = []
    wrong, before = 0, EMPTY
    passed = head is None or head == EMPTY

    def note(problems: Iterable[Problem]) -> None:
        nonlocal wrong
        for each in problems:
            tell(each)
            wrong += 1
            if len(kept) < MOST_KEPT:
                kept.append(each)

    for sealed in sealed_rows(connection, site_id):
        note(_problems_of(sealed, before))
        before = Head(sealed.number, sealed.digest)
        passed = passed or before == head
    if not passed and head is not None:
        note([Problem(Fault.OTHER_HEAD, head.number)])
    note(never_sealed(connection, site_id, now=now))
    return Verified(before, tuple(kept), wrong - len(kept))


def verify_stretch(connection: Connection, site_id: int, before: Head, *, most: int) -> Stretch:
    """Reads a site's chain again behind a seal, so many rows at most."""
    problems: list[Problem] = []
    following = sealed_rows(connection, site_id, behind=before.number)
    count = 0
    for count, sealed in enumerate(islice(following, most), 1):  # noqa: B007 - used below
        problems += _problems_of(sealed, before)
        before = Head(sealed.number, sealed.digest)
    return Stretch(before, tuple(problems), ends=count < most)


def never_sealed(connection: Connection, site_id: int, *, now: datetime) -> Iterator[Problem]:
    """Rows that are old enough to have a seal, and have none."""
    for source, table in enumerate(SEALED):
        old = (table.c.site_id == site_id, _moment_of(table) < now - GRACE)
        numbers = _without_seal(source, table).where(*old).with_only_columns(table.c.id)
        for number in connection.execute(numbers.execution_options(yield_per=BATCH)).scalars():
            yield Problem(Fault.UNSEALED, 0, table.name, number)


def sealed_rows(connection: Connection, site_id: int, *, behind: int = 0) -> Iterator[Sealed]:
    """Every seal of a site behind one in its order, a batch of them in memory at a time."""
    for seals in _batches(connection, site_id, behind):
        rows = _rows_of(connection, site_id, seals)
        for seal in seals:
            table = SEALED[seal.source].name if 0 <= seal.source < len(SEALED) else "?"
            row = rows.get((seal.source, seal.row_id))
            yield Sealed(seal.number, seal.digest, table, seal.row_id, row)


def row_values(table: Table, row: Row[Any]) -> dict[str, Any]:
    """A row as it is hashed: the site's number differs between stores, and is left out."""
    values = dict(zip(table.c.keys(), row, strict=True))
    del values["site_id"]
    return values


def _batches(connection: Connection, site_id: int, last: int) -> Iterator[Sequence[Row[Any]]]:
    while True:
        seals = connection.execute(
            select(log_seals)
            .where(log_seals.c.site_id == site_id, log_seals.c.number > last)
            .order_by(log_seals.c.number)
            .limit(BATCH)
        ).all()
        if not seals:
            return
        yield seals
        last = seals[-1].number


def _rows_of(
    connection: Connection, site_id: int, seals: Sequence[Row[Any]]
) -> dict[tuple[int, int], Mapping[str, Any]]:
    found: dict[tuple[int, int], Mapping[str, Any]] = {}
    for source, table in enumerate(SEALED):
        ids = [seal.row_id for seal in seals if seal.source == source]
        if ids:
            mine = select(table).where(table.c.id.in_(ids), table.c.site_id == site_id)
            rows = connection.execute(mine)
            found |= {(source, row.id): row_values(table, row) for row in rows}
    return found


def _problems_of(sealed: Sealed, before: Head) -> Iterator[Problem]:
    if sealed.number != before.number + 1:
        yield Problem(Fault.SEAL_REMOVED, before.number + 1)
        return  # what it was made over is gone with the seal before it
    if sealed.row is None:
        yield Problem(Fault.REMOVED, sealed.number, sealed.table, sealed.row_id)
    elif next_digest(before.digest, sealed.table, sealed.row) != sealed.digest:
        yield Problem(Fault.ALTERED, sealed.number, sealed.table, sealed.row_id)


def _without_seal(source: int, table: Table) -> Select[Any]:
    seal = exists().where(log_seals.c.source == source, log_seals.c.row_id == table.c.id)
    return select(table).where(~seal)


def _moment_of(table: Table) -> Any:
    return table.c["put_at" if "put_at" in table.c else "made_at"]


def _made_at(table: Table, row: Row[Any]) -> datetime:
    moment: datetime = getattr(row, _moment_of(table).name)
    return moment
