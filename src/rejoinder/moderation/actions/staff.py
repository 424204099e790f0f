"""Taking somebody off a site's staff."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, N_, NotFound
from rejoinder.readers.actions import end_sessions_of
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import COMMAND_LINE, lock_until_commit


def check_still_manages(connection: Connection, member: StaffMember) -> None:
    """Lets an editor go on who is one at this moment, of several one after the other.

    Of two who remove each other at once, or make each other moderators, one stays an editor.

    Raises:
        Forbidden: they are none, or none any more.
    """
    lock_until_commit(connection, f"staff of {member.site_id}")
    now = site_queries.staff_member(connection, member.site_id, member.email)
    if now is None:
        raise Forbidden(N_("This page is for the people who look after the comments."))
    require(now, Act.MANAGE_STAFF)


def remove_staff(
    connection: Connection,
    site_id: int,
    email: str,
    *,
    now: datetime,
    by: StaffMember | None = None,
) -> StaffMember:
    """Shuts the desk to somebody at once and signs them out everywhere; returns who it was.

    What they decided stays decided, in their name. `by` is None at the command line.

    Raises:
        Forbidden: it takes an editor, and nobody removes themselves: one editor always stays.
        NotFound: nobody with this address works here.
    """
    if by is not None:
        check_still_manages(connection, by)
    member = site_queries.staff_member(connection, site_id, email)
    if member is None:
        raise NotFound(N_("Nobody with this address works here."), code="unknown-staff")
    if by is not None and by.id == member.id:
        raise Forbidden(N_("Another editor has to remove you."), code="not-yourself")
    signature = COMMAND_LINE if by is None else by.signature
    site_actions.remove(connection, member, now=now, by=signature)
    end_sessions_of(connection, site_id, email, now=now)
    return member
