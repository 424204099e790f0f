"""What somebody at the desk looks for again and again, kept under a name of theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from rejoinder.desk.tables import saved_filters
from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.sites.model import StaffMember
from rejoinder.storage import lock_until_commit
from rejoinder.text import tidy_line

# More names than that nobody finds anything by.
MOST: Final = 20
LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A part of the queue under somebody's own name for it."""

    id: int
    name: str
    query: Mapping[str, str]
    """What it asks, by the names that an address has for it."""


def saved_by(connection: Connection, member: StaffMember) -> list[SavedFilter]:
    """Somebody's filters, by name."""
    rows = connection.execute(
        select(saved_filters.c.id, saved_filters.c.name, saved_filters.c.query).where(
            saved_filters.c.staff_id == member.id
        )
    )
    found = (SavedFilter(row.id, row.name, row.query) for row in rows)
    return sorted(found, key=lambda each: each.name.casefold())


def save(
    connection: Connection,
    member: StaffMember,
    name: str,
    query: Mapping[str, str],
    *,
    now: datetime,
) -> SavedFilter:
    """Keeps a filter.

    Raises:
        Invalid: it has no name, or a longer one than there is room for.
        Refused: they have one of this name, or as many as there can be.
    """
    called = _checked(name)
    lock_until_commit(connection, f"filters of {member.id}")
    theirs = saved_by(connection, member)
    if any(each.name.casefold() == called.casefold() for each in theirs):
        raise Refused(
            N_("You have a filter called “%(name)s” already."), code="name-taken", name=called
        )
    if len(theirs) >= MOST:
        raise Refused(
            N_("You have %(most)s filters. Please delete one that you do not need."),
            code="too-many-filters",
            most=MOST,
        )
    values = {"site_id": member.site_id, "staff_id": member.id, "name": called, "made_at": now}
    made = connection.execute(
        insert(saved_filters).values(query=dict(query), **values).returning(saved_filters.c.id)
    )
    return SavedFilter(made.scalar_one(), called, query)


def forget(connection: Connection, member: StaffMember, filter_id: int) -> None:
    """Deletes a filter of theirs.

    Raises:
        NotFound: they have none of this number.
    """
    theirs = (saved_filters.c.id == filter_id) & (saved_filters.c.staff_id == member.id)
    if not connection.execute(delete(saved_filters).where(theirs)).rowcount:
        raise NotFound(N_("You have no such filter."))


def _checked(name: str) -> str:
    called = tidy_line(name, LONGEST_NAME)
    if not called:
        raise Invalid(N_("Please give the filter a name."), code="name-missing")
    return called
