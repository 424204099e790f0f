"""An article with its thread and the comment form."""

from dataclasses import replace
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import State
from rejoinder.comments.thread import DEFAULT_PAGE, write_cursor
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.queries import latest_decision, policy_of, waits_for
from rejoinder.moderation.reasons import Notice, notice_of
from rejoinder.moderation.rules.length import LENGTH
from rejoinder.row_ids import read_id
from rejoinder.secret_tokens import new_form_key
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.page_cache import may_cache
from rejoinder.web.site.layout import fragment, show, sidebar
from rejoinder.web.site.thread import sort_of, status_path, thread_view
from rejoinder.web.site.views import FormView, ReplyingTo
from rejoinder.web.thread_pool import in_thread


@get("/articles/{slug:str}")
@in_thread
def show_article(request: WebRequest, slug: FromPath[str]) -> Response[str]:
    """The article's page, or only its thread for a script that asks for it."""
    context = context_of(request)
    with context.app_state.database.reading() as connection:
        article = article_queries.by_slug(connection, context.visitor.site.id, slug)
        notice = _posted_notice(connection, context, request.query_params.get("posted"))
        replying_to = comment_to_answer(connection, article, request.query_params.get("reply_to"))
        form = blank_form(connection, context, article, replying_to)
        if _same_for_everybody(context):
            may_cache(request, article.id, article.thread_version)
            # A key in it would be everybody's; the page's script makes one in each browser.
            form = None if form is None else replace(form, key="")
        return article_page(connection, context, article, form, notice)


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
        key=new_form_key(),
        longest=policy[LENGTH].maximum,
        name=session.reader.name if session else "",
        email=session.reader.email if session and not session.signed_in else "",
        signed_in_as=session.reader.name if session and session.signed_in else None,
        replying_to=replying_to,
        cancel_href=f"{article.path}#comments",
    )


def article_page(
    connection: Connection,
    context: RequestContext,
    article: Article,
    form: FormView | None,
    notice: Notice | None,
    *,
    status: int = 200,
) -> Response[str]:
    """The article with its thread, or only the thread for a script that asks for it."""
    query = context.request.query_params
    sort = sort_of(query.get("sort"))
    thread = thread_view(connection, context, article, sort=sort, cursor=query.get("cursor"))
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": notice}
    if context.wants("thread"):
        return fragment(context, "thread.html", pieces)
    beside = sidebar(connection, context)
    values = {
        **pieces,
        "body": Markup(article.body_html),  # noqa: S704 - sanitised when it was put
        "most_read": beside.top.most_read,
        "most_commented": beside.top.most_commented,
        "read_seconds": context.app_state.settings.read_seconds,
        "reads_action": f"{article.path}/reads",
        "section": article.section,
    }
    return show(context, "article.html", values, status=status, beside=beside)


def comment_to_answer(
    connection: Connection, article: Article, raw: str | None
) -> ReplyingTo | None:
    """The published comment of this article that has this number; None where there is none."""
    try:
        comment = comment_queries.by_id(connection, article.site_id, read_id(raw or ""))
    except (NotFound, ValueError):
        return None
    if comment.article_id != article.id or comment.state is not State.PUBLISHED:
        return None
    return ReplyingTo(comment.id, comment.author.name)


def _same_for_everybody(context: RequestContext) -> bool:
    private = {"posted", "reply_to"} & set(context.request.query_params)
    return context.visitor.session is None and not private and not context.wants("thread")


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
    waits = waits_for(connection, decision, now=context.now)
    path = status_path(comment)
    return notice_of(context.translator, decision, comment.source, status_path=path, waits=waits)


def _page_of(connection: Connection, article: Article, comment_id: int) -> str:
    sort = sort_of(None)
    cursor = comment_queries.cursor_before(
        connection, article.id, comment_id, sort=sort, size=DEFAULT_PAGE
    )
    return "" if cursor is None else f"?cursor={write_cursor(cursor)}"
