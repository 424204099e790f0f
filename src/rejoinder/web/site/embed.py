"""A thread for pages of other origins: a piece for a script, or HTML for the page's own server."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from litestar import Response, get
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.articles.sight import PageMessage
from rejoinder.errors import NotFound
from rejoinder.row_ids import read_id
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.embed_files import stylesheet_address
from rejoinder.web.first_sight import article_for
from rejoinder.web.site.article import blank_form, keyless_if_kept, place_of
from rejoinder.web.site.layout import fragment
from rejoinder.web.site.place import Place
from rejoinder.web.site.thread import thread_view
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED

# What a telephone's first screen has room for, and one more; the script makes the others later.
FEW: Final = 4
# Before what stands in lines of its own a gap shows nothing, and is a node all the same.
_GAP: Final = re.compile(r">\s++(?=</?(?:article|div|form|h[1-6]|header|li|nav|ol|p|section|ul)\b)")


@get(EMBED + "thread")
@in_thread
def embedded_thread(request: WebRequest) -> Response[str]:
    """The thread of the article that a page names, by its id or its address."""
    context = context_of(request)
    query = request.query_params
    article_id, url = query.get("article-id", ""), query.get("url", "")
    article = _article_of(context, article_id, url)
    with context.database.reading() as connection:
        place = _place(connection, article, query.get("comment", ""), Place.of(query))
        form = blank_form(connection, context, article, None, place)
        form = keyless_if_kept(connection, context, article, form)
        thread = thread_view(connection, context, article, place)
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": None}
    pieces["reads_action"] = f"{context.home}{EMBED.rstrip('/')}{article.path}/reads"
    pieces["read_seconds"] = context.app_state.settings.read_seconds
    if context.wants("first"):
        few = None if query.get("comment") else FEW
        first = fragment(context, "thread.html", {**pieces, "few": few})
        first.content = without_gaps(first.content)
        return first
    if context.wants("thread"):
        return fragment(context, "thread.html", pieces)
    around = {"article_id": article_id, "url": url, "stylesheet": stylesheet_address(context.site)}
    return fragment(context, "embedded_thread.html", {**pieces, **around})


def without_gaps(html: str) -> str:
    """The same to see, of a third fewer nodes: a telephone makes each."""
    return _GAP.sub(">", html)


def _article_of(context: RequestContext, article_id: str, url: str) -> Article:
    """By the newsroom's id or its address, which may be seen for the first time; or by our slug."""
    if article_id:
        with context.database.reading() as connection, suppress(NotFound):
            found = article_queries.by_slug(connection, context.site.id, article_id)
            if found.cms_id is None or not url:
                return found
    return article_for(context, PageMessage(url, article_id))


def _place(connection: Connection, article: Article, comment: str, order: Place) -> Place:
    """The page that has the comment which is looked for; without one the first few comments."""
    try:
        return place_of(connection, article, read_id(comment), order.begins_at(None))
    except ValueError:
        return replace(order, brief=order.cursor is None)
