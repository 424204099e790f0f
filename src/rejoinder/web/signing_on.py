"""Somebody signs on by an account elsewhere: the session, and the name above their comments."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.names import choose_name
from rejoinder.readers.actions import Begun, begin_session, call_as_staff
from rejoinder.readers.model import Reader, SessionCarrier
from rejoinder.sign_on.actions import Recognised, recognise, use_once
from rejoinder.sign_on.model import Claimed, Used
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import staff_member
from rejoinder.web.commenters import free_name
from rejoinder.web.context import RequestContext


@dataclass(frozen=True, slots=True)
class SignOn:
    """What was proved of somebody, and the session that they want."""

    claimed: Claimed
    used: Used | None
    carrier: SessionCarrier
    lasts: timedelta | None = None
    """None: as long as one by a link."""


@dataclass(frozen=True, slots=True)
class SignedOn:
    """Somebody who signed on."""

    begun: Begun
    name: str
    """Empty where they have still to choose one."""
    badge: str | None
    name_problem: str | None
    """Why what their account calls them cannot stand here."""


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """A reader for whom the site's own software calls, as their token proves."""

    reader: Reader
    member: StaffMember | None


def sign_on(context: RequestContext, asked: SignOn) -> SignedOn:
    """Begins the session. A name that cannot stand keeps nobody out: they choose another one.

    Raises:
        TokenRefused: the token was used already.
    """
    site, now = context.site, context.now
    with context.database.writing() as connection:
        if asked.used is not None:
            use_once(connection, site.id, asked.used)
        known, member = _recognised(connection, context, asked.claimed)
        reader, lasts = known.reader, asked.lasts
        begun = begin_session(
            connection, reader, signed_in=True, now=now, carrier=asked.carrier, lasts=lasts
        )
    if member is not None:
        return SignedOn(begun, member.name, "staff", None)
    reader, problem = _named(context, known)
    return SignedOn(begun, reader.name, None, problem)


def spoken_for(context: RequestContext, claimed: Claimed) -> SpokenFor:
    """Whom the site's own software calls for, without a session. They may have no name yet."""
    with context.database.writing() as connection:
        known, member = _recognised(connection, context, claimed)
    reader = known.reader if member is not None else _named(context, known)[0]
    return SpokenFor(reader, member)


def _recognised(
    connection: Connection, context: RequestContext, claimed: Claimed
) -> tuple[Recognised, StaffMember | None]:
    """Who they are; staff are called what the newspaper calls them."""
    known = recognise(connection, context.site.id, claimed, now=context.now)
    member = staff_member(connection, context.site.id, known.reader.email)
    if member is not None and known.reader.name != member.name:
        known = known._replace(reader=call_as_staff(connection, known.reader, member.name))
    return known, member


def _named(context: RequestContext, known: Recognised) -> tuple[Reader, str | None]:
    """The reader by the name that they have now, and why it is not the one of their account."""
    reader, wanted = known
    if not wanted or wanted == reader.name:
        return reader, None
    app_state = context.app_state
    try:
        with app_state.cache.reading() as reading:
            name = free_name(reading, context.site, wanted, reader_id=reader.id)
        database, judge_pool = app_state.database, app_state.judge_pool
        return choose_name(database, judge_pool, reader, name, now=context.now), None
    except RejoinderError as failure:
        return reader, None if reader.name else context.translator.error(failure)
