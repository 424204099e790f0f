"""Who has a comment before them: taken for a while, so that two never work on the same card."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select

from rejoinder.comments.tables import comments
from rejoinder.desk.tables import claims
from rejoinder.errors import N_, Refused
from rejoinder.sites.model import StaffMember
from rejoinder.sites.tables import staff
from rejoinder.storage import lock_until_commit

# Long enough to read a conversation, short enough that nothing stays behind a cup of coffee.
HELD_FOR: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody has a comment before them."""

    comment_id: int
    staff_id: int
    name: str
    until: datetime
    author: str = ""
    """Whose comment it is."""


def claim(
    connection: Connection, site_id: int, comment_id: int, member: StaffMember, *, now: datetime
) -> Claim:
    """Takes a comment, or keeps it for longer.

    Raises:
        Refused: a colleague has it.
    """
    if not claim_free(connection, site_id, [comment_id], member, now=now):
        held = claims_of(connection, site_id, now=now)[comment_id]
        raise Refused(N_("%(name)s has this one before them."), code="claimed", name=held.name)
    return Claim(comment_id, member.id, member.name, now + HELD_FOR)


def claim_free(
    connection: Connection,
    site_id: int,
    wanted: Iterable[int],
    member: StaffMember,
    *,
    now: datetime,
) -> list[int]:
    """Takes those of these comments that nobody else has, and returns which, in their order."""
    # One after the other for the whole site: of two who open the queue at once, each gets others.
    lock_until_commit(connection, f"claims of {site_id}")
    held = claims_of(connection, site_id, now=now)
    free = [each for each in wanted if each not in held or held[each].staff_id == member.id]
    if free:
        connection.execute(delete(claims).where(claims.c.comment_id.in_(free)))
        rows = [
            {"comment_id": each, "site_id": site_id, "staff_id": member.id, "until": now + HELD_FOR}
            for each in free
        ]
        connection.execute(insert(claims), rows)
    return free


def release(connection: Connection, member: StaffMember, *comment_ids: int) -> None:
    """Gives back what somebody has; without any named, everything."""
    theirs = claims.c.staff_id == member.id
    if comment_ids:
        theirs &= claims.c.comment_id.in_(comment_ids)
    connection.execute(delete(claims).where(theirs))


def end(connection: Connection, comment_id: int) -> None:
    """Nobody has it before them any more, for it is decided."""
    connection.execute(delete(claims).where(claims.c.comment_id == comment_id))


def claims_of(connection: Connection, site_id: int, *, now: datetime) -> Mapping[int, Claim]:
    """What is taken on a site at present, by the comments' numbers.

    What somebody had who works there no more is free.
    """
    rows = connection.execute(
        select(claims, staff.c.name, comments.c.author_name)
        .join(staff, staff.c.id == claims.c.staff_id)
        .join(comments, comments.c.id == claims.c.comment_id)
        .where(claims.c.site_id == site_id, claims.c.until > now, staff.c.removed_at.is_(None))
        .order_by(claims.c.comment_id)
    )
    found = (
        Claim(row.comment_id, row.staff_id, row.name, row.until, row.author_name) for row in rows
    )
    return {each.comment_id: each for each in found}


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Throws away what has ended."""
    connection.execute(delete(claims).where(claims.c.until <= now))
