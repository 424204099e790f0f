"""Comments by their scores, and how far jobs are."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    case,
    func,
    select,
)

from rejoinder.comments.tables import comments
from rejoinder.desk.bulk.model import (
    BARS,
    STEP,
    Choice,
    Histogram,
    Job,
    JobState,
    Progress,
    Seen,
    Skipped,
)
from rejoinder.desk.filters import conditions
from rejoinder.desk.tables import SCORES, bulk_items, bulk_jobs, comment_scores
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions

PAGE: Final = 20
MOST_JOBS: Final = 100


def histogram(connection: Connection, site_id: int, choice: Choice) -> Histogram:
    """How the score of the choice is spread over the comments of its filter, in one statement."""
    score = comment_scores.c[choice.score]
    place = case((score >= 1000, BARS - 1), else_=score // STEP).label("place")
    rows = connection.execute(
        select(
            place,
            func.count().label("size"),
            func.count(case((score.between(choice.low, choice.high), 1))).label("inside"),
        )
        .select_from(choice_table(choice))
        .where(*conditions(site_id, choice.filter), *_language(choice), score.is_not(None))
        .group_by(place)
    ).all()
    sizes = {int(row.place): int(row.size) for row in rows}
    return Histogram(
        tuple(sizes.get(bar, 0) for bar in range(BARS)), sum(int(row.inside) for row in rows)
    )


def in_order(
    connection: Connection, site_id: int, choice: Choice, *, highest_first: bool, start: int = 0
) -> list[tuple[int, int]]:
    """Comments of the choice by their score, each with it; one more than PAGE where there are."""
    score = comment_scores.c[choice.score]
    by = score.desc() if highest_first else score
    rows = connection.execute(
        select(comments.c.id, score.label("score"))
        .select_from(choice_table(choice))
        .where(*chosen(site_id, choice))
        .order_by(by, comments.c.id.desc())
        .limit(PAGE + 1)
        .offset(start)
    )
    return [(row.id, row.score) for row in rows]


def how_many(connection: Connection, site_id: int, choice: Choice) -> int:
    """How many comments there are of the choice."""
    counted = select(func.count()).select_from(choice_table(choice)).where(*chosen(site_id, choice))
    return int(connection.execute(counted).scalar_one())


def chosen(site_id: int, choice: Choice) -> list[ColumnElement[bool]]:
    """What a row of `choice_table` must be to be among them."""
    found = conditions(site_id, choice.filter)
    found.extend(_language(choice))
    if choice.score in SCORES:
        found.append(comment_scores.c[choice.score].between(choice.low, choice.high))
    return found


def _language(choice: Choice) -> list[ColumnElement[bool]]:
    if choice.filter.language is None:
        return []
    return [comment_scores.c.language == choice.filter.language]


def choice_table(choice: Choice) -> FromClause:
    """Comments, with their scores where these are asked."""
    if choice.score not in SCORES and choice.filter.language is None:
        return comments
    return comments.join(comment_scores, comment_scores.c.comment_id == comments.c.id)


def seen_now(connection: Connection) -> Seen:
    """How far the store has come, for whoever looks at it now."""
    comment_id, decision_id = (
        connection.execute(select(func.max(table.c.id))).scalar() or 0
        for table in (comments, decisions)
    )
    return Seen(int(comment_id), int(decision_id))


def job_by_id(connection: Connection, site_id: int, job_id: int) -> Job | None:
    """A job of this site."""
    row = connection.execute(
        select(bulk_jobs).where(bulk_jobs.c.id == job_id, bulk_jobs.c.site_id == site_id)
    ).first()
    return None if row is None else job_from(row)


def undoings_of(connection: Connection, job_ids: Collection[int]) -> dict[int, int]:
    """Of these jobs that are taken back, the number of the job that does so."""
    undone = bulk_jobs.c.undoes_id
    rows = connection.execute(select(undone, bulk_jobs.c.id).where(undone.in_(job_ids)))
    return {row.undoes_id: row.id for row in rows}


def latest_jobs(connection: Connection, site_id: int) -> list[Job]:
    """The newest jobs of a site, the last one first."""
    rows = connection.execute(
        select(bulk_jobs)
        .where(bulk_jobs.c.site_id == site_id)
        .order_by(bulk_jobs.c.id.desc())
        .limit(MOST_JOBS)
    )
    return [job_from(row) for row in rows]


def progress_of(connection: Connection, jobs: Sequence[Job]) -> dict[int, Progress]:
    """How far each of these is, counted from what was done."""
    rows = connection.execute(
        select(
            bulk_items.c.job_id,
            bulk_items.c.skipped,
            func.count().label("size"),
            func.count(bulk_items.c.decision_id).label("decided"),
        )
        .where(bulk_items.c.job_id.in_([each.id for each in jobs]))
        .group_by(bulk_items.c.job_id, bulk_items.c.skipped)
    ).all()
    items, decided = Counter[int](), Counter[int]()
    skipped: dict[int, Counter[Skipped]] = {each.id: Counter() for each in jobs}
    for row in rows:
        items[row.job_id] += row.size
        decided[row.job_id] += row.decided
        if row.skipped:
            skipped[row.job_id][Skipped(row.skipped)] += row.size
    return {each.id: Progress(items[each.id], decided[each.id], skipped[each.id]) for each in jobs}


def job_from(row: Row[Any]) -> Job:
    """A stored row as a job."""
    return Job(
        id=row.id,
        site_id=row.site_id,
        staff_id=row.staff_id,
        key_id=row.key_id,
        choice=Choice.from_dict(row.choice),
        outcome=Outcome(row.outcome) if row.outcome else None,
        reason=row.reason,
        note=row.note,
        undoes_id=row.undoes_id,
        seen=Seen(row.seen_comment_id, row.seen_decision_id),
        expected=row.expected,
        state=JobState(row.state),
        gathered=row.gathered,
        gathered_to=row.gathered_to,
        decided_to=row.decided_to,
        problem=row.problem,
        made_at=row.made_at,
        ended_at=row.ended_at,
        reason_title=row.reason_title or "",
        reason_text=row.reason_text or "",
    )
