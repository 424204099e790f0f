"""Finding the ways to sign on to a site, and what is known of who came by them."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from rejoinder.errors import N_, NotFound
from rejoinder.sign_on.model import SETTINGS, Kind, Way
from rejoinder.sign_on.tables import reader_identities, sign_on_ways


def ways_of(connection: Connection, site_id: int) -> tuple[Way, ...]:
    """The ways to sign on to a site, in the order in which they were added."""
    rows = connection.execute(
        select(sign_on_ways)
        .where(sign_on_ways.c.site_id == site_id, sign_on_ways.c.removed_at.is_(None))
        .order_by(sign_on_ways.c.id)
    )
    return tuple(way_from(row) for row in rows)


def way_called(connection: Connection, site_id: int, name: str) -> Way:
    """The way with this name.

    Raises:
        NotFound: the site has none.
    """
    found = next((each for each in ways_of(connection, site_id) if each.name == name), None)
    if found is None:
        raise NotFound(
            N_("There is no way to sign on called “%(name)s”."), code="unknown-sign-on", name=name
        )
    return found


def told_email(connection: Connection, reader_id: int) -> str | None:
    """The address that was last told of a reader, proved or not; None where none was."""
    row = connection.execute(
        select(reader_identities.c.email)
        .where(reader_identities.c.reader_id == reader_id, reader_identities.c.email != "")
        .order_by(reader_identities.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else str(row.email)


def is_subscriber(connection: Connection, reader_id: int, *, now: datetime) -> bool:
    """Whether an account of theirs said lately that they subscribe."""
    table = reader_identities.c
    return (
        connection.execute(
            select(table.id)
            .where(table.reader_id == reader_id, table.subscribes_until > now)
            .limit(1)
        ).first()
        is not None
    )


def way_from(row: Row[Any]) -> Way:
    """A stored row as a way to sign on."""
    kind = Kind(row.kind)
    settings = msgspec.convert(row.settings, SETTINGS[kind])
    return Way(row.id, row.site_id, kind, row.name, row.label, settings)
