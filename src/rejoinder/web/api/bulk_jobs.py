"""Many comments decided at once by a score, over the API: looked at, begun, followed, undone."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from rejoinder.comments.model import State
from rejoinder.desk.bulk.actions import BulkDecision, begin, limited_to, resume, stop, undo_all
from rejoinder.desk.bulk.model import Choice, Job, Seen
from rejoinder.desk.bulk.queries import (
    PAGE,
    how_many,
    in_order,
    job_by_id,
    latest_jobs,
    progress_of,
    seen_now,
    undoings_of,
)
from rejoinder.desk.filters import CommentFilter
from rejoinder.desk.search.indexing import in_thousandths
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Scope
from rejoinder.web.api.bulk_model import (
    ChoiceIn,
    ChoiceOut,
    JobIn,
    JobList,
    JobOut,
    JobSeen,
    ScoredComment,
)
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import DESK, WITH_KEY
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import deciders_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

JOBS = f"{DESK}/jobs"
ONE = f"{JOBS}/{{job_id:int}}"


@post(
    f"{DESK}/choices",
    operation_id="look_at_choice",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
    status_code=200,
)
@in_thread
def look_at_choice(request: WebRequest, data: JSONBody[ChoiceIn]) -> Response[ChoiceOut]:
    """How many comments have a score in a range, and which the highest; changes nothing."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    site_id = context.site.id
    with context.database.reading() as connection:
        choice = limited_to(connection, key, _choice(data))
        count = how_many(connection, site_id, choice)
        first = in_order(connection, site_id, choice, highest_first=True)[:PAGE]
        seen = seen_now(connection)
    comments = [ScoredComment(number, score / 1000) for number, score in first]
    return Response(ChoiceOut(count, comments, JobSeen(seen.comment_id, seen.decision_id)))


@post(
    JOBS,
    operation_id="begin_job",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def begin_job(request: WebRequest, data: JSONBody[JobIn]) -> Response[JobOut]:
    """Lets all comments of a choice be decided, as whoever asks saw them."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    wanted = BulkDecision(Outcome(data.outcome), data.reason, data.note)
    seen = Seen(data.seen.comment_id, data.seen.decision_id)
    with context.database.writing() as connection:
        choice = _choice(data.choice)
        number = begin(connection, key, choice, wanted, seen, now=context.now)
        return _one(connection, context, number, status=201)


@get(
    JOBS,
    operation_id="list_jobs",
    tags=["moderation"],
    responses=error_responses(403, 404),
    security=WITH_KEY,
)
@in_thread
def list_jobs(request: WebRequest) -> Response[JobList]:
    """The newest hundred jobs, the last one first."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    with context.database.reading() as connection:
        jobs = latest_jobs(connection, context.site.id)
        return Response(JobList(_told(connection, context, jobs)))


@get(
    ONE,
    operation_id="get_job",
    tags=["moderation"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_job(request: WebRequest, job_id: FromPath[int]) -> Response[JobOut]:
    """How far a job is."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    with context.database.reading() as connection:
        return _one(connection, context, job_id, status=200)


@post(
    f"{ONE}/stopping",
    operation_id="stop_job",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def stop_job(request: WebRequest, job_id: FromPath[int]) -> Response[JobOut]:
    """Stops a job; what it decided stays so."""
    return _acted(request, job_id, stop)


@post(
    f"{ONE}/resumption",
    operation_id="resume_job",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def resume_job(request: WebRequest, job_id: FromPath[int]) -> Response[JobOut]:
    """Lets a job go on."""
    return _acted(request, job_id, resume)


@post(
    f"{ONE}/undoing",
    operation_id="undo_job",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def undo_job(request: WebRequest, job_id: FromPath[int]) -> Response[JobOut]:
    """Takes back what a job decided, as a job of its own, which is answered."""
    return _acted(request, job_id, undo_all)


def _acted(request: WebRequest, job_id: int, act: Callable[..., int | None]) -> Response[JobOut]:
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        begun = act(connection, key, job_id, now=context.now)
        return _one(connection, context, begun or job_id, status=201)


def _choice(told: ChoiceIn) -> Choice:
    low, high = (in_thousandths(each) or 0 for each in sorted((told.low, told.high)))
    chosen: dict[str, Any] = {
        "article_id": told.article_id,
        "author_id": told.author_id,
        "since": _moment(told.since, "since"),
        "until": _moment(told.until, "until"),
        "language": told.language,
    }
    state = None if told.state is None else State(told.state)
    return Choice(
        CommentFilter(state=state, section=told.section or None, **chosen), told.score, low, high
    )


def _moment(told: datetime | None, name: str) -> datetime | None:
    try:
        return None if told is None else told.astimezone(UTC)
    except OverflowError:
        raise Invalid(N_("No calendar has that time."), details={"field": name}) from None


def _one(
    connection: Connection, context: RequestContext, job_id: int, *, status: int
) -> Response[JobOut]:
    job = job_by_id(connection, context.site.id, job_id)
    if job is None:
        raise NotFound(N_("There is no such job."), code="no-such-job")
    return Response(_told(connection, context, [job])[0], status_code=status)


def _told(connection: Connection, context: RequestContext, jobs: Sequence[Job]) -> list[JobOut]:
    deciders, progress = deciders_of(connection, context.site.id), progress_of(connection, jobs)
    undone_by = undoings_of(connection, [each.id for each in jobs])
    return [
        JobOut(
            id=each.id,
            state=each.state.value,
            outcome=None if each.outcome is None else each.outcome.value,
            reason=each.reason,
            note=each.note,
            by=deciders.who(context.translator, each.staff_id, each.key_id),
            undoes_id=each.undoes_id,
            undone_by=undone_by.get(each.id),
            expected=max(each.expected, progress[each.id].items),
            decided=progress[each.id].decided,
            left_out={why.value: size for why, size in progress[each.id].skipped.items()},
            problem=each.problem,
            made_at=iso(each.made_at),
            ended_at=None if each.ended_at is None else iso(each.ended_at),
        )
        for each in jobs
    ]
