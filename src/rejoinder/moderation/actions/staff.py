"""Letting somebody in to a site's desk, giving them another role, and shutting them out."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, N_, NotFound, Refused
from rejoinder.passkeys.actions import forget_all, reset
from rejoinder.readers.actions import end_sessions_of
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import Actor, Key, NewStaff, Role, Site, StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import COMMAND_LINE, outbox

# The kind of job that writes to somebody who was let in, as the outbox names it.
TELL_STAFF: Final = "staff-invitation"


def check_still_manages(connection: Connection, member: Actor) -> None:
    """Lets an administrator go on who is one at this moment, of several one after the other.

    Of two who remove each other at once, or make each other moderators, one stays.

    Raises:
        Forbidden: they are none, or none any more.
    """
    check_still_may(connection, member, Act.MANAGE_STAFF)


def check_still_may(connection: Connection, member: Actor, act: Act) -> None:
    """Lets somebody go on who may do this at this moment, whoever removes them, or revokes their
    key, meanwhile.

    Raises:
        Forbidden: they may not, or not any more.
    """
    site_actions.lock_staff(connection, member.site_id)
    now: Actor | None
    if isinstance(member, Key):
        now = site_queries.key_by_id(connection, member.site_id, member.id)
    else:
        now = site_queries.staff_member(connection, member.site_id, member.email)
    if now is None:
        raise Forbidden(N_("This page is for the people who look after the comments."))
    require(now, act)


def let_in(connection: Connection, site: Site, new: NewStaff, *, by: Actor, now: datetime) -> bool:
    """Makes somebody staff and leaves a letter to them; or changes who is: then no letter goes.

    Returns whether they are new.

    Raises:
        Forbidden: it takes an administrator, and nobody changes their own role.
        Invalid: their role acts everywhere, or a section is none.
        Refused: a key would leave the site without an administrator.
    """
    check_still_manages(connection, by)
    if isinstance(by, StaffMember) and new.email == by.email:
        raise Forbidden(N_("Another administrator has to change your role."), code="not-yourself")
    before = site_queries.staff_member(connection, site.id, new.email)
    is_new = before is None
    if before is not None and new.role is not Role.ADMINISTRATOR:
        _check_one_stays(connection, before, by)
    member = site_actions.invite(connection, site, new, now=now, by=by.signature)
    if is_new:
        # What a key is called tells somebody new nothing.
        who = by.name if isinstance(by, StaffMember) else site.name
        outbox.put(connection, TELL_STAFF, {"staff_id": member.id, "by": who}, now=now)
    return is_new


def reset_passkeys(
    connection: Connection, site_id: int, email: str, *, by: StaffMember | None, now: datetime
) -> int:
    """Lets somebody who lost their passkeys begin anew; returns how many are forgotten.

    They are signed out everywhere. `by` is None at the command line.

    Raises:
        Forbidden: it takes an administrator, and for oneself another one.
        NotFound: nobody with this address works here.
    """
    if by is not None:
        check_still_manages(connection, by)
    member = _member(connection, site_id, email)
    if by is not None and by.id == member.id:
        raise Forbidden(
            N_("Remove your own on the page of your passkeys, or ask another administrator."),
            code="not-yourself",
        )
    signature = COMMAND_LINE if by is None else by.signature
    return reset(connection, member, by=signature, now=now)


def _member(connection: Connection, site_id: int, email: str) -> StaffMember:
    member = site_queries.staff_member(connection, site_id, email)
    if member is None:
        raise NotFound(N_("Nobody with this address works here."), code="unknown-staff")
    return member


def _check_one_stays(connection: Connection, member: StaffMember, by: Actor) -> None:
    """Lets a key go on that leaves the site an administrator; one who acts is one themselves."""
    if isinstance(by, StaffMember) or member.role is not Role.ADMINISTRATOR:
        return
    others = (each for each in site_queries.all_staff(connection, by.site_id) if each != member)
    if not any(each.role is Role.ADMINISTRATOR for each in others):
        raise Refused(
            N_("They are the only administrator: make somebody else one first."),
            code="last-administrator",
        )


def remove_staff(
    connection: Connection,
    site_id: int,
    email: str,
    *,
    now: datetime,
    by: Actor | None = None,
) -> StaffMember:
    """Shuts the desk to somebody at once and signs them out everywhere; returns who it was.

    What they decided stays decided, in their name. `by` is None at the command line.

    Raises:
        Forbidden: it takes an administrator, and nobody removes themselves: one always stays.
        NotFound: nobody with this address works here.
        Refused: a key would leave the site without an administrator.
    """
    site_actions.lock_staff(connection, site_id)
    if by is not None:
        check_still_manages(connection, by)
    member = _member(connection, site_id, email)
    if isinstance(by, StaffMember) and by.id == member.id:
        raise Forbidden(N_("Another administrator has to remove you."), code="not-yourself")
    if by is not None:
        _check_one_stays(connection, member, by)
    signature = COMMAND_LINE if by is None else by.signature
    site_actions.remove(connection, member, now=now, by=signature)
    forget_all(connection, member)
    end_sessions_of(connection, site_id, email, now=now)
    return member
