"""Taking somebody off a site's staff."""

from datetime import datetime

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, N_, NotFound
from rejoinder.readers.actions import end_sessions_of
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require


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
        require(by, Act.MANAGE_STAFF)
    member = site_queries.staff_member(connection, site_id, email)
    if member is None:
        raise NotFound(N_("Nobody with this address works here."), code="unknown-staff")
    if by is not None and by.id == member.id:
        raise Forbidden(N_("Another editor has to remove you."), code="not-yourself")
    site_actions.remove(connection, member, now=now)
    end_sessions_of(connection, site_id, email, now=now)
    return member
