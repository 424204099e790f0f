"""The comment form is sent: what becomes of it, and the form again where something was wrong."""

from dataclasses import replace
from functools import partial
from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.submit import Receipt, Submission
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.reasons import Notice, notice_of
from rejoinder.readers.model import SessionCarrier
from rejoinder.secret_tokens import is_form_key, submission_key
from rejoinder.storage import CachedReading
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.commenters import commenter_of
from rejoinder.web.context import Form, RequestContext, context_in, field, row_id
from rejoinder.web.cookies import set_session_cookie
from rejoinder.web.errors import status_of, with_retry
from rejoinder.web.lookups import article_to_discuss_at
from rejoinder.web.own_comments import status_path
from rejoinder.web.posting import Posting, begin_posting, finish_posting, waits_for
from rejoinder.web.pseudonyms import ready_for_senders
from rejoinder.web.rate_limit_headers import count_post
from rejoinder.web.site.article import article_page, blank_form, comment_to_answer
from rejoinder.web.site.layout import fragment
from rejoinder.web.site.place import Place, in_thread_of
from rejoinder.web.site.problems import faults_of, problem_of
from rejoinder.web.site.thread import permalink_of, private_view
from rejoinder.web.site.views import FIELDS, FormView
from rejoinder.web.thread_pool import run_briefly, run_in_turn
from rejoinder.web.visitor import EMBED

POSTED_STATUS = {Outcome.PUBLISH: 201, Outcome.HOLD: 202, Outcome.DECLINE: 422}
# The text may be longer than any comment: the form then says so kindly, with the text in it.
LONGEST_FIELD = 1_000_000
# In which a script of another origin finds a guest's session; see `middleware/cors.py`.
SESSION_HEADER = "rejoinder-session"


@post(["/articles/{slug:str}/comments", EMBED + "articles/{slug:str}/comments"])
async def post_comment(request: WebRequest, slug: FromPath[str], data: Form) -> Response[Any]:
    """Takes a comment; whatever is wrong with it, the form comes back with the text in it."""
    await ready_for_senders(app_state_of(request.app))
    posting = await run_briefly(request, partial(_begin, request, slug, data))
    if isinstance(posting, Response):
        return posting
    context = posting.context
    try:
        receipt = await finish_posting(posting)
    except RejoinderError as failure:
        again = partial(_form_again, context, posting.article, data, failure)
        return with_retry(await run_in_turn(request, again), failure)
    response = await _answer(posting, receipt, data)
    if receipt.session_token is not None:
        _show_session(context, response, receipt.session_token)
    return response


def _show_session(context: RequestContext, response: Response[Any], token: str) -> None:
    """Lets a guest's browser be known again; a script of another origin keeps the token itself."""
    if context.embedded:
        response.headers[SESSION_HEADER] = token
    else:
        set_session_cookie(response, context.site, token, signed_in=False)


def _begin(request: WebRequest, slug: str, data: Any) -> Posting | Response[Any]:
    app_state = app_state_of(request.app)
    with app_state.cache.reading() as reading:
        context = context_in(reading, request)
        article = article_to_discuss_at(reading, context.site.id, slug)
        try:
            count_post(context)
            sent = _submission(reading, context, article, data)
            return begin_posting(reading, context, article, sent)
        except RejoinderError as failure:
            problem = failure
    return _form_again(context, article, data, problem)


def _submission(
    reading: CachedReading, context: RequestContext, article: Article, data: Any
) -> Submission:
    text = field(data, "text", max_length=LONGEST_FIELD)
    name, email = field(data, "name"), field(data, "email")
    parent_id = row_id(field(data, "parent_id"), name="parent_id")
    commenter = commenter_of(reading, context, article, name, email)
    # Not everybody's, but what this browser made, or got in a page of its own: it is the proof.
    form_key = field(data, "key", max_length=80)
    return Submission(
        text=text,
        commenter=commenter,
        parent_id=parent_id,
        key=_submission_key(article, (form_key, commenter.email, str(parent_id), text)),
        begins_session=_carrier(context),
    )


def _carrier(context: RequestContext) -> SessionCarrier | None:
    """How a session that this post begins comes back; a browser without scripts keeps none."""
    if context.visitor.session is not None or (context.embedded and not context.wants("posted")):
        return None
    return SessionCarrier.BEARER if context.embedded else SessionCarrier.COOKIE


