"""Beginning as a guest, signing in by a link, signing out, being given a standing."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from rejoinder.errors import Gone, N_, TooMany
from rejoinder.readers import queries
from rejoinder.readers.model import (
    BEARER_PREFIX,
    Address,
    GivenStanding,
    LinkRequest,
    Reader,
    SessionCarrier,
)
from rejoinder.readers.names import folded_name, name_taken
from rejoinder.readers.tables import readers, sessions, sign_in_links, standings
from rejoinder.secret_tokens import hash_token, new_token
from rejoinder.storage import Change, ChangeKind, Prepared, change_feed, lock_until_commit

# The kind of job that sends a link, as the outbox names it; see `ask_for_link`.
SEND_LINK = "sign-in-link"
LINK_LASTS = timedelta(minutes=30)
SESSION_LASTS = timedelta(days=60)
GUEST_SESSION_LASTS = timedelta(days=30)
# Links from one sender to one address that still open: enough for a slow mailbox and a second try.
LINKS_BY_ONE_TO_ONE = 5
# Links to one address that still open, whoever asked: more would only fill a mailbox.
LINKS_TO_AN_ADDRESS = 10
# A link that opens for less than this is not counted as one that does.
TIME_TO_SIGN_IN = timedelta(minutes=10)
# Links that one sender, which may be an office, may ask for within the hour, whatever the address.
LINKS_BY_A_SENDER = 30
LINKS_WINDOW = timedelta(hours=1)
# Built once: every guest's post executes them.
_INSERT_READER = Prepared(insert(readers), ("site_id", "email", "name", "created_at"))
_INSERT_SESSION = Prepared(
    insert(sessions),
    ("token_hash", "site_id", "reader_id", "signed_in", "created_at", "expires_at"),
)


class Begun(NamedTuple):
    """A session just begun: its token exists only here."""

    reader: Reader
    token: str
    expires_at: datetime


class Link(NamedTuple):
    """A sign-in link just made: the token exists only here and in the letter."""

    site_id: int
    email: str
    token: str


class SignIn(NamedTuple):
    """A sign-in link that was opened."""

    reader: Reader
    token: str
    next_path: str


def begin_guest(
    connection: Connection, site_id: int, *, name: str, email: str, now: datetime
) -> Reader:
    """A guest: a name and an address that nobody has proved."""
    values = {"site_id": site_id, "email": email, "name": name, "created_at": now}
    return Reader(_INSERT_READER.insert(connection, values), site_id, email, name, verified_at=None)


def begin_session(
    connection: Connection,
    reader: Reader,
    *,
    signed_in: bool,
    now: datetime,
    carrier: SessionCarrier = SessionCarrier.COOKIE,
    lasts: timedelta | None = None,
) -> Begun:
    """Lets this browser be known again, by a token that comes back as `carrier` says.

    Unless told how long it lasts, a guest's lasts GUEST_SESSION_LASTS, any other SESSION_LASTS.
    """
    token = BEARER_PREFIX + new_token() if carrier is SessionCarrier.BEARER else new_token()
    expires_at = now + (lasts or (SESSION_LASTS if signed_in else GUEST_SESSION_LASTS))
    _INSERT_SESSION.run(
        connection,
        {
            "token_hash": hash_token(token),
            "site_id": reader.site_id,
            "reader_id": reader.id,
            "signed_in": signed_in,
            "created_at": now,
            "expires_at": expires_at,
        },
    )
    return Begun(reader, token, expires_at)


def take_name(connection: Connection, reader: Reader, name: str, *, now: datetime) -> Reader:
    """Gives somebody who signed in the name that they chose; nobody else may use it from now on.

    Raises:
        Invalid: somebody else chose it at the same moment.
    """
    values = {"name": name, "folded_name": folded_name(name), "named_at": now}
    try:
        connection.execute(update(readers).where(readers.c.id == reader.id).values(**values))
    except IntegrityError:
        raise name_taken() from None
    return queries.by_id(connection, reader.id)


def call_as_staff(connection: Connection, reader: Reader, name: str) -> Reader:
    """Gives a member of staff the name that the newspaper knows them by."""
    values = {"name": name, "folded_name": ""}  # reserved as long as they work here
    connection.execute(update(readers).where(readers.c.id == reader.id).values(**values))
    return queries.by_id(connection, reader.id)


def ask_for_link(connection: Connection, asked: LinkRequest, *, now: datetime) -> str | None:
    """Writes down that somebody asked for a sign-in link, and returns what its letter knows.

    There is no link before `link_to_send`: until the letter is sent nothing that opens anything
    exists anywhere. None where no letter is to be sent, of which whoever asks learns nothing:
    `LINKS_TO_AN_ADDRESS` that were sent already still open. So nobody can keep somebody else from
    signing in, by however many networks they ask: the links that they ask for are good.

    Raises:
        TooMany: the same sender asked for several already.
    """
    site, sender = asked.site_id, asked.sender_key
    lock_until_commit(connection, f"links by {site} {sender}", f"links to {site} {asked.email}")
    counts = queries.links_asked_for(
        connection, asked, since=now - LINKS_WINDOW, open_until=now + TIME_TO_SIGN_IN
    )
    if counts.open_by_sender >= LINKS_BY_ONE_TO_ONE:
        raise TooMany(
            N_("Several links have gone to that address already. Please look there first."),
            retry_after=int(LINK_LASTS.total_seconds()),
        )
    if counts.by_sender >= LINKS_BY_A_SENDER:
        raise TooMany(
            N_("That was a little too fast. Please wait a moment and try again."),
            retry_after=int(LINKS_WINDOW.total_seconds()),
        )
    if counts.open >= LINKS_TO_AN_ADDRESS:
        return None
    return _put_link(connection, asked, now=now)


def _put_link(connection: Connection, asked: LinkRequest, *, now: datetime) -> str:
    request_key = new_token()
    connection.execute(
        insert(sign_in_links).values(
            token_hash=hash_token(new_token()),  # of a token that nobody was ever given
            request_key=request_key,
            site_id=asked.site_id,
            email=asked.email,
            next_path=asked.next_path,
            sender_key=asked.sender_key,
            created_at=now,
            expires_at=now + LINK_LASTS,
        )
    )
    return request_key


def link_to_send(connection: Connection, request_key: str, *, now: datetime) -> Link | None:
    """The link that was asked for, made now; good once and for half an hour from now.

    A letter that is tried again holds a new one, and the one before opens nothing any more. None
    where it was used already, or is no longer known.
    """
    token = new_token()
    row = connection.execute(
        update(sign_in_links)
        .where(sign_in_links.c.request_key == request_key, sign_in_links.c.used_at.is_(None))
        .values(token_hash=hash_token(token), expires_at=now + LINK_LASTS)
        .returning(sign_in_links.c.site_id, sign_in_links.c.email)
    ).first()
    return None if row is None else Link(row.site_id, row.email, token)


def make_link(
    connection: Connection, site_id: int, email: str, *, next_path: str, now: datetime
) -> str:
    """A link's token for whoever hands it on themselves: without a letter nothing limits it."""
    asked = LinkRequest(site_id, email, next_path, sender_key="")
    request_key = _put_link(connection, asked, now=now)
    link = link_to_send(connection, request_key, now=now)
    assert link is not None  # noqa: S101 - asked for in this transaction
    return link.token


