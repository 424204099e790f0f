"""An author's own comment over the API: what became of it, and what they can still do."""

from dataclasses import asdict
from functools import partial

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import comment_url
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.actions.edit import Editing
from rejoinder.moderation.appeal_queries import open_appeal
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.queries import latest_decision
from rejoinder.web.api.comment_model import AppealIn, EditIn, OwnComment
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.for_readers import for_author, reader_behind
from rejoinder.web.api.reasons import message_out, reasons_out, refused_in_words
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.own_comments import (
    ask_again,
    begin_edit,
    comment_behind,
    notice_for_author,
    offers_of,
    take_back,
    take_up_again,
)
from rejoinder.web.posting import finish_edit
from rejoinder.web.signing_on import SpokenFor
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread, run_in_turn

OWN = "/api/v1/your-comments/{token:str}"


@get(
    OWN,
    operation_id="get_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 404),
)
@in_thread
def get_your_comment(request: WebRequest, token: FromPath[str]) -> Response[OwnComment]:
    """What became of a comment; whoever has its private token is its author."""
    context = context_of(request)
    comment = comment_behind(context, token)
    return Response(_own(context, comment))


@patch(
    OWN,
    operation_id="edit_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422, 429, 503),
    guards=[takes_json],
)
async def edit_your_comment(
    request: WebRequest, token: FromPath[str], data: JSONBody[EditIn]
) -> Response[OwnComment]:
    """Gives the comment a new text, which is judged as if it were new.

    A text that would be declined is refused instead: the comment stays as it was.
    """
    spoken = await reader_behind(request, data.reader_token)
    begin = partial(_begin_edit, request, token, data.text, spoken)
    context, editing = await run_in_turn(request, begin)
    try:
        receipt = await finish_edit(context, editing)
    except Refusal as refusal:
        raise refused_in_words(context, refusal, data.text) from refusal
    told = await run_in_turn(request, partial(_own, context, receipt.comment))
    return Response(told)


@delete(
    OWN,
    operation_id="withdraw_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 404, 409, 429),
    status_code=200,
)
@in_thread
def withdraw_your_comment(request: WebRequest, token: FromPath[str]) -> Response[OwnComment]:
    """Withdraws the comment; for a while it can be brought back. A second call changes nothing."""
    context, comment = _asked(request, token)
    if comment.state is not State.WITHDRAWN:
        take_back(context, comment)
    return Response(_own(context, comment))


@post(
    f"{OWN}/return",
    operation_id="bring_back_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 404, 409, 429),
    status_code=200,
)
@in_thread
def bring_back_your_comment(request: WebRequest, token: FromPath[str]) -> Response[OwnComment]:
    """Brings a withdrawn comment back: it is again as it was last decided about."""
    context, comment = _asked(request, token)
    take_up_again(context, comment)
    return Response(_own(context, comment))


@post(
    f"{OWN}/appeals",
    operation_id="appeal_your_comment",
    tags=["your comments"],
    responses=error_responses(400, 403, 404, 413, 415, 422, 429, 503),
    guards=[takes_json],
)
async def appeal_your_comment(
    request: WebRequest, token: FromPath[str], data: JSONBody[AppealIn]
) -> Response[OwnComment]:
    """Asks a person to look at a declined comment again; once for each comment."""
    spoken = await reader_behind(request, data.reader_token)
    told = await run_in_turn(request, partial(_appeal, request, token, data.note, spoken))
    return Response(told, status_code=201)


def _appeal(request: WebRequest, token: str, note: str, spoken: SpokenFor | None) -> OwnComment:
    context, comment = _asked(request, token, spoken)
    ask_again(context, comment, note)
    return _own(context, comment)


def _asked(
    request: WebRequest, token: str, spoken: SpokenFor | None = None
) -> tuple[RequestContext, Comment]:
    context = context_of(request)
    comment = comment_behind(context, token)
    return for_author(context, comment, spoken), comment


def _begin_edit(
    request: WebRequest, token: str, text: str, spoken: SpokenFor | None
) -> tuple[RequestContext, Editing]:
    context, comment = _asked(request, token, spoken)
    return context, begin_edit(context, comment, text)


def _own(context: RequestContext, seen: Comment) -> OwnComment:
    """The comment as it stands now, for its author."""
    with context.database.reading() as connection:
        comment = comment_queries.by_id(connection, seen.site_id, seen.id)
        article = article_queries.even_unpublished(connection, seen.site_id, seen.article_id)
        decision = latest_decision(connection, seen.id)
        offers = offers_of(connection, context, comment, article, decision)
        notice = notice_for_author(connection, context, comment, decision, offers)
        appealed = open_appeal(connection, seen.id)
    published = comment.state is State.PUBLISHED
    return OwnComment(
        id=comment.id,
        article_id=comment.article_id,
        parent_id=comment.parent_id,
        status=comment.state.value,
        message=message_out(notice),
        reasons=reasons_out(notice),
        text=comment.source,
        html=comment.html,
        created_at=iso(comment.created_at),
        edited_at=None if comment.edited_at is None else iso(comment.edited_at),
        permalink=comment_url(context.site, article, comment.id) if published else None,
        appealed=appealed,
        **asdict(offers),
    )
