"""What the worker does of a job: a part at a time, each in a transaction of its own.

How far it has come stands in the job's row, written in the same transaction as what was done: a
process that is killed has done each comment once or not at all, and another goes on from there.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, literal, select, update
from sqlalchemy.sql import Select

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment
from rejoinder.comments.tables import comments
from rejoinder.desk.bulk.model import Job, JobState, Skipped
from rejoinder.desk.bulk.queries import choice_table, chosen, job_from
from rejoinder.desk.tables import bulk_items, bulk_jobs
from rejoinder.errors import Forbidden, Refused
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find, undo
from rejoinder.moderation.actions.decision_log import STATE_AFTER, lock_together
from rejoinder.moderation.house_reasons import worded
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.passing_queries import is_for_editors, passings_of
from rejoinder.moderation.tables import appeals, decisions, reports
from rejoinder.sites.model import Actor, Scope
from rejoinder.sites.queries import key_by_id, staff_by_id

# Some hundredths of a second, during which nobody else writes on SQLite.
GATHERED_AT_ONCE: Final = 1000
DECIDED_AT_ONCE: Final = 20
# What a job is stopped by where its beginner works here no longer.
BEGINNER_GONE: Final = "beginner-gone"


def anything_to_decide(connection: Connection) -> bool:
    """Whether a job waits to be done."""
    running = bulk_jobs.c.state == JobState.RUNNING
    return connection.execute(select(bulk_jobs.c.id).where(running).limit(1)).first() is not None


def take_job(connection: Connection) -> Job | None:
    """The job that has waited longest; until we have committed no other worker gets it."""
    row = connection.execute(
        select(bulk_jobs)
        .where(bulk_jobs.c.state == JobState.RUNNING)
        .order_by(bulk_jobs.c.worked_at, bulk_jobs.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    return None if row is None else job_from(row)


def work_on(connection: Connection, job: Job, *, now: datetime) -> None:
    """Does a part of a job that was taken in the same transaction."""
    member = _beginner(connection, job)
    if member is None:
        stop_for(connection, job.id, BEGINNER_GONE, now=now)
    elif not job.gathered:
        _gather(connection, job, now=now)
    else:
        _decide_some(connection, job, member, now=now)


def _beginner(connection: Connection, job: Job) -> Actor | None:
    """Who began it, if they still work here, or their key still opens the desk."""
    if job.key_id is not None:
        key = key_by_id(connection, job.site_id, job.key_id)
        return key if key is not None and key.opens(Scope.MODERATE) else None
    return None if job.staff_id is None else staff_by_id(connection, job.staff_id)


def stop_for(connection: Connection, job_id: int, problem: str, *, now: datetime) -> None:
    """Stops a job that cannot go on by itself; `problem` holds no reader's text."""
    stopped = {"state": JobState.STOPPED, "problem": problem[:60], "ended_at": now}
    running = bulk_jobs.c.state == JobState.RUNNING
    connection.execute(update(bulk_jobs).where(bulk_jobs.c.id == job_id, running).values(**stopped))


def _gather(connection: Connection, job: Job, *, now: datetime) -> None:
    """Writes down the next of its comments, as they were when its beginner looked."""
    asked = _of_choice(job) if job.undoes_id is None else _of_undone(job, job.undoes_id)
    rows = connection.execute(asked.limit(GATHERED_AT_ONCE)).all()
    if rows:
        connection.execute(insert(bulk_items), [_item(job, row) for row in rows])
    last = rows[-1].comment_id if rows else job.gathered_to
    _move(connection, job, now, gathered_to=last, gathered=len(rows) < GATHERED_AT_ONCE)


def _of_choice(job: Job) -> Select[Any]:
    latest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id == comments.c.id)
        .correlate(comments)
        .scalar_subquery()
    )
    return (
        select(comments.c.id.label("comment_id"), latest.label("seen_id"))
        .select_from(choice_table(job.choice))
        .where(
            *chosen(job.site_id, job.choice),
            comments.c.id > job.gathered_to,
            comments.c.id <= job.seen.comment_id,
        )
        .order_by(comments.c.id)
    )