def open_link(connection: Connection, site_id: int, token: str, *, now: datetime) -> SignIn:
    """Signs in whoever holds the link; the first time makes them a reader with a proved address.

    Raises:
        Gone: the link was used, is too old, or never was.
    """
    row = connection.execute(
        update(sign_in_links)
        .where(
            sign_in_links.c.token_hash == hash_token(token),
            sign_in_links.c.site_id == site_id,
            sign_in_links.c.used_at.is_(None),
            sign_in_links.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(sign_in_links.c.email, sign_in_links.c.next_path)
    ).first()
    if row is None:
        raise Gone(N_("This sign-in link was used already, or is too old."), code="link-expired")
    reader = at_proved_address(connection, site_id, row.email, now=now)
    begun = begin_session(connection, reader, signed_in=True, now=now)
    return SignIn(begun.reader, begun.token, row.next_path)


def end_session(connection: Connection, token: str) -> None:
    """Forgets this browser."""
    connection.execute(delete(sessions).where(sessions.c.token_hash == hash_token(token)))


def end_sessions_of(connection: Connection, site_id: int, email: str, *, now: datetime) -> None:
    """Forgets every browser that a link to this address signed in; links under way open nothing."""
    theirs = select(readers.c.id).where(
        readers.c.site_id == site_id, readers.c.email == email, readers.c.verified_at.is_not(None)
    )
    connection.execute(delete(sessions).where(sessions.c.reader_id.in_(theirs)))
    connection.execute(
        update(sign_in_links)
        .where(
            sign_in_links.c.site_id == site_id,
            sign_in_links.c.email == email,
            sign_in_links.c.used_at.is_(None),
        )
        .values(used_at=now)
    )


def end_sessions_by(connection: Connection, reader_ids: Select[tuple[int]]) -> None:
    """Forgets every browser of these readers."""
    connection.execute(delete(sessions).where(sessions.c.reader_id.in_(reader_ids)))


def end_old_sessions(connection: Connection, *, now: datetime) -> None:
    """Throws away what nobody can open any more."""
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    connection.execute(
        delete(sign_in_links).where(sign_in_links.c.expires_at <= now - timedelta(days=1))
    )


def give_standing(connection: Connection, address: Address, given: GivenStanding) -> int:
    """Records what staff think of somebody: who, why, until when; returns its number."""
    given_id: int = connection.execute(
        insert(standings)
        .values(
            site_id=address.site_id,
            email=address.email,
            proved=address.proved,
            standing=given.standing.value,
            made_by=given.made_by,
            reason=given.reason,
            made_at=given.made_at,
            until=given.until,
        )
        .returning(standings.c.id)
    ).scalar_one()
    kind = ChangeKind.AUTHOR_CHANGED
    change_feed.put(connection, Change(address.site_id, 0, None, kind, given.made_at))
    return given_id


def at_proved_address(connection: Connection, site_id: int, email: str, *, now: datetime) -> Reader:
    """The reader whose address this is proved to be; the first time they become one."""
    if (known := queries.verified(connection, site_id, email)) is not None:
        return known
    values = {"site_id": site_id, "email": email, "verified_at": now, "created_at": now}
    try:
        with connection.begin_nested():
            reader_id = connection.execute(
                insert(readers)
                .values(name="", **values)  # an address is never shown, nor any part of it
                .returning(readers.c.id)
            ).scalar_one()
    except IntegrityError:
        # Another link, an account elsewhere or an import was quicker: it has committed now.
        if (known := queries.verified(connection, site_id, email)) is None:
            raise
        return known
    return queries.by_id(connection, reader_id)
