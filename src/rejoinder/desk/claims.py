"""Who has a comment before them: taken for a while, so that two never work on the same card.

Whoever leaves a card to colleagues is not given it again for a while, as long as one of them is
here who may decide it; else it comes back to them when all else is done.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update

from rejoinder.comments.tables import comments
from rejoinder.desk.tables import claims, closed_pages, left_cards
from rejoinder.errors import N_, Refused
from rejoinder.sites.model import StaffMember
from rejoinder.sites.tables import staff
from rejoinder.storage import Prepared, lock_until_commit

# Long enough to read a conversation, short enough that nothing stays behind a cup of coffee.
HELD_FOR: Final = timedelta(minutes=5)
# Time for a colleague to come upon it; then it is for whoever is there.
LEFT_FOR: Final = timedelta(minutes=30)
# Longer than any word of a page is under way.
CLOSED_FOR: Final = timedelta(minutes=5)
# Asked at each key, some of them several times.
_TAKEN: Final = Prepared(
    select(claims, staff.c.name, comments.c.author_name)
    .join(staff, staff.c.id == claims.c.staff_id)
    .join(comments, comments.c.id == claims.c.comment_id)
    .where(
        claims.c.site_id == bindparam("site_id"),
        claims.c.until > bindparam("now"),
        staff.c.removed_at.is_(None),
    )
    .order_by(claims.c.comment_id)
)
_LEFT: Final = Prepared(
    select(left_cards.c.comment_id).where(
        left_cards.c.staff_id == bindparam("staff_id"), left_cards.c.until > bindparam("now")
    )
)


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
    """Takes a comment, though it was left to colleagues, or keeps it for longer.

    Raises:
        Refused: a colleague has it.
    """
    _take_turns(connection, site_id)
    connection.execute(delete(left_cards).where(_left(comment_id, member)))
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
    but: Collection[int] = (),
    now: datetime,
) -> list[int]:
    """Takes those of these comments that nobody else has, and returns which, in their order.

    `but` is what they leave to colleagues who are here: that is not taken again.
    """
    _take_turns(connection, site_id)
    held = claims_of(connection, site_id, now=now)
    free = [
        each
        for each in wanted
        if each not in but and (each not in held or held[each].staff_id == member.id)
    ]
    if free:
        connection.execute(delete(claims).where(claims.c.comment_id.in_(free)))
        common = {"site_id": site_id, "staff_id": member.id, "until": now + HELD_FOR}
        connection.execute(insert(claims), [{"comment_id": each, **common} for each in free])
    return free


def release(connection: Connection, member: StaffMember, *comment_ids: int) -> None:
    """Gives back what somebody has; without any named, everything."""
    _take_turns(connection, member.site_id)
    theirs = claims.c.staff_id == member.id
    if comment_ids:
        theirs &= claims.c.comment_id.in_(comment_ids)
    connection.execute(delete(claims).where(theirs))


def are_in_tab(
    connection: Connection,
    member: StaffMember,
    comment_ids: Collection[int],
    tab: str,
    page: str = "",
) -> None:
    """A tab of theirs has these before it, and no others.

    What an earlier page of it had is free, though its good-bye was lost or came too early. `page`
    is which page in it says so.
    """
    _take_turns(connection, member.site_id)
    named = claims.c.comment_id.in_(comment_ids)
    theirs = (claims.c.staff_id == member.id) & (claims.c.tab == tab)
    connection.execute(delete(claims).where(theirs, ~named))
    connection.execute(update(claims).where(named).values(tab=tab, page=page))


def close_page(
    connection: Connection,
    member: StaffMember,
    page: str,
    comment_ids: Collection[int],
    *,
    now: datetime,
) -> None:
    """A page of theirs says good-bye, and gives back what it had.

    That may overtake what it said before, and be overtaken by the first word of the page that comes
    after it: of that page nothing is taken.
    """
    _take_turns(connection, member.site_id)
    theirs = (claims.c.staff_id == member.id) & claims.c.page.in_(["", page])
    connection.execute(delete(claims).where(theirs, claims.c.comment_id.in_(comment_ids)))
    if not _is_closed(connection, member, page):
        row = {"staff_id": member.id, "page": page, "until": now + CLOSED_FOR}
        connection.execute(insert(closed_pages).values(row))


def may_take(connection: Connection, member: StaffMember, page: str) -> bool:
    """Whether a page of theirs is still open, whatever of its words came first."""
    _take_turns(connection, member.site_id)
    return not _is_closed(connection, member, page)


def _is_closed(connection: Connection, member: StaffMember, page: str) -> bool:
    this = (closed_pages.c.staff_id == member.id) & (closed_pages.c.page == page)
    return connection.execute(select(closed_pages.c.page).where(this)).first() is not None


def release_unsaid(connection: Connection, member: StaffMember) -> None:
    """Gives back what the server gave to pages that never said that they have it.

    Such a page was left before its script began, or in a browser without scripts.
    """
    _take_turns(connection, member.site_id)
    unsaid = (claims.c.staff_id == member.id) & (claims.c.tab == "")
    connection.execute(delete(claims).where(unsaid))


def leave(connection: Connection, comment_id: int, member: StaffMember, *, now: datetime) -> None:
    """Gives a comment back, for colleagues to decide."""
    release(connection, member, comment_id)
    connection.execute(delete(left_cards).where(_left(comment_id, member)))
    row = {"comment_id": comment_id, "staff_id": member.id, "until": now + LEFT_FOR}
    connection.execute(insert(left_cards).values(row))


def left_by(connection: Connection, member: StaffMember, *, now: datetime) -> frozenset[int]:
    """The comments that somebody leaves to colleagues at present."""
    rows = _LEFT.raw(connection, {"staff_id": member.id, "now": now})
    return frozenset(number for (number,) in rows)


def leavers_of(
    connection: Connection, comment_ids: Collection[int], *, now: datetime
) -> Mapping[int, frozenset[int]]:
    """Who leaves each of these comments to colleagues at present, by their numbers."""
    asked = left_cards.c.comment_id.in_(comment_ids) & (left_cards.c.until > now)
    leavers: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for row in connection.execute(select(left_cards).where(asked)):
        leavers[row.comment_id] |= {row.staff_id}
    return leavers


def _take_turns(connection: Connection, site_id: int) -> None:
    """One after the other for the whole site, from before the first row is touched.

    Of two who open the queue at once, each gets others, and neither waits for the other's rows.
    """
    lock_until_commit(connection, f"claims of {site_id}")


def _left(comment_id: int, member: StaffMember) -> ColumnElement[bool]:
    return (left_cards.c.comment_id == comment_id) & (left_cards.c.staff_id == member.id)


def end(connection: Connection, comment_id: int) -> None:
    """Nobody has it before them any more, and nobody leaves it: it is decided."""
    for table in (claims, left_cards):
        connection.execute(delete(table).where(table.c.comment_id == comment_id))


def claims_of(connection: Connection, site_id: int, *, now: datetime) -> Mapping[int, Claim]:
    """What is taken on a site at present, by the comments' numbers.

    What somebody had who works there no more is free.
    """
    found = (
        Claim(row.comment_id, row.staff_id, row.name, row.until, row.author_name)
        for row in _TAKEN.all(connection, {"site_id": site_id, "now": now})
    )
    return {each.comment_id: each for each in found}


def forget_old(connection: Connection, *, now: datetime) -> None:
    """Throws away what has ended."""
    for table in (claims, left_cards, closed_pages):
        connection.execute(delete(table).where(table.c.until <= now))
