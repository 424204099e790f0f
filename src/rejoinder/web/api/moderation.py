"""The desk over the API: the queue, decisions, the log, and threads closed and opened."""

import re
from typing import Annotated

from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody, Parameter

from rejoinder.articles import queries as article_queries
from rejoinder.articles.actions import close_thread, open_thread
from rejoinder.comments import queries as comment_queries
from rejoinder.desk.queue import Stretch, View, item, queue
from rejoinder.moderation.actions.decide import (
    StaffDecision,
    ban,
    decide_as_staff,
    find,
    made_already,
    undo,
)
from rejoinder.moderation.house_reasons import house_reasons_of
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import decision_log, history, policy_of
from rejoinder.moderation.staff_reasons import EVERYWHERE
from rejoinder.sites.model import Scope
from rejoinder.sites.roles import Act, require
from rejoinder.web.api.articles import summary
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.model import ArticleSummary
from rejoinder.web.api.moderated import AnswerToStaff
from rejoinder.web.api.moderation_model import (
    CommentHistory,
    DecisionIn,
    DecisionOut,
    DecisionPage,
    DecisionReasonList,
    DecisionReasonOut,
    QueueCounts,
    QueuePage,
    SiteCommentPage,
    ThreadIn,
)
from rejoinder.web.api.paging import Cursor, bad_cursor, last_row, one_page
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.thread_pool import in_thread

DESK = "/api/v1/moderation"
WITH_KEY = [{"key": list[str]()}]
Part = Annotated[View, Parameter(description="Which part of the queue; `mine` is empty.")]
Limit = Annotated[int, Parameter(ge=1, le=100, description="How many at most.")]
_QUEUE_CURSOR = re.compile(r"([0-9]{1,6})-([0-9]{1,18})")


