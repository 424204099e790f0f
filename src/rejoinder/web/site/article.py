"""An article with its thread and the comment form."""

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import article_url, comment_url, page_elsewhere
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.comments.thread import DEFAULT_PAGE, write_cursor
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.actions.gather import badge_under, discussed_in
from rejoinder.moderation.queries import latest_decision, policy_of, waits_for
from rejoinder.moderation.reasons import Notice, notice_of
from rejoinder.moderation.rules.length import LENGTH
from rejoinder.moderation.rules.subscribers import SUBSCRIBERS, only_subscribers
from rejoinder.moderation.rules_version import page_version, rules_at, version_under
from rejoinder.moderation.setting import Policy
from rejoinder.row_ids import read_id
from rejoinder.secret_tokens import new_form_key
from rejoinder.web.app_state import WebRequest
from rejoinder.web.commenters import subscribes
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.frame import sidebar
from rejoinder.web.middleware.page_cache import may_cache_while
from rejoinder.web.own_comments import status_path
from rejoinder.web.site.feed_entries import thread_path
from rejoinder.web.site.layout import fragment, show
from rejoinder.web.site.oembed import discovery_header, oembed_href
from rejoinder.web.site.place import Place, in_thread_of
from rejoinder.web.site.structured_data import article_data, script_text
from rejoinder.web.site.thread import thread_view
from rejoinder.web.site.views import FormView, ReplyingTo, SubscribersOnly, ThreadView
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED


@get(["/articles/{slug:str}", EMBED + "articles/{slug:str}"])
@in_thread
def show_article(request: WebRequest, slug: FromPath[str]) -> Response[str]:
    """The article's page, or only its thread for a script that asks for it."""
    context = context_of(request)
    query = request.query_params
    with context.app_state.database.reading() as connection:
        article = article_queries.by_slug(connection, context.visitor.site.id, slug)
        posted = _posted(connection, context, article, query.get("posted"))
        replying_to = comment_to_answer(connection, article, query.get("reply_to"))
        place = Place.of(query)
        if place.cursor is None and place.pages == 1:
            about = _seen_with(posted) if posted else replying_to.id if replying_to else None
            place = place if about is None else place_of(connection, article, about, place)
        form = keyless_if_kept(
            connection,
            context,
            article,
            blank_form(connection, context, article, replying_to, place),
        )
        notice = _notice_of(connection, context, posted) if posted else _unknown(context)
        return article_page(connection, context, article, place, form, notice)


@get("/comments/{comment_id:int}")
@in_thread
def permalink(request: WebRequest, comment_id: FromPath[int]) -> Redirect:
    """Leads to a comment: on the newsroom's page, or in its place in ours."""
    context = context_of(request)
    order = Place.of(request.query_params).begins_at(None)
    site_id = context.visitor.site.id
    with context.app_state.database.reading() as connection:
        comment = comment_queries.by_id(connection, site_id, comment_id)
        if comment.state is not State.PUBLISHED:
            raise NotFound(N_("There is no such comment."), code="no-such-comment")
        article = article_queries.by_id(connection, site_id, comment.article_id)
        # A script of our own page asks for a place on it; everybody else is led to the newsroom's.
        url = comment_url(context.site, article, comment_id)
        led_away = page_elsewhere(context.site, article) and "here" not in request.query_params
        place = None if led_away else place_of(connection, article, comment_id, order)
    place_href = url if place is None else in_thread_of(article, place, f"comment-{comment_id}")
    # Whoever quotes it asks this address, and the page that it leads to tells of the article.
    headers = {"link": discovery_header(context.site, url)}
    return Redirect(place_href, status_code=302, headers=headers)


def blank_form(
    connection: Connection,
    context: RequestContext,
    article: Article,
    replying_to: ReplyingTo | None,
    place: Place,
) -> FormView | None:
    """The comment form as this visitor gets it; None where the thread is closed."""
    if article.closed_at is not None:
        return None
    policy = policy_of(connection, article.site_id).policy.at(discussed_in(article))
    session, member = context.visitor.session, context.visitor.member
    name = member.name if member else session.reader.name if session else ""
    return FormView(
        # Without scripts the answer opens at the form, and not screens above it.
        action=_action(context, article, place),
        key=new_form_key(),
        longest=policy[LENGTH].maximum,
        name=name,
        email=session.reader.email if session and not session.signed_in else "",
        signed_in_as=name if session and session.signed_in else None,
        badge=None if member is None else badge_under(article, member.name),
        name_is_given=member is not None,
        replying_to=replying_to,
        cancel_href=context.home
        + in_thread_of(article, place, f"comment-{replying_to.id}" if replying_to else "comments"),
        for_subscribers=_for_subscribers(connection, context, article, policy),
    )


