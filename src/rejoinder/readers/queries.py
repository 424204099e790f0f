"""Finding readers, their sessions and the standing that staff gave them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, literal_column, select

from rejoinder.readers.model import GivenStanding, OpenSession, Reader, Standing
from rejoinder.readers.names import folded_name
from rejoinder.readers.tables import readers, sessions, sign_in_links, standings
from rejoinder.secret_tokens import hash_token
from rejoinder.storage import Prepared

# Built once: every post asks these.
_SESSION = Prepared(
    select(readers, sessions.c.token_hash, sessions.c.signed_in)
    .join(sessions, sessions.c.reader_id == readers.c.id)
    .where(
        sessions.c.token_hash == bindparam("token_hash"),
        sessions.c.site_id == bindparam("site_id"),
        sessions.c.expires_at > bindparam("now"),
    )
)
_STANDINGS_OF_ADDRESS = (
    select(standings)
    .where(standings.c.site_id == bindparam("site_id"), standings.c.email == bindparam("email"))
    .order_by(standings.c.id.desc())
    .limit(bindparam("limit"))
)
_STANDINGS = Prepared(_STANDINGS_OF_ADDRESS)
_PROVED_STANDINGS = Prepared(_STANDINGS_OF_ADDRESS.where(standings.c.proved))
_NAMED = Prepared(
    select(readers.c.id).where(
        readers.c.site_id == bindparam("site_id"),
        readers.c.folded_name == bindparam("folded_name"),
        # For the index, which has only those who chose a name.
        readers.c.folded_name != literal_column("''"),
        readers.c.id != bindparam("but"),
    )
)


def by_id(connection: Connection, reader_id: int) -> Reader:
    """The reader with this number, which somebody already looked up."""
    return reader_from(connection.execute(select(readers).where(readers.c.id == reader_id)).one())


def verified(connection: Connection, site_id: int, email: str) -> Reader | None:
    """The reader who proved this address, if somebody did."""
    row = connection.execute(
        select(readers).where(
            readers.c.site_id == site_id,
            readers.c.email == email,
            readers.c.verified_at.is_not(None),
        )
    ).first()
    return None if row is None else reader_from(row)


def is_somebodys_name(
    connection: Connection, site_id: int, name: str, *, but: int | None = None
) -> bool:
    """Whether a reader who signs in chose a name that looks like this; `but` leaves one out."""
    asked = {"site_id": site_id, "folded_name": folded_name(name), "but": but or 0}
    return _NAMED.first(connection, asked) is not None


def open_session(
    connection: Connection, site_id: int, token: str, *, now: datetime
) -> OpenSession | None:
    """The session that this cookie opens here; None for a forged, ended or foreign one."""
    row = _SESSION.first(
        connection, {"token_hash": hash_token(token), "site_id": site_id, "now": now}
    )
    if row is None:
        return None
    return OpenSession(token_hash=row.token_hash, reader=reader_from(row), signed_in=row.signed_in)


def links_sent(connection: Connection, site_id: int, email: str, *, since: datetime) -> int:
    """How many sign-in links went to this address since then."""
    counted = select(func.count()).where(
        sign_in_links.c.site_id == site_id,
        sign_in_links.c.email == email,
        sign_in_links.c.created_at > since,
    )
    return int(connection.execute(counted).scalar_one())


def given_standing(
    connection: Connection, site_id: int, email: str, *, proved: bool
) -> GivenStanding | None:
    """The standing that staff last gave whoever uses this address; see `given_standings`."""
    given = given_standings(connection, site_id, email, proved=proved, limit=1)
    return given[0] if given else None


def given_standings(
    connection: Connection, site_id: int, email: str, *, proved: bool, limit: int
) -> list[GivenStanding]:
    """The last standings that staff gave whoever uses this address, newest first.

    A guest answers for all that was said of the address. Whoever proved that it is theirs answers
    only for themselves: anybody could have typed it and been banned with it.
    """
    asked = _PROVED_STANDINGS if proved else _STANDINGS
    rows = asked.all(connection, {"site_id": site_id, "email": email, "limit": limit})
    return [
        GivenStanding(Standing(row.standing), row.made_by, row.reason, row.made_at) for row in rows
    ]


def reader_from(row: Row[Any]) -> Reader:
    """A stored row as a reader."""
    return Reader(
        id=row.id,
        site_id=row.site_id,
        email=row.email,
        name=row.name,
        verified_at=row.verified_at,
        named_at=row.named_at,
    )