@get(
    f"{DESK}/queue",
    operation_id="list_queue",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_queue(
    request: WebRequest, view: Part = View.ALL, cursor: Cursor = None, limit: Limit = 20
) -> Response[QueuePage]:
    """What waits for a person, the most urgent first. Needs a key that may moderate."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    start, after = (0, None) if cursor is None else _read_cursor(cursor)
    with context.database.reading() as connection:
        policy = policy_of(connection, context.site.id).policy
        stretch = Stretch(view, start, limit, after)
        waiting = context.app_state.queue.waiting(connection, context.site.id, now=context.now)
        found = queue(
            connection, context.site.id, policy, stretch, now=context.now, waiting=waiting
        )
        told = AnswerToStaff.of(connection, context)
    further = found.start + len(found.items) < found.length
    last = found.items[-1].comment.id if found.items else 0
    return Response(
        QueuePage(
            comments=[told.moderated(each) for each in found.items],
            next=f"{found.start}-{last}" if further and last else None,
            counts=QueueCounts(
                **{each.value: found.counts[each] for each in View if each is not View.MINE}
            ),
        )
    )


@get(
    f"{DESK}/comments/{{comment_id:int}}",
    operation_id="get_moderated_comment",
    tags=["moderation"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_moderated_comment(
    request: WebRequest, comment_id: FromPath[int]
) -> Response[CommentHistory]:
    """One comment, whether it waits or not, and every decision about it."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    site_id = context.site.id
    with context.database.reading() as connection:
        comment_queries.by_id(connection, site_id, comment_id)
        policy = policy_of(connection, site_id).policy
        found = item(connection, site_id, policy, comment_id, now=context.now)
        past = history(connection, comment_id)
        told = AnswerToStaff.of(connection, context)
    decisions = [told.decision(each) for each in reversed(past)]
    return Response(CommentHistory(told.moderated(found), decisions))


@get(
    "/api/v1/decision-reasons",
    operation_id="list_decision_reasons",
    tags=["moderation"],
    responses=error_responses(404),
)
@in_thread
def list_decision_reasons(request: WebRequest) -> Response[DecisionReasonList]:
    """The reasons for which a person declines, as their author reads them."""
    context = context_of(request)
    translate = context.translator.translate
    with context.database.reading() as connection:
        own = house_reasons_of(connection, context.site.id)
    reasons = [
        DecisionReasonOut(reason, translate(words.title), translate(words.message))
        for reason, words in EVERYWHERE.items()
    ]
    reasons += [DecisionReasonOut(each.value, each.title, each.text) for each in own]
    return Response(DecisionReasonList(reasons))


@post(
    f"{DESK}/comments/{{comment_id:int}}/decisions",
    operation_id="decide",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def decide(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[DecisionIn]
) -> Response[DecisionOut]:
    """Publishes, holds or declines a comment. The same call twice decides once."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    outcome = Outcome.DECLINE if data.ban else Outcome(data.outcome)
    wanted = StaffDecision(outcome, data.seen, data.reason, data.note)
    act = ban if data.ban else decide_as_staff
    with context.database.writing() as connection:
        comment = find(connection, context.site.id, comment_id)
        decision = made_already(connection, comment, key, wanted)
        if decision is None:
            decision = act(connection, comment, key, wanted, now=context.now)
        told = AnswerToStaff.of(connection, context).decision(decision)
    return Response(told, status_code=201)


@post(
    f"{DESK}/comments/{{comment_id:int}}/decisions/{{decision_id:int}}/undoing",
    operation_id="undo_decision",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def undo_decision(
    request: WebRequest, comment_id: FromPath[int], decision_id: FromPath[int]
) -> Response[DecisionOut]:
    """Takes the newest decision back: its own; with a key for an editor's acts anybody's."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        comment = find(connection, context.site.id, comment_id)
        decision = undo(connection, comment, key, decision_id, now=context.now)
        told = AnswerToStaff.of(connection, context).decision(decision)
    return Response(told, status_code=201)


@get(
    f"{DESK}/decisions",
    operation_id="list_decisions",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_decisions(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[DecisionPage]:
    """The log: every decision about the site's comments, newest first."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    before = last_row(cursor)
    with context.database.reading() as connection:
        found = decision_log(connection, context.site.id, before=before, limit=limit + 1)
        told = AnswerToStaff.of(connection, context)
    page, following = one_page(found, limit)
    return Response(DecisionPage([told.decision(each) for each in page], following))


@put(
    "/api/v1/articles/{article_id:int}/thread",
    operation_id="put_thread",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 413, 415),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def put_thread(
    request: WebRequest, article_id: FromPath[int], data: JSONBody[ThreadIn]
) -> Response[ArticleSummary]:
    """Closes an article's thread, or opens it again; a moderator's key only closes."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE, Scope.ARTICLES)
    if not key.opens(Scope.ARTICLES):
        require(key, Act.CLOSE_THREAD if data.closed else Act.OPEN_THREAD)
    site = context.site
    with context.database.writing() as connection:
        article = article_queries.even_unpublished(connection, site.id, article_id)
        if data.closed and article.closed_at is None:
            close_thread(connection, article, now=context.now)
        elif not data.closed and article.closed_at is not None:
            open_thread(connection, article, now=context.now)
        article = article_queries.even_unpublished(connection, site.id, article_id)
    return Response(summary(context, article))


@get(
    "/api/v1/comments",
    operation_id="list_site_comments",
    tags=["comments"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_site_comments(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[SiteCommentPage]:
    """All comments of the site in the order in which they came. Needs a key that may read."""
    context = context_of(request)
    key = require_scope(context, Scope.READ)
    after = last_row(cursor) or 0
    with context.database.reading() as connection:
        found = comment_queries.of_site(connection, context.site.id, after=after, limit=limit + 1)
        page, following = one_page(found, limit)
        told = AnswerToStaff.of(connection, context)
        comments = told.site_comments(connection, page, for_moderators=key.opens(Scope.MODERATE))
    return Response(SiteCommentPage(comments, following))


def _read_cursor(raw: str) -> tuple[int, int]:
    found = _QUEUE_CURSOR.fullmatch(raw)
    if found is None:
        raise bad_cursor()
    return int(found[1]), int(found[2])
