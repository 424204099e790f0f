"""The comments of a stretch of the queue, each with all that a person needs to decide.

A page costs a handful of statements, however many comments stand on it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, func, literal, select

from rejoinder.articles import queries as article_queries
from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_ids, comment_from
from rejoinder.comments.tables import comments, revisions
from rejoinder.desk.queue.model import Item, OpenAppeal, OpenReport, Queue, Stretch, Waiting
from rejoinder.desk.queue.stretches import places_in
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.moderation.authors import authors_of
from rejoinder.moderation.note_queries import NO_NOTES, notes_of
from rejoinder.moderation.passing_queries import passings_of
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.tables import appeals, decisions, reports
from rejoinder.sites.tables import staff

ALL: Final = Stretch()
# As much of the conversation above a comment as explains it.
ABOVE = 3


def queue(
    connection: Connection,
    site_id: int,
    policy: Policy,
    stretch: Stretch = ALL,
    *,
    now: datetime,
    waiting: Collection[Waiting] | None = None,
) -> Queue:
    """The comments that a person should see next; `order` says in which order.

    `policy` is the site's; by it an author's record earns a standing. `waiting` is what `memory`
    knows to wait; without it, all is read.
    """
    if waiting is None:
        waiting = waiting_comments(connection, site_id, now=now)
    places = places_in(waiting, stretch, now=now)
    unknown = [each for each in places.numbers if each not in stretch.known]
    items = _items(connection, policy, unknown, places.page, now=now)
    return Queue(places.numbers, items, places.counts, places.start, places.length)


def item(
    connection: Connection, site_id: int, policy: Policy, comment_id: int, *, now: datetime
) -> Item:
    """One comment of this site, whether it waits or not. The caller knows that it exists."""
    waiting = waiting_comments(connection, site_id, only=(comment_id,))
    return _items(connection, policy, [comment_id], waiting, now=now)[0]


def _items(
    connection: Connection,
    policy: Policy,
    ids: Sequence[int],
    waiting: Iterable[Waiting],
    *,
    now: datetime,
) -> tuple[Item, ...]:
    if not ids:
        return ()
    found = by_ids(connection, ids)
    site_id = found[ids[0]].site_id
    articles = article_queries.by_ids(
        connection, site_id, {comment.article_id for comment in found.values()}
    )
    since = {each.comment_id: each.since for each in waiting}
    above, latest = _above(connection, ids), latest_decisions(connection, ids)
    reported, appealed = _reports(connection, ids), _appeals(connection, ids)
    notes = notes_of(connection, found.values())
    passings = passings_of(connection, site_id, ids)
    authors = authors_of(connection, policy, list(found.values()), now=now)
    return tuple(
        Item(
            comment=found[each],
            article=articles[found[each].article_id],
            above=tuple(above[each]),
            decision=latest[each],
            reports=tuple(reported[each]),
            appeal=appealed.get(each),
            author=authors[each],
            since=since.get(each),
            notes=notes.get(each, NO_NOTES),
            passing=passings.get(each),
        )
        for each in ids
    )


def _above(connection: Connection, ids: Iterable[int]) -> dict[int, list[Comment]]:
    """The conversations above several comments, each from the farthest to the nearest."""
    climb = (
        select(
            comments.c.id.label("leaf"), comments.c.parent_id.label("at"), literal(1).label("up")
        )
        .where(comments.c.id.in_(list(ids)), comments.c.parent_id.is_not(None))
        .cte("climb", recursive=True)
    )
    climb = climb.union_all(
        select(climb.c.leaf, comments.c.parent_id, climb.c.up + 1)
        .join(comments, comments.c.id == climb.c.at)
        .where(climb.c.up < ABOVE, comments.c.parent_id.is_not(None))
    )
    rows: Iterable[Row[tuple[object, ...]]] = connection.execute(
        select(climb.c.leaf, comments)
        .join(comments, comments.c.id == climb.c.at)
        .order_by(climb.c.leaf, climb.c.up.desc())
    )
    above: dict[int, list[Comment]] = defaultdict(list)
    for row in rows:
        above[row.leaf].append(comment_from(row))
    return above


def _reports(connection: Connection, ids: Iterable[int]) -> dict[int, list[OpenReport]]:
    was = (
        (revisions.c.comment_id == reports.c.comment_id)
        & (revisions.c.number == reports.c.revision)
        & (revisions.c.number < comments.c.revision)
    )
    rows = connection.execute(
        select(reports, revisions.c.source)
        .join(comments, comments.c.id == reports.c.comment_id)
        .outerjoin(revisions, was)
        .where(reports.c.comment_id.in_(list(ids)), reports.c.answered_by_id.is_(None))
        .order_by(reports.c.id)
    )
    by_comment: dict[int, list[OpenReport]] = defaultdict(list)
    for row in rows:
        report = OpenReport(row.reason, row.note, row.made_at, row.source or "")
        by_comment[row.comment_id].append(report)
    return by_comment


def _appeals(connection: Connection, ids: Iterable[int]) -> dict[int, OpenAppeal]:
    colleagues = (
        select(func.count())
        .where(
            staff.c.site_id == appeals.c.site_id,
            staff.c.removed_at.is_(None),
            staff.c.id != decisions.c.staff_id,
        )
        .scalar_subquery()
    )
    name = select(staff.c.name).where(staff.c.id == decisions.c.staff_id).scalar_subquery()
    rows = connection.execute(
        select(appeals, name.label("first"), colleagues.label("colleagues"))
        .join(decisions, decisions.c.id == appeals.c.decision_id)
        .where(appeals.c.comment_id.in_(list(ids)), appeals.c.answered_by_id.is_(None))
        .order_by(appeals.c.id)
    )
    return {
        row.comment_id: OpenAppeal(
            row.note,
            row.made_at,
            decided_by=row.first or "",
            alone=row.first is not None and not row.colleagues,
        )
        for row in rows
    }