def _for_subscribers(
    connection: Connection, context: RequestContext, article: Article, policy: Policy
) -> SubscribersOnly | None:
    """What stands in the form's place where only subscribers write and the visitor is none."""
    if context.visitor.member is not None or not only_subscribers(policy, discussed_in(article)):
        return None
    session = context.visitor.session
    reader = session.reader if session is not None and session.signed_in else None
    if reader is not None and subscribes(connection, policy, reader, now=context.now):
        return None
    there = f"{context.home}/sign-in?next={quote(article.path)}"
    return SubscribersOnly(policy[SUBSCRIBERS].text, there)


def _action(context: RequestContext, article: Article, place: Place) -> str:
    """Where the form is sent; without scripts the answer opens at it, not screens above."""
    if not context.embedded:
        return place.href(f"{article.path}/comments", "comment-form")
    page = context.page_around
    path = f"{context.home}{EMBED.rstrip('/')}{article.path}/comments"
    return place.href(path, "comment-form", **({} if page is None else {"url": page}))


def keyless_if_kept(
    connection: Connection, context: RequestContext, article: Article, form: FormView | None
) -> FormView | None:
    """Lets the answer be kept where it is the same for everybody, with the form as it then is.

    The form tells of the rules: of how long a comment may be, and of who may write one.
    """
    if not _same_for_everybody(context):
        return form
    version = version_under(article.thread_version, rules_at(connection, article.id))
    may_cache_while(context.request, partial(page_version, article_id=article.id), version)
    # A key in it would be everybody's; a script makes one in each browser.
    return None if form is None else replace(form, key="")


def article_page(
    connection: Connection,
    context: RequestContext,
    article: Article,
    place: Place,
    form: FormView | None,
    notice: Notice | None,
) -> Response[str]:
    """The article with its thread, or only the thread for a script that asks for it."""
    more = context.wants("more")
    thread = thread_view(connection, context, article, place, last_page=more)
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": notice}
    if more or context.wants("thread"):
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
        **_for_machines(context, article, thread),
    }
    return show(context, "article.html", values, beside=beside)


def _for_machines(context: RequestContext, article: Article, thread: ThreadView) -> dict[str, Any]:
    """What feed readers, search engines and other sites look for in a page's head."""
    site = context.site
    url = article_url(site, article)
    # Those who read it have no session; whoever has one sees comments that are only theirs.
    nobody = context.visitor.session is None
    return {
        "feed_path": thread_path(article),
        "oembed_json": oembed_href(site, url),
        "oembed_xml": oembed_href(site, url, "xml"),
        "structured_data": script_text(article_data(site, article, thread)) if nobody else None,
    }


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
    piece = context.wants("thread") or context.wants("more")
    # From another origin the address names the piece.
    shared = context.embedded or not piece
    return context.visitor.session is None and not private and shared


def _posted(
    connection: Connection, context: RequestContext, article: Article, raw: str | None
) -> Comment | None:
    """The visitor's own comment of this number: an address is passed on, and must open nothing."""
    try:
        comment = comment_queries.by_id(connection, article.site_id, read_id(raw or ""))
    except (NotFound, ValueError):
        return None
    own = comment.author.reader_id == context.visitor.reader_id
    return comment if own and comment.article_id == article.id else None


def _seen_with(posted: Comment) -> int | None:
    """The comment whose page shows what was posted: itself, or what it waits to answer."""
    return posted.id if posted.state is State.PUBLISHED else posted.parent_id


def _notice_of(connection: Connection, context: RequestContext, comment: Comment) -> Notice:
    decision = latest_decision(connection, comment.id)
    waits = waits_for(connection, decision, now=context.now)
    path = context.home + status_path(comment)
    return notice_of(context.translator, decision, comment.source, status_path=path, waits=waits)


def _unknown(context: RequestContext) -> Notice | None:
    """What is said to whoever posted with a browser that kept no cookie of ours."""
    if "posted" not in context.request.query_params or context.visitor.session is not None:
        return None
    title = context.translator.translate(
        N_("What you sent has arrived. We could show it here if your browser kept our cookie.")
    )
    return Notice("plain", title, "")


def place_of(connection: Connection, article: Article, comment_id: int, order: Place) -> Place:
    """The page that has a comment; the first one where it has no place in the thread."""
    cursor = comment_queries.cursor_before(
        connection, article, comment_id, sort=order.sort, size=DEFAULT_PAGE
    )
    whole = replace(order, brief=False)
    return whole if cursor is None else whole.begins_at(write_cursor(cursor))
