"""What staff do with a comment and with its author beside deciding: pins, picks, standings."""

from datetime import timedelta

from litestar import Response, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from rejoinder.articles.sections import section_of
from rejoinder.moderation.actions import picks, pins
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.readers.model import Standing
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import DESK, WITH_KEY
from rejoinder.web.api.moderation_model import CommentMarks, MarksIn, StandingIn, StandingOut
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread


@patch(
    f"{DESK}/comments/{{comment_id:int}}",
    operation_id="mark_comment",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def mark_comment(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[MarksIn]
) -> Response[CommentMarks]:
    """Makes a comment one of the newsroom's picks, puts it first in its thread, or neither."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        comment = pins.find_to_pin(connection, context.site.id, comment_id)
        if data.picked is not UNSET:
            pick = picks.pick if data.picked else picks.unpick
            pick(connection, comment, key, now=context.now)
        if data.pinned is not UNSET:
            pin = pins.pin if data.pinned else pins.unpin
            pin(connection, comment, key, now=context.now)
        now = find(connection, context.site.id, comment_id)
    marks = CommentMarks(now.id, picked=now.picked_at is not None, pinned=now.pinned_at is not None)
    return Response(marks)


@post(
    f"{DESK}/comments/{{comment_id:int}}/standings",
    operation_id="give_standing",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def give_standing(
    request: WebRequest, comment_id: FromPath[int], data: JSONBody[StandingIn]
) -> Response[StandingOut]:
    """Watches, bans or trusts the author of a comment; `new` takes back what was given."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    until = None if data.days is None else context.now + timedelta(days=data.days)
    with context.database.writing() as connection:
        comment = find(connection, context.site.id, comment_id)
        section = section_of(connection, comment.article_id)
        wanted = NewStanding(Standing(data.standing), data.reason, until, section)
        address = address_of(connection, comment)
        number = give(connection, address, key, wanted, now=context.now)
    ends = None if until is None else iso(until)
    return Response(StandingOut(number, data.standing, ends), status_code=201)