async def _answer(posting: Posting, receipt: Receipt, data: Any) -> Response[Any]:
    context, article = posting.context, posting.article
    comment, decision = receipt.comment, receipt.decision
    if context.embedded and not context.wants("posted"):
        return _back_to_page(context, article, comment)
    if decision.outcome is not Outcome.DECLINE and not context.wants("posted"):
        order = Place.of(context.request.query_params).begins_at(None)
        there = in_thread_of(article, order, "notice", posted=str(comment.id))
        return Redirect(there, status_code=303)
    notice = notice_of(
        context.translator,
        decision,
        comment.source,
        status_path=context.home + status_path(comment),
        waits=await waits_for(context, receipt),
    )
    if decision.outcome is Outcome.DECLINE:
        declined = partial(_declined, context, article, data, notice)
        return await run_in_turn(context.request, declined)
    if receipt.seen_before:
        receipt = await run_in_turn(context.request, partial(_with_parent, context, receipt))
    view = private_view(
        context,
        comment,
        decision,
        depth=int(receipt.parent is not None),
        parent_author=None if receipt.parent is None else receipt.parent.author.name,
    )
    pieces = {"notice": notice, "comment": view, "closed": False}
    return fragment(context, "posted.html", pieces, status=POSTED_STATUS[decision.outcome])


def _back_to_page(context: RequestContext, article: Article, comment: Comment) -> Response[Any]:
    """To the comment in the page around; while only its author may see it, to their page of it."""
    if comment.state is not State.PUBLISHED:
        return Redirect(f"{context.site.base_url}{status_path(comment)}", status_code=303)
    there = permalink_of(context, comment.id)
    return Redirect(there, status_code=303)


def _with_parent(context: RequestContext, receipt: Receipt) -> Receipt:
    with context.database.reading() as connection:
        above = comment_queries.conversation(connection, receipt.comment, limit=1)
    return replace(receipt, parent=above[-1] if above else None)


def _declined(
    context: RequestContext, article: Article, data: Any, notice: Notice
) -> Response[Any]:
    with context.database.reading() as connection:
        form = _filled(connection, context, article, data)
        if context.wants("posted"):
            return fragment(context, "form.html", {"form": form, "notice": notice}, status=422)
        return _page(connection, context, article, form, notice, status=422)


def _form_again(
    context: RequestContext, article: Article, data: Any, failure: RejoinderError
) -> Response[Any]:
    text = _typed(data, "text")
    problem = problem_of(context, failure, text)
    status = status_of(failure)
    with context.database.reading() as connection:
        # It may have closed since, which is then what is wrong.
        article = article_queries.by_id(connection, article.site_id, article.id)
        form = _filled(connection, context, article, data)
        if form is None:
            notice = Notice("declined", problem.message, "", problem.reasons, typed=text)
            return _page(connection, context, article, None, notice, status=status)
        # What stopped it first may not be all that is wrong.
        others = faults_of(context, form) if problem.field in FIELDS else {}
        form = replace(form, problems={**others, **problem.by_field})
        if context.wants("posted"):
            return fragment(context, "form.html", {"form": form, "notice": None}, status=status)
        return _page(connection, context, article, form, None, status=status)


def _page(
    connection: Connection,
    context: RequestContext,
    article: Article,
    form: FormView | None,
    notice: Notice | None,
    *,
    status: int,
) -> Response[Any]:
    """The whole page, which shows the thread as it is now and not when the article was kept."""
    fresh = article_queries.by_id(connection, article.site_id, article.id)
    place = Place.of(context.request.query_params)
    response = article_page(connection, context, fresh, place, form, notice)
    response.status_code = status
    return response


def _filled(
    connection: Connection, context: RequestContext, article: Article, data: Any
) -> FormView | None:
    replying_to = comment_to_answer(connection, article, _typed(data, "parent_id"))
    place = Place.of(context.request.query_params)
    form = blank_form(connection, context, article, replying_to, place)
    if form is None:
        return None
    return replace(
        form,
        text=_typed(data, "text"),
        name=_typed(data, "name") or form.name,
        email=_typed(data, "email") or form.email,
    )


def _typed(data: Any, name: str) -> str:
    """What was typed into a field, however long, to be put back into it."""
    value = data.get(name, "")
    return value if isinstance(value, str) else ""


def _submission_key(article: Article, parts: tuple[str, ...]) -> str | None:
    """The same for two sendings of one form by one browser; None where the form had no own key.

    Whoever sends the same key again gets the first one's receipt, which may be a guest's all: so
    it must be one that nobody else can know. A session is no part of it: the first sending makes
    a guest known, so that the second may already come with one.
    """
    if not is_form_key(parts[0]):
        return None
    return submission_key("form", str(article.id), *parts)
