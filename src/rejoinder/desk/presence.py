"""Who has the queue open. Each process of the server knows its own, and tells the others by the
store: what one of them said counts for a little longer than until it says so again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select

from rejoinder.desk.tables import staff_here
from rejoinder.sites.tables import staff
from rejoinder.storage import Prepared, lock_until_commit

# Where nobody comes or goes.
SAID_EVERY: Final = timedelta(seconds=20)
# A process that ended says nothing more; one that is busy is late.
HERE_FOR: Final = timedelta(seconds=50)

# Asked at each key.
_ELSEWHERE: Final = Prepared(
    select(staff.c.name, staff.c.id)
    .join(staff_here, staff_here.c.staff_id == staff.c.id)
    .where(
        staff_here.c.site_id == bindparam("site_id"),
        staff_here.c.process != bindparam("process"),
        staff_here.c.until > bindparam("now"),
        staff.c.removed_at.is_(None),
    )
    .distinct()
)

Person = tuple[int, int]
"""The numbers of a site, and of a member of its staff."""


def say_here(
    connection: Connection, process: str, people: Iterable[Person], *, now: datetime
) -> None:
    """These, and no others, have the queue open in the process that is called `process`."""
    lock_until_commit(connection, f"staff at {process}")
    connection.execute(delete(staff_here).where(staff_here.c.process == process))
    rows = [
        {"process": process, "site_id": site_id, "staff_id": staff_id, "until": now + HERE_FOR}
        for site_id, staff_id in sorted(set(people))
    ]
    if rows:
        connection.execute(insert(staff_here), rows)


def here_elsewhere(
    connection: Connection, site_id: int, process: str, *, now: datetime
) -> set[tuple[str, int]]:
    """Who of a site has the queue open in other processes: their names and numbers."""
    values = {"site_id": site_id, "process": process, "now": now}
    return {(name, number) for name, number in _ELSEWHERE.raw(connection, values)}


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Throws away what processes said that say nothing more."""
    connection.execute(delete(staff_here).where(staff_here.c.until <= now))
