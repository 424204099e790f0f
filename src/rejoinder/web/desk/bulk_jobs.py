"""Jobs that decide many comments: how far they are, stopped, going on, taken back."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.desk.bulk.actions import resume, stop, undo_all
from rejoinder.desk.bulk.model import Job, JobState, Progress, Skipped
from rejoinder.desk.bulk.queries import job_by_id, latest_jobs, progress_of, undoings_of
from rejoinder.desk.bulk.working import BEGINNER_GONE
from rejoinder.errors import N_, NotFound, Refused
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, may
from rejoinder.web.app_state import WebRequest
from rejoinder.web.deciders import deciders_of
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.bulk import JOBS, SCORE_NAMES
from rejoinder.web.desk.cards import STATE_NAMES
from rejoinder.web.desk.chosen import author_named, headline_of
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.list_views import JobView
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.scores import figure
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

WHAT = {
    Outcome.PUBLISH: N_("Publish"),
    Outcome.HOLD: N_("Hold"),
    Outcome.DECLINE: N_("Decline"),
}
STATES = {
    JobState.RUNNING: N_("At work"),
    JobState.STOPPED: N_("Stopped"),
    JobState.DONE: N_("Done"),
}
LEFT_OUT = {
    Skipped.CHANGED: N_("decided by somebody, or changed by its author, meanwhile"),
    Skipped.ALREADY: N_("so already"),
    Skipped.OWN_APPEAL: N_("appealed against: somebody else has to answer"),
    Skipped.PASSED_ON: N_("passed on to an editor"),
    Skipped.NOT_THEIRS: N_("not theirs to decide"),
}


@get(JOBS)
@in_thread
def show_jobs(request: WebRequest) -> Response[Any] | Redirect:
    """The newest jobs."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        jobs = latest_jobs(connection, desk.site_id)
        views = _views(connection, desk, jobs)
    return show(desk, "bulk_jobs.html", {"notice": None, "view": "", "jobs": views})


@get(f"{JOBS}/{{job_id:int}}")
@in_thread
def show_job(request: WebRequest, job_id: FromPath[int]) -> Response[Any] | Redirect:
    """How far a job is; a script asks for it again and again."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    return _job(desk, job_id)


@post(f"{JOBS}/{{job_id:int}}/stopping")
@in_thread
def stop_job(request: WebRequest, job_id: FromPath[int]) -> Response[Any]:
    """Stops it; what it decided stays so."""
    return _acted(request, job_id, stop)


@post(f"{JOBS}/{{job_id:int}}/resumption")
@in_thread
def resume_job(request: WebRequest, job_id: FromPath[int]) -> Response[Any]:
    """Lets it go on."""
    return _acted(request, job_id, resume)


@post(f"{JOBS}/{{job_id:int}}/undoing")
@in_thread
def undo_job(request: WebRequest, job_id: FromPath[int]) -> Response[Any]:
    """Takes back what it decided, as a job of its own."""
    return _acted(request, job_id, undo_all)


def _acted(request: WebRequest, job_id: int, act: Callable[..., int | None]) -> Response[Any]:
    desk = staff_only(request, Act.DECIDE)
    try:
        with desk.context.database.writing() as connection:
            begun = act(connection, desk.member, job_id, now=desk.context.now)
    except Refused as failure:
        return _job(desk, job_id, problem(desk, failure), status=status_of(failure))
    return Redirect(f"{JOBS}/{begun or job_id}", status_code=303)


def _job(
    desk: DeskContext, job_id: int, notice: DeskNotice | None = None, *, status: int = 200
) -> Response[Any]:
    with desk.context.database.reading() as connection:
        job = job_by_id(connection, desk.site_id, job_id)
        if job is None:
            raise NotFound(N_("There is no such job."), code="no-such-job")
        (view,) = _views(connection, desk, [job])
    values = {"notice": notice, "view": "", "job": view}
    if desk.by_script:
        return fragment(desk, "bulk_progress.html", values)
    return show(desk, "bulk_job.html", values, status=status)


def _views(connection: Connection, desk: DeskContext, jobs: list[Job]) -> list[JobView]:
    deciders, progress = deciders_of(connection, desk.site_id), progress_of(connection, jobs)
    undone_by = undoings_of(connection, [each.id for each in jobs])
    translator = desk.context.translator
    return [
        JobView(
            id=each.id,
            what=_what(translator, each),
            of=_of(connection, desk, each),
            who=deciders.who(translator, each.staff_id, each.key_id),
            note=each.note,
            state=each.state.value,
            state_name=translator.translate(STATES[each.state]),
            problem=_problem(translator, each),
            made_at=each.made_at,
            ended_at=each.ended_at,
            expected=max(each.expected, progress[each.id].items),
            decided=progress[each.id].decided,
            left_out=_left_out(translator, progress[each.id]),
            left_out_count=progress[each.id].left_out,
            undoes_id=each.undoes_id,
            undone_by=undone_by.get(each.id),
            is_mine_to_stop=_may_stop(desk.member, each),
        )
        for each in jobs
    ]


def _may_stop(member: StaffMember, job: Job) -> bool:
    return may(member, Act.UNDO_OWN if job.is_begun_by(member) else Act.UNDO_ANOTHERS)


def _what(translator: Translator, job: Job) -> str:
    if job.outcome is None:
        return translator.translate(N_("Undo job %(number)s"), number=job.undoes_id)
    what = translator.translate(WHAT[job.outcome])
    why = job.reason_title or (rule_title(translator, job.reason) if job.reason else "")
    return f"{what}: {why}" if why else what


def _of(connection: Connection, desk: DeskContext, job: Job) -> str:
    """Which comments it decides, in words."""
    translator, choice = desk.context.translator, job.choice
    chosen, parts = choice.filter, []
    if choice.score:
        low, high = (figure(translator, each / 1000) for each in (choice.low, choice.high))
        name = translator.translate(SCORE_NAMES[choice.score])
        parts.append(
            translator.translate(
                N_("%(score)s %(low)s to %(high)s"), score=name, low=low, high=high
            )
        )
    if chosen.author_id is not None:
        author = author_named(connection, desk, chosen.author_id)
        parts.append(translator.translate(N_("by %(author)s"), author=author))
    if chosen.article_id is not None:
        headline = headline_of(connection, desk, chosen.article_id)
        parts.append(translator.translate(N_("under “%(headline)s”"), headline=headline))
    if chosen.state is not None:
        parts.append(translator.translate(STATE_NAMES[chosen.state]))
    parts.extend(each for each in (chosen.section, chosen.language) if each)
    parts.extend(translator.moment(each) for each in (chosen.since, chosen.until) if each)
    return " · ".join(parts)


def _left_out(translator: Translator, progress: Progress) -> list[tuple[int, str]]:
    return [(size, translator.translate(LEFT_OUT[why])) for why, size in progress.skipped.items()]


def _problem(translator: Translator, job: Job) -> str:
    if not job.problem:
        return ""
    if job.problem == BEGINNER_GONE:
        return translator.translate(N_("Whoever began it works here no longer."))
    return translator.translate(
        N_("Something went wrong with one of the comments. You can let it go on.")
    )
