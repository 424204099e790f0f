"""Finding readers, their sessions and the standing that staff gave them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from rejoinder.readers.model import (
    Address,
    GivenStanding,
    LinkRequest,
    LinkState,
    OpenSession,
    Reader,
    Standing,
)
from rejoinder.readers.names import folded_name
from rejoinder.readers.tables import readers, sessions, sign_in_links, standings
from rejoinder.secret_tokens import hash_token
from rejoinder.storage import Prepared

# Built once: every post asks these.
_SESSION = Prepared(
    select(
        readers,
        sessions.c.token_hash,
        sessions.c.signed_in,
        sessions.c.expires_at,
        sessions.c.passkey_at,
    )
    .join(sessions, sessions.c.reader_id == readers.c.id)
    .where(
        sessions.c.token_hash == bindparam("token_hash"),
        sessions.c.site_id == bindparam("site_id"),
        sessions.c.expires_at > bindparam("now"),
    )
)
_STANDINGS_OF_ADDRESS = (
    select(standings)
    .where(
        standings.c.site_id == bindparam("site_id"),
        standings.c.email == bindparam("email"),
        standings.c.until.is_(None) | (standings.c.until > bindparam("now")),
    )
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


def verified_ids(
    connection: Connection, site_id: int, emails: Iterable[str]
) -> list[tuple[str, int]]:
    """The proved addresses among these, each with its reader's number."""
    wanted = list(emails)
    if not wanted:
        return []
    rows = connection.execute(
        select(readers.c.email, readers.c.id).where(
            readers.c.site_id == site_id,
            readers.c.email.in_(wanted),
            readers.c.verified_at.is_not(None),
        )
    )
    return [(row.email, row.id) for row in rows]


def by_id(connection: Connection, reader_id: int) -> Reader:
    """The reader with this number, which somebody already looked up."""
    return reader_from(connection.execute(select(readers).where(readers.c.id == reader_id)).one())


def named(connection: Connection, site_id: int, reader_id: int) -> str:
    """How a reader of this site is called; empty where there is no such one."""
    asked = select(readers.c.name).where(readers.c.id == reader_id, readers.c.site_id == site_id)
    return connection.execute(asked).scalar_one_or_none() or ""


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
    """The session that this token opens here; None for a forged, ended or foreign one."""
    row = _SESSION.first(
        connection, {"token_hash": hash_token(token), "site_id": site_id, "now": now}
    )
    if row is None:
        return None
    return OpenSession(
        row.token_hash, reader_from(row), row.signed_in, row.expires_at, row.passkey_at
    )


def link_at(connection: Connection, site_id: int, token: str, *, now: datetime) -> LinkState | None:
    """What is known of a sign-in link that is not opened yet; None where there never was one."""
    row = connection.execute(
        select(sign_in_links).where(
            sign_in_links.c.token_hash == hash_token(token), sign_in_links.c.site_id == site_id
        )
    ).first()
    if row is None:
        return None
    return LinkState(next_path=row.next_path, opens=row.used_at is None and row.expires_at > now)


class LinksAskedFor(NamedTuple):
    """How many sign-in links somebody's wish adds to."""

    by_sender: int
    """Of the same sender, to whatever address."""
    open: int
    """To the same address, that go on signing in for a while."""
    open_by_sender: int
    """Both."""


def links_asked_for(
    connection: Connection, asked: LinkRequest, *, since: datetime, open_until: datetime
) -> LinksAskedFor:
    """What was asked for since then by the same sender, or for the same address."""
    links = sign_in_links.c
    same_sender, same_address = links.sender_key == asked.sender_key, links.email == asked.email
    still_opens = and_(same_address, links.used_at.is_(None), links.expires_at > open_until)
    row = connection.execute(
        select(
            *(
                func.count(case((counted, 1)))
                for counted in (same_sender, still_opens, and_(same_sender, still_opens))
            )
        ).where(
            links.site_id == asked.site_id,
            links.created_at > since,
            or_(same_sender, same_address),
        )
    ).one()
    return LinksAskedFor(*(int(each) for each in row))


def given_standing(
    connection: Connection, site_id: int, email: str, *, proved: bool, now: datetime
) -> GivenStanding | None:
    """The standing that staff last gave whoever uses this address; see `given_standings`."""
    given = given_standings(connection, site_id, email, proved=proved, limit=1, now=now)
    return given[0] if given else None


def given_standings(
    connection: Connection, site_id: int, email: str, *, proved: bool, limit: int, now: datetime
) -> list[GivenStanding]:
    """The last standings that staff gave whoever uses this address, newest first.

    What has ended by itself is none any more.

    A guest answers for all that was said of the address. Whoever proved that it is theirs answers
    only for themselves: anybody could have typed it and been banned with it.
    """
    asked = _PROVED_STANDINGS if proved else _STANDINGS
    rows = asked.all(connection, {"site_id": site_id, "email": email, "limit": limit, "now": now})
    return [given_from(row) for row in rows]


def standing_by_id(
    connection: Connection, site_id: int, standing_id: int
) -> tuple[Address, GivenStanding] | None:
    """A standing that was given on a site, and to whom, whether it counts now or not."""
    row = connection.execute(
        select(standings).where(standings.c.id == standing_id, standings.c.site_id == site_id)
    ).first()
    return None if row is None else (Address(site_id, row.email, row.proved), given_from(row))


def given_from(row: Row[Any]) -> GivenStanding:
    """A stored row as a standing that somebody gave."""
    return GivenStanding(
        Standing(row.standing), row.made_by, row.reason, row.made_at, until=row.until
    )


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
