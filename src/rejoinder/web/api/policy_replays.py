"""Replays of drafts over the API: how far one is, what it found, which comments would change."""

from collections.abc import Sequence
from itertools import dropwhile
from typing import Annotated, Final

from litestar import Response, get, post
from litestar.params import FromPath, Parameter
from sqlalchemy import Connection

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.workbench.actions import cancel_replay
from rejoinder.moderation.workbench.figures import Figures, Share
from rejoinder.moderation.workbench.model import ReplayJob
from rejoinder.moderation.workbench.queries import replay_by_id
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY, Limit
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.policy import POLICY, key_for_rules
from rejoinder.web.api.policy_trial_model import (
    BeforeAfter,
    ChangedComment,
    ChangedCommentPage,
    DayCount,
    FiguresOut,
    Move,
    ReplayOut,
    RuleCount,
    ShareOut,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import signers_of
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

ONE: Final = f"{POLICY}/replays/{{replay_id:int}}"
Was = Annotated[Outcome, Parameter(description="What became of them.")]
Becomes = Annotated[Outcome, Parameter(description="What would become of them.")]


@get(
    ONE,
    operation_id="get_policy_replay",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_policy_replay(request: WebRequest, replay_id: FromPath[int]) -> Response[ReplayOut]:
    """How far a replay is; then its figures. Needs a key with `admin`."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    with context.database.reading() as connection:
        return Response(one_replay(connection, context, replay_id))


@get(
    f"{ONE}/comments",
    operation_id="list_policy_replay_comments",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_policy_replay_comments(
    request: WebRequest,
    replay_id: FromPath[int],
    was: Was,
    becomes: Becomes,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[ChangedCommentPage]:
    """Up to five hundred comments that would change in one way, the newest first."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    after = last_row(cursor)
    with context.database.reading() as connection:
        job = replay_by_id(connection, context.site.id, replay_id)
    if job.figures is None:
        raise NotFound(N_("This replay has no figures yet."), code="replay-not-done")
    kept = job.figures.changed.get(f"{was} {becomes}", [])
    found = [
        ChangedComment(each.comment_id, each.was_by, each.becomes_by)
        for each in (
            kept if after is None else dropwhile(lambda one: one.comment_id >= after, kept)
        )
    ]
    page, following = one_page(found, limit, lambda each: each.comment_id)
    return Response(ChangedCommentPage(list(page), following))


@post(
    f"{ONE}/cancelling",
    operation_id="cancel_policy_replay",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def cancel_policy_replay(request: WebRequest, replay_id: FromPath[int]) -> Response[ReplayOut]:
    """Stops a replay; one that has ended stays as it is."""
    context = context_of(request)
    key_for_rules(context)
    with context.database.writing() as connection:
        job = replay_by_id(connection, context.site.id, replay_id)
        cancel_replay(connection, job, now=context.now)
        return Response(one_replay(connection, context, replay_id), status_code=201)


def one_replay(connection: Connection, context: RequestContext, replay_id: int) -> ReplayOut:
    """A replay as the API tells of it. Raises NotFound."""
    job = replay_by_id(connection, context.site.id, replay_id)
    return replays_told(connection, context, [job])[0]


def replays_told(
    connection: Connection, context: RequestContext, jobs: Sequence[ReplayJob]
) -> list[ReplayOut]:
    """The same of several."""
    signers = signers_of(connection, context.translator, context.site.id)
    return [
        ReplayOut(
            id=each.id,
            draft_id=each.draft_id,
            days=each.days,
            sections=list(each.sections),
            state=each.state.value,
            asked_by=signers.name(each.asked_by),
            asked_at=iso(each.asked_at),
            ended_at=None if each.ended_at is None else iso(each.ended_at),
            done=each.done,
            total=each.total,
            figures=None if each.figures is None else _figures(each.figures),
        )
        for each in jobs
    ]


def _figures(figures: Figures) -> FiguresOut:
    was, becomes = figures.rules_was, figures.rules_becomes
    return FiguresOut(
        comments=figures.comments,
        unjudged=figures.unjudged,
        moves=[
            Move(one.value, other.value, count)
            for one in Outcome
            for other in Outcome
            if (count := figures.move(one, other))
        ],
        rules=[
            RuleCount(each, was.get(each, 0), becomes.get(each, 0))
            for each in sorted({*was, *becomes})
        ],
        days=[
            DayCount(each.day.isoformat(), each.comments, each.held_was, each.held_becomes)
            for each in figures.days
        ],
        precision=_both(figures.precision(before=True), figures.precision(before=False)),
        recall=_both(figures.recall(before=True), figures.recall(before=False)),
        upheld=_both(figures.upheld(before=True), figures.upheld(before=False)),
    )


def _both(was: Share, becomes: Share) -> BeforeAfter:
    return BeforeAfter(_share(was), _share(becomes))


def _share(share: Share) -> ShareOut:
    return ShareOut(share.part, share.whole, *share.interval)
