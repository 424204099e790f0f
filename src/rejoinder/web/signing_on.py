"""Somebody signs on by an account elsewhere: the session, and the name above their comments."""

from dataclasses import dataclass
from datetime import timedelta

from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.names import choose_name
from rejoinder.readers.actions import Begun, begin_session, call_as_staff
from rejoinder.readers.model import Reader, SessionCarrier
from rejoinder.sign_on.actions import recognise, use_once
from rejoinder.sign_on.model import Claimed, Used
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


def sign_on(context: RequestContext, asked: SignOn) -> SignedOn:
    """Begins the session. A name that cannot stand keeps nobody out: they choose another one.

    Raises:
        TokenRefused: the token was used already.
    """
    site, now = context.site, context.now
    with context.database.writing() as connection:
        if asked.used is not None:
            use_once(connection, site.id, asked.used)
        known = recognise(connection, site.id, asked.claimed, now=now)
        reader = known.reader
        member = staff_member(connection, site.id, reader.email)
        if member is not None and reader.name != member.name:
            reader = call_as_staff(connection, reader, member.name)
        begun = begin_session(
            connection, reader, signed_in=True, now=now, carrier=asked.carrier, lasts=asked.lasts
        )
    if member is not None:
        return SignedOn(begun, member.name, "staff", None)
    name, problem = _named(context, reader, known.wants_name)
    return SignedOn(begun, name, None, problem)


def _named(context: RequestContext, reader: Reader, wanted: str) -> tuple[str, str | None]:
    """The name that they have now, and why it is not the one that their account has."""
    if not wanted or wanted == reader.name:
        return reader.name, None
    app_state = context.app_state
    try:
        with app_state.cache.reading() as reading:
            name = free_name(reading, context.site, wanted, reader_id=reader.id)
        database, judge_pool = app_state.database, app_state.judge_pool
        return choose_name(database, judge_pool, reader, name, now=context.now).name, None
    except RejoinderError as failure:
        return reader.name, None if reader.name else context.translator.error(failure)
