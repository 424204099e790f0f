"""An article with its thread, the comment form, and what becomes of what is sent."""

import hashlib
import uuid
from dataclasses import replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import State
from rejoinder.comments.thread import DEFAULT_PAGE, write_cursor
from rejoinder.errors import N_, NotFound, RejoinderError
from rejoinder.moderation.actions.submit import Receipt, Submission, submit
from rejoinder.moderation.model import Finding, Outcome
from rejoinder.moderation.queries import latest_decision, policy_of, waits_of
from rejoinder.moderation.reasons import Notice, notice_of, reasons_of
from rejoinder.moderation.rules.length import LENGTH
from rejoinder.readers import actions as reader_actions
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field, row_id
from rejoinder.web.cookies import set_session_cookie
from rejoinder.web.errors import status_of
from rejoinder.web.middleware.page_cache import may_cache
from rejoinder.web.site.layout import fragment, show, sidebar
from rejoinder.web.site.thread import private_view, sort_of, status_path, thread_view
from rejoinder.web.site.views import FormView, ReplyingTo
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import commenter_of

POSTED_STATUS = {Outcome.PUBLISH: 201, Outcome.HOLD: 202, Outcome.DECLINE: 422}
# The text may be longer than any comment: the form then says so kindly, with the text in it.
LONGEST_FIELD = 1_000_000


@get("/articles/{slug:str}")
@in_thread
def show_article(request: WebRequest, slug: FromPath[str]) -> Response[str]:
    """The article's page, or only its thread for a script that asks for it."""
    context = context_of(request)
    with context.app_state.database.reading() as connection:
        article = article_queries.by_slug(connection, context.visitor.site.id, slug)
        if context.visitor.session is None and not context.wants("thread"):
            may_cache(request, article.id, article.thread_version)
        notice = _posted_notice(connection, context, request.query_params.get("posted"))
        replying_to = _replying_to(connection, article, request.query_params.get("reply_to"))
        form = blank_form(connection, context, article, replying_to)
        return _article_page(connection, context, article, form, notice)


@post("/articles/{slug:str}/comments")
@in_thread
def post_comment(request: WebRequest, slug: FromPath[str], data: Form) -> Response[Any]:
    """Takes a comment; whatever is wrong with it, the form comes back with the text in it."""
    context = context_of(request)
    with context.app_state.database.reading() as connection:
        article = article_queries.by_slug(connection, context.visitor.site.id, slug)
    try:
        context.app_state.rate_limits.post(context.visitor.address)
        sent = _submission(context, article, data)
        receipt = submit(
            context.app_state.database, context.app_state.judge_pool, article, sent, now=context.now
        )
    except RejoinderError as failure:
        return _form_again(context, article, data, failure)
    response = _answer(context, article, receipt, data)
    if context.visitor.session is None:
        with context.app_state.database.writing() as connection:
            begun = reader_actions.begin_session(
                connection, receipt.reader, signed_in=False, now=context.now
            )
        set_session_cookie(response, context.visitor.site, begun.token, signed_in=False)
    return response


@get("/comments/{comment_id:int}")
@in_thread
def permalink(request: WebRequest, comment_id: FromPath[int]) -> Redirect:
    """Leads to a comment's place in its thread."""
    context = context_of(request)
    site_id = context.visitor.site.id
    with context.app_state.database.reading() as connection:
        comment = comment_queries.by_id(connection, site_id, comment_id)
        if comment.state is not State.PUBLISHED:
            raise NotFound(N_("There is no such comment."), code="no-such-comment")
        article = article_queries.by_id(connection, site_id, comment.article_id)
        query = _page_of(connection, article, comment_id)
    return Redirect(f"{article.path}{query}#comment-{comment_id}", status_code=302)


def blank_form(
    connection: Connection,
    context: RequestContext,
    article: Article,
    replying_to: ReplyingTo | None,
) -> FormView | None:
    """The comment form as this visitor gets it; None where the thread is closed."""
    if article.closed_at is not None:
        return None
    policy = policy_of(connection, article.site_id).policy
    session = context.visitor.session
    return FormView(
        action=f"{article.path}/comments",
        key=uuid.uuid4().hex,
        longest=policy[LENGTH].maximum,
        name=session.reader.name if session else "",
        email=session.reader.email if session and not session.signed_in else "",
        signed_in_as=session.reader.name if session and session.signed_in else None,
        replying_to=replying_to,
        cancel_href=f"{article.path}#comments",
    )


def _submission(context: RequestContext, article: Article, data: Any) -> Submission:
    text = field(data, "text", max_length=LONGEST_FIELD)
    name, email = field(data, "name"), field(data, "email")
    parent_id = row_id(field(data, "parent_id"), name="parent_id")
    speaker = commenter_of(context.visitor, name, email)
    form_key = field(data, "key", max_length=80)
    key = _submission_key(article, (form_key, speaker.email, str(parent_id), text))
    return Submission(text=text, speaker=speaker, parent_id=parent_id, key=key)


