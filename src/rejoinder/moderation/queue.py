"""What waits for a person, the most doubtful first, with all that a person needs to decide.

A page costs a handful of statements, however many comments stand on it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, func, literal, select

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_ids, comment_from
from rejoinder.comments.tables import comments
from rejoinder.moderation.authors import AuthorRecord, authors_of
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.queue_priority import doubt, urgency
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.tables import appeals, reports

# Of a longer queue only those that wait longest are ranked; the others come as these are decided.
CONSIDERED = 400
# As much of the conversation above a comment as explains it.
ABOVE = 3


class View(StrEnum):
    """Which part of the queue somebody looks at."""

    ALL = "all"
    HELD = "held"
    REPORTED = "reported"
    APPEALED = "appealed"


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A reader's complaint that nobody has answered."""

    reason: str
    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """An author's request that a person look again."""

    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One comment as a person needs to see it to decide."""

    comment: Comment
    article: Article
    above: tuple[Comment, ...]
    """The conversation above it, the nearest last, ABOVE at most; of any state."""
    decision: Decision
    reports: tuple[OpenReport, ...]
    appeal: OpenAppeal | None
    author: AuthorRecord
    since: datetime | None
    """Since when it waits for a person; None where it does not."""
    doubt: float


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, and how many wait in each part of it."""

    items: tuple[Item, ...]
    counts: Mapping[View, int]


@dataclass(slots=True)
class _Wait:
    """Why a comment waits: at least one of held, reported, appealed."""

    since: datetime
    held: bool = False
    reports: int = 0
    appealed: bool = False

    def stands_in(self, view: View) -> bool:
        return {
            View.ALL: True,
            View.HELD: self.held,
            View.REPORTED: self.reports > 0,
            View.APPEALED: self.appealed,
        }[view]


def queue(
    connection: Connection,
    site_id: int,
    policy: Policy,
    *,
    now: datetime,
    limit: int = 20,
    view: str = "all",
) -> Queue:
    """The comments that a person should see next; `queue_priority.urgency` says in which order.

    `policy` is the site's; by it an author's record earns a standing.
    """
    waits = _waits(connection, site_id)
    chosen = View(view)
    inside = [comment_id for comment_id, wait in waits.items() if wait.stands_in(chosen)]
    longest = sorted(inside, key=lambda each: (waits[each].since, each))[:CONSIDERED]
    decisions = latest_decisions(connection, longest)

    def urgent_first(comment_id: int) -> tuple[int, datetime, int]:
        wait = waits[comment_id]
        unsure = doubt(decisions[comment_id].judgement)
        band = urgency(unsure, now - wait.since, wait.reports + int(wait.appealed))
        return -band, wait.since, comment_id

    first = sorted(longest, key=urgent_first)[:limit]
    items = _items(connection, policy, first, decisions, waits, now=now)
    return Queue(items=items, counts=_counts(waits.values()))


def counts(connection: Connection, site_id: int) -> Mapping[View, int]:
    """How many wait in each part of the queue."""
    return _counts(_waits(connection, site_id).values())


def item(
    connection: Connection, site_id: int, policy: Policy, comment_id: int, *, now: datetime
) -> Item:
    """One comment of this site, whether it waits or not. The caller knows that it exists."""
    waits = _waits(connection, site_id, only=comment_id)
    decisions = latest_decisions(connection, [comment_id])
    return _items(connection, policy, [comment_id], decisions, waits, now=now)[0]


def _waits(connection: Connection, site_id: int, *, only: int | None = None) -> dict[int, _Wait]:
    """Why and since when each comment waits. Withdrawn ones do not: nobody can decide them."""
    which = (comments.c.id == only) if only is not None else (comments.c.site_id == site_id)
    waits: dict[int, _Wait] = {}
    held = select(comments.c.id, comments.c.held_at, comments.c.created_at).where(
        which, comments.c.site_id == site_id, comments.c.state == State.HELD
    )
    for row in connection.execute(held):
        waits[row.id] = _Wait(since=row.held_at or row.created_at, held=True)
    for table in (reports, appeals):
        unanswered = (
            select(table.c.comment_id, func.min(table.c.made_at).label("since"), func.count())
            .join(comments, comments.c.id == table.c.comment_id)
            .where(
                which,
                table.c.site_id == site_id,
                table.c.answered_by_id.is_(None),
                comments.c.state != State.WITHDRAWN,
            )
            .group_by(table.c.comment_id)
        )
        for comment_id, since, size in connection.execute(unanswered):
            wait = waits.setdefault(comment_id, _Wait(since=since))
            wait.since = min(wait.since, since)
            if table is reports:
                wait.reports = size
            else:
                wait.appealed = True
    return waits


def _counts(waits: Iterable[_Wait]) -> Mapping[View, int]:
    sizes = Counter(each for wait in waits for each in View if wait.stands_in(each))
    return {each: sizes[each] for each in View}


def _items(
    connection: Connection,
    policy: Policy,
    ids: Sequence[int],
    decisions: Mapping[int, Decision],
    waits: Mapping[int, _Wait],
    *,
    now: datetime,
) -> tuple[Item, ...]:
    if not ids:
        return ()
    waiting = by_ids(connection, ids)
    site_id = waiting[ids[0]].site_id
    articles = article_queries.by_ids(
        connection, site_id, {comment.article_id for comment in waiting.values()}
    )
    above = _above(connection, ids)
    reported, appealed = _reports(connection, ids), _appeals(connection, ids)
    authors = authors_of(connection, policy, list(waiting.values()), now=now)
    return tuple(
        Item(
            comment=waiting[each],
            article=articles[waiting[each].article_id],
            above=tuple(above[each]),
            decision=decisions[each],
            reports=tuple(reported[each]),
            appeal=appealed.get(each),
            author=authors[each],
            since=waits[each].since if each in waits else None,
            doubt=doubt(decisions[each].judgement),
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
    rows = connection.execute(
        select(reports)
        .where(reports.c.comment_id.in_(list(ids)), reports.c.answered_by_id.is_(None))
        .order_by(reports.c.id)
    )
    by_comment: dict[int, list[OpenReport]] = defaultdict(list)
    for row in rows:
        by_comment[row.comment_id].append(OpenReport(row.reason, row.note, row.made_at))
    return by_comment


def _appeals(connection: Connection, ids: Iterable[int]) -> dict[int, OpenAppeal]:
    rows = connection.execute(
        select(appeals)
        .where(appeals.c.comment_id.in_(list(ids)), appeals.c.answered_by_id.is_(None))
        .order_by(appeals.c.id)
    )
    return {row.comment_id: OpenAppeal(row.note, row.made_at) for row in rows}
