"""Somebody begins a job, stops it, lets it go on, takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from rejoinder.desk.bulk.model import KEPT, Choice, Job, JobState, Seen
from rejoinder.desk.bulk.queries import how_many, job_from, progress_of, undoings_of
from rejoinder.desk.filters import sections_of
from rejoinder.desk.tables import bulk_jobs
from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.actions.chosen_reason import Chosen, given_reason
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log

NO_REASON: Final = Chosen("", ())


@dataclass(frozen=True, slots=True)
class BulkDecision:
    """What becomes of all comments of a choice."""

    outcome: Outcome
    reason: str = ""
    """One of EVERYWHERE or of the house's own where they are declined; else it is not kept."""
    note: str = ""
    """For the log; the authors of declined comments read it too."""


def limited_to(connection: Connection, member: Actor, choice: Choice) -> Choice:
    """The same, in the sections alone that somebody looks after."""
    sections = sections_of(connection, member.site_id, member)
    return replace(choice, filter=replace(choice.filter, sections=sections))


def begin(
    connection: Connection,
    member: Actor,
    choice: Choice,
    wanted: BulkDecision,
    seen: Seen,
    *,
    now: datetime,
) -> int:
    """Writes down what a worker is to do, and returns the job's number.

    Only what was there when its beginner looked is decided, and only as it was then.

    Raises:
        Forbidden: they decide nothing.
        Invalid: nothing is chosen, or it is declined without a reason.
    """
    require(member, Act.DECIDE)
    note, chosen = checked_note(wanted.note), _reason(connection, member, wanted)
    choice = limited_to(connection, member, choice)
    expected = how_many(connection, member.site_id, choice)
    if not expected:
        raise Invalid(N_("There is no comment among these."), code="nothing-chosen")
    job = _Begun(choice, wanted.outcome.value, chosen, note, seen, expected)
    return _put(connection, member, job, AuditKind.BULK_BEGUN, now=now)


def _reason(connection: Connection, member: Actor, wanted: BulkDecision) -> Chosen:
    if wanted.outcome is not Outcome.DECLINE:
        return NO_REASON
    given = given_reason(connection, member.site_id, wanted.reason)
    if given is None:
        raise Invalid(
            N_("Please choose a reason: the author is told it."),
            code="reason-missing",
            details={"field": "reason"},
        )
    return given


def undo_all(connection: Connection, member: Actor, job_id: int, *, now: datetime) -> int:
    """Lets a worker take back what a job decided, and returns the number of the job that does.

    What somebody decided later stays as it is. A job that runs is stopped first.

    Raises:
        Forbidden: it is a colleague's, which takes an editor.
        NotFound: their site has no such job.
        Refused: it takes another one back itself, is taken back already, or ended too long ago.
    """
    job = _theirs(connection, member, job_id)
    _check_not_forgotten(job, now)
    if job.undoes_id is not None or undoings_of(connection, [job_id]):
        raise Refused(N_("This can no longer be undone."), code="undone-already")
    if job.state is JobState.RUNNING:
        _set(connection, job, JobState.STOPPED, now=now)
    # What it left as it was, there is nothing to take back of.
    decided = progress_of(connection, [job])[job.id].decided
    begun = _Begun(job.choice, "", NO_REASON, "", job.seen, decided, undoes_id=job.id)
    return _put(connection, member, begun, AuditKind.BULK_UNDONE, now=now)


def stop(connection: Connection, member: Actor, job_id: int, *, now: datetime) -> None:
    """Stops a job; what it has decided stays so.

    Raises:
        Forbidden, NotFound: as `undo_all` does.
    """
    job = _theirs(connection, member, job_id)
    if job.state is JobState.RUNNING:
        _set(connection, job, JobState.STOPPED, now=now)
        _log(connection, member, AuditKind.BULK_STOPPED, job.id, now=now)


def resume(connection: Connection, member: Actor, job_id: int, *, now: datetime) -> None:
    """Lets a job go on where it was stopped, in the name of whoever began it.

    Raises:
        Forbidden, NotFound: as `undo_all` does.
        Refused: it is being taken back, or was stopped too long ago.
    """
    job = _theirs(connection, member, job_id)
    _check_not_forgotten(job, now)
    if undoings_of(connection, [job_id]):
        raise Refused(N_("This is being undone, and cannot go on."), code="undone-already")
    if job.state is JobState.STOPPED:
        _set(connection, job, JobState.RUNNING, now=now)
        _log(connection, member, AuditKind.BULK_RESUMED, job.id, now=now)


def _check_not_forgotten(job: Job, now: datetime) -> None:
    if job.is_forgotten(now):
        raise Refused(
            N_("That is too long ago: which comments it was is kept for %(days)s days."),
            code="too-long-ago",
            days=KEPT.days,
        )


@dataclass(frozen=True, slots=True)
class _Begun:
    choice: Choice
    outcome: str
    reason: Chosen
    note: str
    seen: Seen
    expected: int
    undoes_id: int | None = None


def _theirs(connection: Connection, member: Actor, job_id: int) -> Job:
    """A job that somebody may stop, and that no worker has in hand until we have committed."""
    locked = select(bulk_jobs).where(
        bulk_jobs.c.id == job_id, bulk_jobs.c.site_id == member.site_id
    )
    row = connection.execute(locked.with_for_update()).first()
    if row is None:
        raise NotFound(N_("There is no such job."), code="no-such-job")
    job = job_from(row)
    require(member, Act.UNDO_OWN if job.is_begun_by(member) else Act.UNDO_ANOTHERS)
    return job


def _put(
    connection: Connection, member: Actor, job: _Begun, kind: AuditKind, *, now: datetime
) -> int:
    words: Mapping[str, Any] = next((each.facts for each in job.reason.findings), {})
    job_id: int = connection.execute(
        insert(bulk_jobs)
        .values(
            site_id=member.site_id,
            staff_id=member.staff_id,
            key_id=member.key_id,
            choice=job.choice.to_dict(),
            outcome=job.outcome,
            reason=job.reason.rule,
            reason_title=words.get("title"),
            reason_text=words.get("text"),
            note=job.note,
            undoes_id=job.undoes_id,
            seen_comment_id=job.seen.comment_id,
            seen_decision_id=job.seen.decision_id,
            expected=job.expected,
            state=JobState.RUNNING,
            gathered_to=0,
            decided_to=0,
            problem="",
            made_at=now,
            worked_at=now,
        )
        .returning(bulk_jobs.c.id)
    ).scalar_one()
    _log(connection, member, kind, job_id, now=now)
    return job_id


def _set(connection: Connection, job: Job, state: JobState, *, now: datetime) -> None:
    ended = now if state is JobState.STOPPED else None
    connection.execute(
        update(bulk_jobs)
        .where(bulk_jobs.c.id == job.id)
        .values(state=state, ended_at=ended, problem="", worked_at=now)
    )


def _log(
    connection: Connection, member: Actor, kind: AuditKind, job_id: int, *, now: datetime
) -> None:
    entry = AuditEntry(member.site_id, kind, str(job_id), member.signature, now)
    audit_log.put(connection, entry)
