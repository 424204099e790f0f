"""Everything that the desk knows of one author: comments, names, standing, reports, accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import decision_from
from rejoinder.moderation.tables import decisions, reports
from rejoinder.readers.model import GivenStanding, Reader
from rejoinder.readers.queries import given_from, reader_from
from rejoinder.readers.tables import readers, standings

PAGE: Final = 20
# As many of each as anybody looks through; all of a comment stands on its own page.
MOST: Final = 50
MOST_NOTES: Final = 500


@dataclass(frozen=True, slots=True)
class NameUsed:
    """What somebody called themselves."""

    name: str
    comments: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class PastStanding:
    """A standing that staff gave the address, in force or not."""

    given: GivenStanding
    proved: bool
    """Whether it was given to the address's owner; else to whoever typed it."""


@dataclass(frozen=True, slots=True)
class AuthorsReport:
    """A report of one of their comments, or one that they made."""

    comment_id: int
    reason: str
    note: str
    made_at: datetime
    answered: bool
    state: State
    """Where the comment stands now."""


@dataclass(frozen=True, slots=True)
class AuthorsReports:
    """Reports of one kind, as far as they are shown."""

    shown: Sequence[AuthorsReport]
    """Those that wait for an answer before the others, each the newest first."""
    count: int
    """How many there are of the kind."""


@dataclass(frozen=True, slots=True)
class Account:
    """Another account with the same address, which one of the two proved."""

    reader_id: int
    name: str
    proved: bool
    created_at: datetime


def author(connection: Connection, site_id: int, reader_id: int) -> Reader:
    """A reader of this site.

    Raises:
        NotFound: there is none with this number.
    """
    asked = select(readers).where(readers.c.id == reader_id, readers.c.site_id == site_id)
    row = connection.execute(asked).first()
    if row is None:
        raise NotFound(N_("There is no such author."), code="no-such-author")
    return reader_from(row)


def states_of(connection: Connection, reader_id: int) -> Mapping[State, int]:
    """How many of their comments stand where."""
    rows = connection.execute(
        select(comments.c.state, func.count().label("size"))
        .where(comments.c.author_id == reader_id)
        .group_by(comments.c.state)
    )
    return {State(row.state): int(row.size) for row in rows}


def comments_of(connection: Connection, reader_id: int, *, start: int = 0) -> list[int]:
    """Their comments in any state, the newest first; one more than PAGE where there are more."""
    page = (
        select(comments.c.id)
        .where(comments.c.author_id == reader_id)
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
        .limit(PAGE + 1)
        .offset(start)
    )
    return list(connection.execute(page).scalars())


def names_of(connection: Connection, reader_id: int) -> list[NameUsed]:
    """The names above their comments, the latest first; one more than MOST where there are more."""
    last = func.max(comments.c.created_at)
    rows = connection.execute(
        select(comments.c.author_name, func.count().label("size"), last.label("last_at"))
        .where(comments.c.author_id == reader_id)
        .group_by(comments.c.author_name)
        .order_by(last.desc())
        .limit(MOST + 1)
    )
    return [NameUsed(row.author_name, int(row.size), row.last_at) for row in rows]


def decisions_of(connection: Connection, reader_id: int) -> list[Decision]:
    """The newest decisions about their comments."""
    rows = connection.execute(
        select(decisions)
        .join(comments, comments.c.id == decisions.c.comment_id)
        .where(comments.c.author_id == reader_id)
        .order_by(decisions.c.id.desc())
        .limit(MOST)
    )
    return [decision_from(row) for row in rows]


def standings_of(connection: Connection, reader: Reader) -> list[PastStanding]:
    """The standings that their address was given, the newest first; one more where there are more.

    Whoever proved the address answers only for what was said of its owner.
    """
    query = select(standings).where(
        standings.c.site_id == reader.site_id, standings.c.email == reader.email
    )
    if reader.verified:
        query = query.where(standings.c.proved)
    rows = connection.execute(query.order_by(standings.c.id.desc()).limit(MOST + 1))
    return [PastStanding(given_from(row), row.proved) for row in rows]


def reports_about(connection: Connection, reader_id: int) -> AuthorsReports:
    """The reports of their comments."""
    return _reports(connection, comments.c.author_id == reader_id)


def reports_by(connection: Connection, reader: Reader) -> AuthorsReports:
    """The reports that they made while signed in: of others nobody knows who made them."""
    theirs = (reports.c.site_id == reader.site_id) & (reports.c.reporter_key == reader.sender_key)
    return _reports(connection, theirs)


def _reports(connection: Connection, which: ColumnElement[bool]) -> AuthorsReports:
    of = reports.join(comments, comments.c.id == reports.c.comment_id)
    answered = reports.c.answered_by_id.is_not(None)
    rows = connection.execute(
        select(reports, comments.c.state)
        .select_from(of)
        .where(which)
        # What waits is what somebody has to do: no newer report that is done with hides it.
        .order_by(answered, reports.c.id.desc())
        .limit(MOST)
    )
    shown = [
        AuthorsReport(
            row.comment_id,
            row.reason,
            row.note,
            row.made_at,
            answered=row.answered_by_id is not None,
            state=State(row.state),
        )
        for row in rows
    ]
    if len(shown) < MOST:
        return AuthorsReports(shown, len(shown))
    counted = select(func.count()).select_from(of).where(which)
    return AuthorsReports(shown, connection.execute(counted).scalar_one())


def accounts_like(connection: Connection, reader: Reader) -> Sequence[Account]:
    """Others with the same address, where it is proved by one of the two, the newest first.

    Nothing else tells one person from another here: no network and no browser is looked at. Guests
    who typed the same address are nobody's proof, and may be two people. It is one more than MOST
    where there are more.
    """
    query = select(readers).where(
        readers.c.site_id == reader.site_id,
        readers.c.email == reader.email,
        readers.c.id != reader.id,
    )
    if not reader.verified:
        query = query.where(readers.c.verified_at.is_not(None))
    rows = connection.execute(query.order_by(readers.c.id.desc()).limit(MOST + 1))
    return [Account(row.id, row.name, row.verified_at is not None, row.created_at) for row in rows]
