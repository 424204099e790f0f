"""Passing a comment on to an editor, giving it back with an answer, and taking either back."""

from litestar import Response, post
from litestar.params import FromPath, JSONBody
from sqlalchemy import Connection

from rejoinder.comments.model import Comment
from rejoinder.desk.claims import end as end_claim
from rejoinder.moderation.actions import passings
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.passing_queries import comment_passed_on, passings_of
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderated import AnswerToStaff
from rejoinder.web.api.moderation import DESK, WITH_KEY
from rejoinder.web.api.moderation_model import PassingOut
from rejoinder.web.api.note_model import NoteIn, PassingIn, PassingLeft
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.thread_pool import in_thread


@post(
    f"{DESK}/comments/{{comment_id:int}}/passings",
    operation_id="pass_on",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def pass_on(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[PassingIn]
) -> Response[PassingOut]:
    """Asks an editor to decide, with a note or without."""
    context = context_of(request)
    key, now = require_scope(context, Scope.MODERATE), context.now
    with context.database.writing() as connection:
        comment = find(connection, context.site.id, comment_id)
        passings.pass_on(connection, comment, key, data.note, seen=data.seen, now=now)
        end_claim(connection, comment.id)
        return _passed(connection, context, comment)


@post(
    f"{DESK}/passings/{{passing_id:int}}/answers",
    operation_id="answer_passing",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def answer_passing(
    request: WebRequest, passing_id: FromPath[int], data: JSONBody[NoteIn]
) -> Response[PassingOut]:
    """Gives a comment back, with an answer to whoever passed it on. Needs a key with `admin`."""
    context = context_of(request)
    key, now = require_scope(context, Scope.MODERATE), context.now
    with context.database.writing() as connection:
        comment = _comment(connection, context, passing_id)
        passings.give_back(connection, comment, passing_id, key, data.note, now=now)
        end_claim(connection, comment.id)
        return _passed(connection, context, comment)


@post(
    f"{DESK}/passings/{{passing_id:int}}/undoing",
    operation_id="undo_passing",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def undo_passing(request: WebRequest, passing_id: FromPath[int]) -> Response[PassingLeft]:
    """Takes the answer back; where there is none, the passing on. With `admin` anybody's."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        comment = _comment(connection, context, passing_id)
        passings.take_back(connection, comment, passing_id, key, now=context.now)
        left = passings_of(connection, context.site.id, [comment.id]).get(comment.id)
        told = AnswerToStaff.of(connection, context)
    passing = None if left is None else told.passing(left)
    return Response(PassingLeft(comment.id, passing), status_code=201)


def _comment(connection: Connection, context: RequestContext, passing_id: int) -> Comment:
    site_id = context.site.id
    return find(connection, site_id, comment_passed_on(connection, site_id, passing_id))


def _passed(
    connection: Connection, context: RequestContext, comment: Comment
) -> Response[PassingOut]:
    passing = passings_of(connection, context.site.id, [comment.id])[comment.id]
    told = AnswerToStaff.of(connection, context).passing(passing)
    return Response(told, status_code=201)
