"""The private page of a comment's author: what became of it, and what they can still do."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.errors import N_, RejoinderError
from rejoinder.moderation.actions.edit import BRING_BACK_WITHIN, Editing
from rejoinder.moderation.appeal_queries import open_appeal
from rejoinder.moderation.model import Refusal
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.reasons import Notice
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.own_comments import (
    account_for_author,
    ask_again,
    begin_edit,
    comment_behind,
    notice_for_author,
    offers_of,
    status_path,
    take_back,
    take_up_again,
)
from rejoinder.web.posting import finish_edit
from rejoinder.web.site.article import blank_form, comment_to_answer
from rejoinder.web.site.layout import show
from rejoinder.web.site.place import Place
from rejoinder.web.site.problems import Problem, problem_of
from rejoinder.web.site.thread import private_view
from rejoinder.web.site.views import FormView
from rejoinder.web.thread_pool import in_thread, run_in_turn
from rejoinder.web.visitor import EMBED

# As long as a body can be: whoever wrote too much gets it back with the reason.
LONGEST_FIELD = 1_000_000
_NOT_SAVED = N_("Your change was not saved. The comment stays as it was.")
# The fields of the page, and what must be offered for them to be on it.
_OFFERED_WITH = {"text": "can_edit", "note": "can_appeal"}


@dataclass(frozen=True, slots=True)
class NotDone:
    """What an author asked for and did not get."""

    title: str
    """A msgid: what was not done."""
    failure: RejoinderError
    typed: str = ""
    """What they wrote, which nothing may lose."""


@get(["/your-comment/{token:str}", EMBED + "your-comment/{token:str}"])
@in_thread
def status_page(request: WebRequest, token: FromPath[str]) -> Response[str]:
    """What became of a comment; whoever holds the private link is its author."""
    context = context_of(request)
    return _page(context, comment_behind(context, token))


@post(["/your-comment/{token:str}/revision", EMBED + "your-comment/{token:str}/revision"])
async def revise(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Gives the comment a new text."""
    begun = await run_in_turn(request, partial(_begin_revision, request, token, data))
    if isinstance(begun, Response):
        return begun
    context, editing = begun
    try:
        await finish_edit(context, editing)
    except RejoinderError as failure:
        not_done = NotDone(_NOT_SAVED, failure, field(data, "text", max_length=LONGEST_FIELD))
        return await run_in_turn(request, partial(_page, context, editing.comment, not_done))
    return _back(context, editing.comment)


def _begin_revision(
    request: WebRequest, token: str, data: Form
) -> tuple[RequestContext, Editing] | Response[Any]:
    context = context_of(request)
    comment = comment_behind(context, token)
    text = field(data, "text", max_length=LONGEST_FIELD)
    try:
        return context, begin_edit(context, comment, text)
    except RejoinderError as failure:
        return _page(context, comment, NotDone(_NOT_SAVED, failure, text))


@get(["/your-comment/{token:str}/withdrawal", EMBED + "your-comment/{token:str}/withdrawal"])
@in_thread
def before_taking_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Asks once whether the comment is really to be withdrawn."""
    context = context_of(request)
    comment = comment_behind(context, token)
    with context.database.reading() as connection:
        values = _values(connection, context, comment)
    if not values["can_withdraw"]:
        return Redirect(context.onward(status_path(comment)), status_code=303)
    return show(context, "withdraw.html", values)


@post(["/your-comment/{token:str}/withdrawal", EMBED + "your-comment/{token:str}/withdrawal"])
@in_thread
def withdraw(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Withdraws the comment."""
    context = context_of(request)
    comment = comment_behind(context, token)
    do = partial(take_back, context, comment)
    return _done(context, comment, do, N_("The comment was not withdrawn."))


@post(["/your-comment/{token:str}/return", EMBED + "your-comment/{token:str}/return"])
@in_thread
def bring_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Brings a withdrawn comment back."""
    context = context_of(request)
    comment = comment_behind(context, token)
    do = partial(take_up_again, context, comment)
    return _done(context, comment, do, N_("The comment was not brought back."))


@post(["/your-comment/{token:str}/appeal", EMBED + "your-comment/{token:str}/appeal"])
@in_thread
def appeal(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Asks a person to look again at a comment that was declined, or held for long."""
    context = context_of(request)
    comment = comment_behind(context, token)
    note = field(data, "note", max_length=LONGEST_FIELD)
    do = partial(ask_again, context, comment, note)
    return _done(context, comment, do, N_("Nobody was asked to look again."), typed=note)


def _done(
    context: RequestContext,
    comment: Comment,
    do: Callable[[], None],
    title: str,
    *,
    typed: str = "",
) -> Response[Any]:
    """Does it and leads back to the page; what cannot be done is told there, `title` first."""
    try:
        do()
    except RejoinderError as failure:
        return _page(context, comment, NotDone(title, failure, typed))
    return _back(context, comment)


def _back(context: RequestContext, comment: Comment) -> Response[Any]:
    # Told outright: a browser would else keep to the place that the form was sent to.
    return Redirect(f"{context.onward(status_path(comment))}#notice", status_code=303)


def _page(
    context: RequestContext, comment: Comment, not_done: NotDone | None = None
) -> Response[Any]:
    with context.database.reading() as connection:
        values = _values(connection, context, comment)
    if not_done is None:
        return show(context, "comment_status.html", values)
    problem = _problem(context, not_done)
    told_at_field = values.get(_OFFERED_WITH.get(problem.field, ""), False)
    notice = Notice(
        "declined",
        context.translator.translate(not_done.title),
        "" if told_at_field else problem.message,
    )
    values |= {"notice": notice, "problem": problem, "typed": not_done.typed}
    return show(context, "comment_status.html", values, status=status_of(not_done.failure))


def _problem(context: RequestContext, not_done: NotDone) -> Problem:
    """What stood in the way; what the rules have against a text is said beside the text."""
    problem = problem_of(context, not_done.failure, not_done.typed)
    return replace(problem, field="text") if isinstance(not_done.failure, Refusal) else problem


def _values(connection: Connection, context: RequestContext, comment: Comment) -> dict[str, Any]:
    """What the page shows and offers of a comment as it stands."""
    article = article_queries.even_unpublished(connection, comment.site_id, comment.article_id)
    decision = latest_decision(connection, comment.id)
    offers = offers_of(connection, context, comment, article, decision)
    if context.embedded:  # a thread has its own form
        offers = replace(offers, can_send_again=False)
    form = _form_to_mend(connection, context, comment, article) if offers.can_send_again else None
    notice = notice_for_author(connection, context, comment, decision, offers)
    above = comment_queries.conversation(connection, comment, limit=1)
    view = private_view(
        context,
        comment,
        decision,
        depth=int(bool(above)),
        parent_author=above[-1].author.name if above else None,
    )
    return {
        "article": article,
        "comment": replace(view, reasons=()),
        "source": comment.source,
        "notice": notice,
        "account": account_for_author(connection, context, comment, decision),
        "form": form,
        "appealed": open_appeal(connection, comment.id),
        "bring_back_seconds": BRING_BACK_WITHIN.total_seconds(),
        "problem": None,
        "typed": "",
        **asdict(offers),
    }


def _form_to_mend(
    connection: Connection, context: RequestContext, comment: Comment, article: Article
) -> FormView | None:
    """The comment form with a declined text in it; None where the thread is closed."""
    parent = comment_to_answer(connection, article, str(comment.parent_id or ""))
    form = blank_form(connection, context, article, parent, Place())
    return form and replace(form, text=comment.source, name=form.name or comment.author.name)