def _article_page(
    connection: Connection,
    context: RequestContext,
    article: Article,
    form: FormView | None,
    notice: Notice | None,
    *,
    status: int = 200,
) -> Response[str]:
    asked = context.request.query_params
    sort = sort_of(asked.get("sort"))
    thread = thread_view(connection, context, article, sort=sort, cursor=asked.get("cursor"))
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": notice}
    if context.wants("thread"):
        return fragment(context, "thread.html", pieces)
    top = sidebar(connection, context).top
    values = {
        **pieces,
        "body": Markup(article.body_html),  # noqa: S704 - sanitised when it was put
        "most_read": top.most_read,
        "most_commented": top.most_commented,
        "read_seconds": context.app_state.settings.read_seconds,
        "reads_action": f"{article.path}/reads",
        "section": article.section,
    }
    return show(context, "article.html", values, status=status)


def _answer(
    context: RequestContext, article: Article, receipt: Receipt, data: Any
) -> Response[Any]:
    comment, decision = receipt.comment, receipt.decision
    with context.app_state.database.reading() as connection:
        waits = waits_of(connection, comment.site_id, now=context.now)
        path = status_path(comment)
        notice = notice_of(
            context.translator, decision, comment.source, status_path=path, waits=waits
        )
        if decision.outcome is Outcome.DECLINE:
            return _declined(connection, context, article, data, notice)
        if not context.wants("posted"):
            query = f"?posted={comment.status_token}"
            return Redirect(f"{article.path}{query}#notice", status_code=303)
        above = comment_queries.conversation(connection, comment, most=1)
        view = private_view(
            context.translator,
            comment,
            decision,
            depth=int(bool(above)),
            parent_author=above[-1].author.name if above else None,
        )
    pieces = {"notice": notice, "comment": view, "closed": False}
    return fragment(context, "posted.html", pieces, status=POSTED_STATUS[decision.outcome])


def _declined(
    connection: Connection, context: RequestContext, article: Article, data: Any, notice: Notice
) -> Response[Any]:
    form = _filled(connection, context, article, data)
    if context.wants("posted"):
        return fragment(context, "form.html", {"form": form, "notice": notice}, status=422)
    return _article_page(connection, context, article, form, notice, status=422)


def _form_again(
    context: RequestContext, article: Article, data: Any, failure: RejoinderError
) -> Response[Any]:
    findings = [Finding.from_dict(each) for each in failure.details.get("findings", [])]
    text = _typed(data, "text")
    reasons = reasons_of(context.translator, findings, text)
    place = str(failure.details.get("field", "form"))
    problem = reasons[0].message if reasons else context.translator.error(failure)
    with context.app_state.database.reading() as connection:
        form = _filled(connection, context, article, data)
        if form is None:
            notice = Notice("declined", problem, text, reasons)
        else:
            form = replace(form, problems={place: problem})
            notice = None
        status = status_of(failure)
        if context.wants("posted") and form is not None:
            return fragment(context, "form.html", {"form": form, "notice": None}, status=status)
        return _article_page(connection, context, article, form, notice, status=status)


def _filled(
    connection: Connection, context: RequestContext, article: Article, data: Any
) -> FormView | None:
    replying_to = _replying_to(connection, article, _typed(data, "parent_id"))
    form = blank_form(connection, context, article, replying_to)
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


def _replying_to(connection: Connection, article: Article, raw: str | None) -> ReplyingTo | None:
    if not raw or not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        return None
    try:
        comment = comment_queries.by_id(connection, article.site_id, int(raw))
    except NotFound:
        return None
    if comment.article_id != article.id or comment.state is not State.PUBLISHED:
        return None
    return ReplyingTo(comment.id, comment.author.name)


def _posted_notice(
    connection: Connection, context: RequestContext, token: str | None
) -> Notice | None:
    if not token:
        return None
    site_id = context.visitor.site.id
    try:
        comment = comment_queries.by_status_token(connection, site_id, token[:100])
    except NotFound:
        return None
    decision = latest_decision(connection, comment.id)
    waits = waits_of(connection, site_id, now=context.now)
    path = status_path(comment)
    return notice_of(context.translator, decision, comment.source, status_path=path, waits=waits)


def _page_of(connection: Connection, article: Article, comment_id: int) -> str:
    sort = sort_of(None)
    cursor = comment_queries.cursor_before(
        connection, article.id, comment_id, sort=sort, size=DEFAULT_PAGE
    )
    return "" if cursor is None else f"?cursor={write_cursor(cursor)}"


def _submission_key(article: Article, parts: tuple[str, ...]) -> str | None:
    """The same for two sendings of one form by one person; None where the form had no key.

    The person is their address: a guest's first sending makes them known, so that the second may
    already come with a session.
    """
    if not parts[0]:
        return None
    told = "\n".join((str(article.id), *parts))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
