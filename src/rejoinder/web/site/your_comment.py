"""The private page of a comment's author: what became of it, and what they can still do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, RejoinderError
from rejoinder.moderation.actions.appeals import appeal, may_appeal
from rejoinder.moderation.actions.edit import (
    BRING_BACK_WITHIN,
    Editing,
    bring_back,
    may_bring_back,
    may_edit,
    may_withdraw,
    prepare_edit,
    withdraw,
)
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.model import Decision, Refusal
from rejoinder.moderation.queries import latest_decision, open_appeal, policy_of, waits_for
from rejoinder.moderation.reasons import Notice, mendable, notice_of, way_on
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.queries import staff_member
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.posting import finish_edit
from rejoinder.web.pseudonyms import sender_key
from rejoinder.web.site.article import blank_form, comment_to_answer
from rejoinder.web.site.layout import show
from rejoinder.web.site.place import Place
from rejoinder.web.site.problems import Problem, problem_of
from rejoinder.web.site.thread import private_view, status_path
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
    return _page(context, _comment_of(context, token))


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
    comment = _comment_of(context, token)
    text = field(data, "text", max_length=LONGEST_FIELD)
    try:
        context.app_state.rate_limits.post(context.visitor.network)
        commenter = _author(context, comment)
        with context.database.reading() as connection:
            now = context.now
            return context, prepare_edit(connection, comment, text, commenter=commenter, now=now)
    except RejoinderError as failure:
        return _page(context, comment, NotDone(_NOT_SAVED, failure, text))


@get(["/your-comment/{token:str}/withdrawal", EMBED + "your-comment/{token:str}/withdrawal"])
@in_thread
def before_taking_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Asks once whether the comment is really to be withdrawn."""
    context = context_of(request)
    comment = _comment_of(context, token)
    with context.database.reading() as connection:
        values = _values(connection, context, comment)
    if not values["can_withdraw"]:
        return Redirect(context.onward(status_path(comment)), status_code=303)
    return show(context, "withdraw.html", values)


@post(["/your-comment/{token:str}/withdrawal", EMBED + "your-comment/{token:str}/withdrawal"])
@in_thread
def take_back(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Withdraws the comment."""
    context = context_of(request)
    comment = _comment_of(context, token)

    def do() -> None:
        commenter = _author(context, comment)
        withdraw(context.database, comment, commenter=commenter, now=context.now)

    return _done(context, comment, do, N_("The comment was not withdrawn."))


@post(["/your-comment/{token:str}/return", EMBED + "your-comment/{token:str}/return"])
@in_thread
def take_up_again(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Brings a withdrawn comment back."""
    context = context_of(request)
    comment = _comment_of(context, token)

    def do() -> None:
        context.app_state.rate_limits.post(context.visitor.network)
        commenter = _author(context, comment)
        bring_back(context.database, comment, commenter=commenter, now=context.now)

    return _done(context, comment, do, N_("The comment was not brought back."))


@post(["/your-comment/{token:str}/appeal", EMBED + "your-comment/{token:str}/appeal"])
@in_thread
def ask_again(request: WebRequest, token: FromPath[str], data: Form) -> Response[Any]:
    """Asks a person to look at a declined comment."""
    context = context_of(request)
    comment = _comment_of(context, token)
    note = field(data, "note", max_length=LONGEST_FIELD)

    def do() -> None:
        context.app_state.rate_limits.report(context.visitor.network)
        with context.database.writing() as connection:
            appeal(connection, comment, note, now=context.now)

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
        email=comment.author.email,
        sender_key=sender_key(context),
        reader=reader,
        signed_in=reader.verified,
        is_staff=reader.verified and member is not None,
    )


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
    offers = _offers(connection, context, comment)
    form = _form_to_mend(connection, context, comment, article, decision)
    notice = _notice(connection, context, comment, decision)
    if comment.state is State.DECLINED:
        resend, appeal = form is not None, offers["can_appeal"]
        notice = replace(notice, message=way_on(context.translator, resend=resend, appeal=appeal))
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
        "form": form,
        "appealed": open_appeal(connection, comment.id),
        "bring_back_seconds": BRING_BACK_WITHIN.total_seconds(),
        "problem": None,
        "typed": "",
        **offers,
    }


def _offers(connection: Connection, context: RequestContext, comment: Comment) -> dict[str, bool]:
    policy = policy_of(connection, comment.site_id).policy
    return {
        "can_edit": may_edit(policy, comment, now=context.now),
        "can_withdraw": may_withdraw(policy, comment, now=context.now),
        "can_bring_back": may_bring_back(comment, now=context.now),
        "can_appeal": may_appeal(connection, comment),
    }


def _notice(
    connection: Connection, context: RequestContext, comment: Comment, decision: Decision
) -> Notice:
    if comment.state is State.WITHDRAWN:
        title = context.translator.translate(N_("You have withdrawn this comment."))
        return Notice("withdrawn", title, "")
    return notice_of(
        context.translator,
        decision,
        comment.source,
        status_path=context.home + status_path(comment),
        waits=waits_for(connection, decision, now=context.now),
    )


def _form_to_mend(
    connection: Connection,
    context: RequestContext,
    comment: Comment,
    article: Article,
    decision: Decision,
) -> FormView | None:
    """The comment form with a declined text in it; None in a thread, which has its own form."""
    if context.embedded or comment.state is not State.DECLINED or not mendable(decision):
        return None
    parent = comment_to_answer(connection, article, str(comment.parent_id or ""))
    form = blank_form(connection, context, article, parent, Place())
    return form and replace(form, text=comment.source, name=form.name or comment.author.name)
