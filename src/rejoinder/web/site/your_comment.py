"""The private page of a comment's author: what became of it, and what they can still do."""

from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, RejoinderError
from rejoinder.moderation.actions.appeals import appeal, may_appeal
from rejoinder.moderation.actions.edit import edit, may_edit, may_withdraw, withdraw
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.queries import latest_decision, open_appeal, policy_of, waits_for
from rejoinder.moderation.reasons import Notice, notice_of
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.queries import staff_member
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.site.layout import show
from rejoinder.web.site.problems import problem_of
from rejoinder.web.site.thread import private_view, status_path
from rejoinder.web.thread_pool import in_thread

# As long as a body can be: whoever wrote too much gets it back with the reason.
LONGEST_FIELD = 1_000_000


@get("/your-comment/{token:str}")
@in_thread
def status_page(request: WebRequest, token: FromPath[str]) -> Response[str]:
    """What became of a comment; whoever holds the private link is its author."""
    context = context_of(request)
    return _page(context, _comment_of(context, token))


@post("/your-comment/{token:str}/revision")
@in_thread
def revise(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Gives the comment a new text."""
    context = context_of(request)
    comment = _comment_of(context, token)
    text = field(data, "text", max_length=LONGEST_FIELD)
    try:
        context.app_state.rate_limits.post(context.visitor.network)
        commenter = _author(context, comment)
        edit(
            context.database,
            context.app_state.judge_pool,
            comment,
            text,
            commenter=commenter,
            now=context.now,
        )
    except RejoinderError as failure:
        return _page(context, comment, failure=failure, text=text)
    return Redirect(status_path(comment), status_code=303)


@post("/your-comment/{token:str}/withdrawal")
@in_thread
def take_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Withdraws the comment."""
    context = context_of(request)
    comment = _comment_of(context, token)
    try:
        commenter = _author(context, comment)
        withdraw(context.database, comment, commenter=commenter, now=context.now)
    except RejoinderError as failure:
        return _page(context, comment, failure=failure)
    return Redirect(status_path(comment), status_code=303)


@post("/your-comment/{token:str}/appeal")
@in_thread
def ask_again(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Asks a person to look at a declined comment."""
    context = context_of(request)
    comment = _comment_of(context, token)
    note = field(data, "note", max_length=LONGEST_FIELD)
    try:
        context.app_state.rate_limits.report(context.visitor.network)
        with context.database.writing() as connection:
            appeal(connection, comment, note, now=context.now)
    except RejoinderError as failure:
        return _page(context, comment, failure=failure)
    return Redirect(status_path(comment), status_code=303)


def _comment_of(context: RequestContext, token: str) -> Comment:
    with context.database.reading() as connection:
        site_id = context.site.id
        return comment_queries.by_status_token(connection, site_id, token[:100])


def _author(context: RequestContext, comment: Comment) -> Commenter:
    """The author, known by the private link rather than by a session."""
    with context.database.reading() as connection:
        reader = reader_by_id(connection, comment.author.reader_id)
        member = staff_member(connection, comment.site_id, reader.email)
    return Commenter(
        name=comment.author.name,
        email=reader.email,
        reader=reader,
        signed_in=reader.verified,
        is_staff=reader.verified and member is not None,
    )


def _page(
    context: RequestContext,
    comment: Comment,
    *,
    failure: RejoinderError | None = None,
    text: str = "",
) -> Response[Any]:
    with context.database.reading() as connection:
        values = _context(connection, context, comment)
    if failure is None:
        return show(context, "comment_status.html", values)
    problems = problem_of(context, failure, text).by_field
    values = {**values, "problems": problems, "text": text or values["text"]}
    return show(context, "comment_status.html", values, status=status_of(failure))


def _context(connection: Connection, context: RequestContext, comment: Comment) -> dict[str, Any]:
    article = article_queries.by_id(connection, comment.site_id, comment.article_id)
    decision = latest_decision(connection, comment.id)
    policy = policy_of(connection, comment.site_id).policy
    waits = waits_for(connection, decision, now=context.now)
    above = comment_queries.conversation(connection, comment, limit=1)
    path = status_path(comment)
    notice = notice_of(context.translator, decision, comment.source, status_path=path, waits=waits)
    if comment.state is State.WITHDRAWN:
        title = context.translator.translate(N_("You have withdrawn this comment."))
        notice = Notice("withdrawn", title, "")
    view = private_view(
        context.translator,
        comment,
        decision,
        depth=int(bool(above)),
        parent_author=above[-1].author.name if above else None,
    )
    return {
        "article": article,
        "comment": replace(view, reasons=()),
        "notice": notice,
        "text": comment.source,
        "can_edit": may_edit(policy, comment, now=context.now),
        "can_withdraw": may_withdraw(policy, comment, now=context.now),
        "can_appeal": may_appeal(connection, comment),
        "appealed": open_appeal(connection, comment.id),
        "problems": {},
    }