def _of_undone(job: Job, undoes_id: int) -> Select[Any]:
    return (
        select(bulk_items.c.comment_id, bulk_items.c.decision_id.label("seen_id"))
        .where(
            bulk_items.c.job_id == undoes_id,
            bulk_items.c.decision_id.is_not(None),
            bulk_items.c.comment_id > job.gathered_to,
        )
        .order_by(bulk_items.c.comment_id)
    )


def _item(job: Job, row: Any) -> dict[str, Any]:
    unseen = job.undoes_id is None and row.seen_id > job.seen.decision_id
    return {
        "job_id": job.id,
        "comment_id": row.comment_id,
        "seen_id": row.seen_id,
        "skipped": Skipped.CHANGED.value if unseen else "",
    }


def _decide_some(connection: Connection, job: Job, member: Actor, *, now: datetime) -> None:
    rows: Sequence[Any] = connection.execute(
        select(bulk_items)
        .where(bulk_items.c.job_id == job.id, bulk_items.c.comment_id > job.decided_to)
        .order_by(bulk_items.c.comment_id)
        .limit(DECIDED_AT_ONCE)
    ).all()
    wanted = [row for row in rows if not row.skipped]
    lock_together(connection, [row.comment_id for row in wanted])
    for row in wanted:
        became = _decide(connection, job, member, row, now=now)
        connection.execute(update(bulk_items).where(*_same(row)).values(**became))
    if rows:
        _move(connection, job, now, decided_to=rows[-1].comment_id)
    if len(rows) < DECIDED_AT_ONCE:
        _move(connection, job, now, state=JobState.DONE, ended_at=now)


def _same(row: Any) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return bulk_items.c.job_id == row.job_id, bulk_items.c.comment_id == row.comment_id


def _decide(
    connection: Connection, job: Job, member: Actor, row: Any, *, now: datetime
) -> dict[str, Any]:
    """What became of one comment, as its row has it."""
    comment = find(connection, job.site_id, row.comment_id)
    if _waits_for_others(connection, comment, member):
        return {"skipped": Skipped.PASSED_ON.value}
    try:
        if job.outcome is None:
            decision = undo(connection, comment, member, row.seen_id, now=now)
        elif _is_so(connection, comment, job.outcome):
            return {"skipped": Skipped.ALREADY.value}
        else:
            # Whatever became of the house's reason since, all are told the same.
            house = worded(job.reason_title, job.reason_text) if job.reason_title else None
            wanted = StaffDecision(job.outcome, row.seen_id, job.reason, job.note, house=house)
            decision = decide_as_staff(connection, comment, member, wanted, now=now)
    except Forbidden:
        return {"skipped": Skipped.NOT_THEIRS.value}
    except Refused as refused:
        own = refused.code != "changed-meanwhile"
        return {"skipped": (Skipped.OWN_APPEAL if own else Skipped.CHANGED).value}
    return {"decision_id": decision.id}


def _waits_for_others(connection: Connection, comment: Comment, member: Actor) -> bool:
    """Whether an editor was asked, and this member is none for its section: on the comment's card
    they would see that, and what is asked."""
    passing = passings_of(connection, comment.site_id, [comment.id]).get(comment.id)
    section = section_of(connection, comment.article_id)
    return is_for_editors(connection, comment.site_id, member, section, passing)


def _is_so(connection: Connection, comment: Comment, outcome: Outcome) -> bool:
    """Whether nothing would change: it is in that state, and no complaint waits for an answer."""
    if STATE_AFTER[outcome] is not comment.state:
        return False
    if outcome is Outcome.HOLD:
        return True
    open_ones = [
        select(literal(1)).where(table.c.comment_id == comment.id, table.c.answered_by_id.is_(None))
        for table in (reports, appeals)
    ]
    return connection.execute(open_ones[0].union_all(open_ones[1])).first() is None


def _move(connection: Connection, job: Job, now: datetime, **values: Any) -> None:
    connection.execute(
        update(bulk_jobs).where(bulk_jobs.c.id == job.id).values(worked_at=now, **values)
    )
