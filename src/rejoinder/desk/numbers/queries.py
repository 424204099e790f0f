"""What happened in a period, counted in the store."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    case,
    func,
    literal,
    select,
)

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.numbers import became
from rejoinder.desk.numbers.conditions import BY_PERSON, HOLD_ENDED_BY, NO_UNDOING, OURS, within
from rejoinder.desk.numbers.model import (
    Decided,
    Load,
    Numbers,
    OfArticle,
    Period,
    ReadTwice,
    Wait,
)
from rejoinder.desk.numbers.queue_length import queue_length
from rejoinder.desk.numbers.stays import stays_of
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import appeals, decisions, reports, second_readings
from rejoinder.sites.tables import staff
from rejoinder.storage import Moment
from rejoinder.storage.moments import hour_of, seconds_between


def numbers_of(connection: Connection, site_id: int, period: Period, *, now: datetime) -> Numbers:
    """All of them. What was undone later still counts as what it was; an undoing is no decision."""
    return Numbers(
        period=period,
        decided=tuple(_decided(connection, site_id, period)),
        waits=tuple(_waits(connection, site_id, period, now=now)),
        queue=tuple(queue_length(stays_of(connection, site_id, period), period, now=now)),
        rules=tuple(became.rules(connection, site_id, period)),
        articles=tuple(_articles(connection, site_id, period)),
        load=tuple(load_of(connection, site_id, period)),
        judged=tuple(became.judged(connection, site_id, period)),
        revised=tuple(became.revised(connection, site_id, period)),
        appealed=tuple(became.appealed(connection, site_id, period)),
        declined=tuple(became.declined(connection, site_id, period)),
        read_twice=tuple(_read_twice(connection, site_id, period)),
    )


def own_numbers_of(connection: Connection, site_id: int, period: Period, staff_id: int) -> Numbers:
    """What one member of staff decided, and what became of it."""
    theirs = decisions.c.staff_id == staff_id
    return Numbers(
        period=period,
        decided=tuple(_decided(connection, site_id, period, theirs)),
        load=tuple(load_of(connection, site_id, period, theirs)),
    )


def _decided(
    connection: Connection, site_id: int, period: Period, *whose: ColumnElement[bool]
) -> Iterator[Decided]:
    hour = hour_of(decisions.c.made_at)
    by = (hour, decisions.c.made_by, decisions.c.outcome)
    rows = connection.execute(
        select(*by, func.count())
        .where(*within(decisions, site_id, period), NO_UNDOING, OURS, *whose)
        .group_by(*by)
    )
    for at, made_by, outcome, number in rows:
        yield Decided(at, made_by == "staff", outcome, int(number))


def _waits(
    connection: Connection, site_id: int, period: Period, *, now: datetime
) -> Iterator[Wait]:
    """What the policy held, what readers reported, and what authors appealed against.

    Several reports of one comment that one decision answers are one wait, as is a comment that its
    author changed while it was held. What left the queue without a person is no wait: what its
    author took back, or mended so that the policy posted it.
    """
    seen: set[tuple[str, int, int | None]] = set()
    asked = (
        ("held", _held(site_id, period, now)),
        ("reported", _complained(reports, site_id, period, now)),
        ("appealed", _complained(appeals, site_id, period, now)),
    )
    for kind, query in asked:
        for comment_id, answer_id, hour, seconds in connection.execute(query):
            if (kind, comment_id, answer_id) not in seen:
                seen.add((kind, comment_id, answer_id))
                yield Wait(hour, float(seconds), answer_id is not None)


def _held(site_id: int, period: Period, now: datetime) -> Select[Any]:
    answer = decisions.alias("answer")
    return (
        _wait(decisions, answer, now)
        .join(comments, comments.c.id == decisions.c.comment_id)
        .outerjoin(answer, answer.c.id == HOLD_ENDED_BY)
        .where(
            *within(decisions, site_id, period),
            *(decisions.c.outcome == Outcome.HOLD, ~BY_PERSON, OURS),
            case(
                (answer.c.id.is_(None), comments.c.state != State.WITHDRAWN),
                else_=answer.c.made_by == "staff",
            ),
        )
        .order_by(decisions.c.id)
    )


def _complained(table: Table, site_id: int, period: Period, now: datetime) -> Select[Any]:
    answer = decisions.alias("answer")
    return (
        _wait(table, answer, now)
        .outerjoin(answer, answer.c.id == table.c.answered_by_id)
        .where(*within(table, site_id, period))
        .order_by(table.c.id)
    )


def _wait(table: Any, answer: Any, now: datetime) -> Select[Any]:
    return select(
        table.c.comment_id,
        answer.c.id.label("answer_id"),
        hour_of(table.c.made_at),
        seconds_between(table.c.made_at, func.coalesce(answer.c.made_at, literal(now, Moment))),
    ).select_from(table)


def _articles(connection: Connection, site_id: int, period: Period) -> Iterator[OfArticle]:
    counted = (
        select(comments.c.article_id, comments.c.state, func.count().label("number"))
        .where(*within(comments, site_id, period, "created_at"), comments.c.state.in_(list(State)))
        .group_by(comments.c.article_id, comments.c.state)
        .subquery()
    )
    rows = connection.execute(
        select(
            *(counted.c.article_id, articles.c.headline, articles.c.section),
            *(counted.c.state, counted.c.number),
        ).join(articles, articles.c.id == counted.c.article_id)
    )
    yield from (OfArticle(*row[:4], int(row.number)) for row in rows)


def load_of(
    connection: Connection, site_id: int, period: Period, *whose: ColumnElement[bool]
) -> Iterator[Load]:
    """What each member of staff did, whoever did most first; `whose` leaves others out."""
    mine = [decisions.c.staff_id.is_not(None), *within(decisions, site_id, period), *whose]
    sizes: dict[int, Counter[str]] = defaultdict(Counter)
    hours: dict[int, set[str]] = defaultdict(set)
    by = (decisions.c.staff_id, hour_of(decisions.c.made_at), decisions.c.outcome)
    query = select(*by, func.count()).where(*mine, NO_UNDOING).group_by(*by)
    for who, hour, outcome, number in connection.execute(query):
        sizes[who][outcome] += int(number)
        hours[who].add(hour)
    undone, appealed, overturned = _taken_back(connection, mine)
    names = connection.execute(select(staff.c.id, staff.c.name).where(staff.c.id.in_(list(sizes))))
    made = [
        Load(
            staff_id=row.id,
            name=row.name,
            published=sizes[row.id]["publish"],
            held=sizes[row.id]["hold"],
            declined=sizes[row.id]["decline"],
            hours=len(hours[row.id]),
            undone=undone[row.id],
            appealed=appealed[row.id],
            overturned=overturned[row.id],
        )
        for row in names
    ]
    return iter(sorted(made, key=lambda each: (-each.decisions, each.name)))


def _taken_back(
    connection: Connection, mine: list[ColumnElement[bool]]
) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Of whose decisions how many were undone, answered on appeal, and overturned by that."""
    undoing, answer = decisions.alias("undoing"), decisions.alias("answer")
    undone = connection.execute(
        select(decisions.c.staff_id, func.count())
        .join(undoing, undoing.c.undoes_id == decisions.c.id)
        .where(*mine)
        .group_by(decisions.c.staff_id)
    )
    other = func.sum(case((answer.c.outcome != decisions.c.outcome, 1), else_=0))
    asked = connection.execute(
        select(decisions.c.staff_id, func.count(), other)
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .join(answer, answer.c.id == appeals.c.answered_by_id)
        .where(*mine)
        .group_by(decisions.c.staff_id)
    ).all()
    return (
        Counter({who: int(number) for who, number in undone}),
        Counter({row[0]: int(row[1]) for row in asked}),
        Counter({row[0]: int(row[2]) for row in asked}),
    )


def _read_twice(connection: Connection, site_id: int, period: Period) -> Iterator[ReadTwice]:
    first, second = staff.alias("first"), staff.alias("second")
    by = (
        *(first.c.name, second.c.name, second_readings.c.rule),
        *(decisions.c.outcome, second_readings.c.outcome),
    )
    rows = connection.execute(
        select(*by, func.count())
        .select_from(second_readings)
        .join(decisions, decisions.c.id == second_readings.c.decision_id)
        .join(first, first.c.id == decisions.c.staff_id)
        .join(second, second.c.id == second_readings.c.staff_id)
        .where(*within(second_readings, site_id, period, "read_at"))
        .group_by(*by)
    )
    yield from (ReadTwice(*row) for row in rows)
