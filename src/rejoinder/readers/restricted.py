"""Who is banned or watched on a site at present."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from rejoinder.readers.model import Address, Restricted, Standing
from rejoinder.readers.queries import given_from
from rejoinder.readers.tables import readers, standings

_RESTRICTING = (Standing.BANNED, Standing.WATCHED)


def restricted(
    connection: Connection,
    site_id: int,
    *,
    now: datetime,
    limit: int,
    before: int | None = None,
    among: Collection[Standing] = _RESTRICTING,
) -> list[Restricted]:
    """Who is banned or watched on a site at present, or one of these, the newest first.

    `before` leaves out the standing with this number and all that are newer.
    """
    rows = connection.execute(
        select(standings)
        .where(
            _in_force(site_id, now),
            standings.c.standing.in_(among),
            *(() if before is None else (standings.c.id < before,)),
        )
        .order_by(standings.c.id.desc())
        .limit(limit)
    ).all()
    known = _known(connection, site_id, {row.email for row in rows}) if rows else {}
    return [_restricted(row, *known.get((row.email, row.proved), (None, ""))) for row in rows]


def count_restricted(
    connection: Connection, site_id: int, *, now: datetime
) -> Mapping[Standing, int]:
    """How many are banned, and how many watched, on a site at present."""
    rows = connection.execute(
        select(standings.c.standing, func.count())
        .where(_in_force(site_id, now), standings.c.standing.in_(_RESTRICTING))
        .group_by(standings.c.standing)
    )
    return dict.fromkeys(_RESTRICTING, 0) | {Standing(given): count for given, count in rows}


def watched_addresses(
    connection: Connection, site_id: int, *, now: datetime
) -> list[tuple[str, bool]]:
    """All addresses that are watched on a site at present, and whether each is proved."""
    rows = connection.execute(
        select(standings.c.email, standings.c.proved).where(
            _in_force(site_id, now), standings.c.standing == Standing.WATCHED
        )
    )
    return [(row.email, row.proved) for row in rows]


def next_end(connection: Connection, site_id: int, *, now: datetime) -> datetime | None:
    """When the first ban or watch in force on a site ends by itself; None for never."""
    return connection.execute(
        select(func.min(standings.c.until)).where(
            _in_force(site_id, now), standings.c.standing.in_(_RESTRICTING)
        )
    ).scalar()


def _in_force(site_id: int, now: datetime) -> ColumnElement[bool]:
    """The standings that count on a site at present."""
    counts = (
        standings.c.site_id == site_id,
        standings.c.until.is_(None) | (standings.c.until > now),
    )
    newest = select(func.max(standings.c.id)).where(*counts).group_by(standings.c.email)
    # A guest answers for all that was said of an address, its owner for what was proved.
    return standings.c.id.in_(newest) | standings.c.id.in_(newest.where(standings.c.proved))


def _restricted(row: Row[Any], reader_id: int | None, name: str) -> Restricted:
    address = Address(row.site_id, row.email, row.proved)
    return Restricted(row.id, address, reader_id, name, given_from(row))


def _known(
    connection: Connection, site_id: int, emails: Iterable[str]
) -> dict[tuple[str, bool], tuple[int, str]]:
    """Who last came with these addresses, proved or not, and what they called themselves."""
    rows = connection.execute(
        select(readers.c.id, readers.c.email, readers.c.verified_at, readers.c.name)
        .where(readers.c.site_id == site_id, readers.c.email.in_(list(emails)))
        .order_by(readers.c.id)
    )
    return {(row.email, row.verified_at is not None): (row.id, row.name) for row in rows}
