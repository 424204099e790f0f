"""A thread for pages of other origins: a piece for a script, or HTML for the page's own server."""

from contextlib import suppress
from typing import Any

from litestar import Response, get
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.model import Article
from rejoinder.errors import N_, NotFound
from rejoinder.row_ids import read_id
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.embed_files import stylesheet_address
from rejoinder.web.site.article import blank_form, keyless_if_kept, place_of
from rejoinder.web.site.layout import fragment
from rejoinder.web.site.place import Place
from rejoinder.web.site.thread import thread_view
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED


@get(EMBED + "thread")
@in_thread
def embedded_thread(request: WebRequest) -> Response[str]:
    """The thread of the article that a page names, by its id or its address."""
    context = context_of(request)
    query = request.query_params
    article_id, url = query.get("article-id", ""), query.get("url", "")
    with context.database.reading() as connection:
        article = _article_of(connection, context, article_id, url)
        place = _place(connection, article, query.get("comment", ""), Place.of(query))
        form = blank_form(connection, context, article, None, place)
        form = keyless_if_kept(context, article, form)
        thread = thread_view(connection, context, article, place)
    pieces: dict[str, Any] = {"article": article, "thread": thread, "form": form, "notice": None}
    if context.wants("thread"):
        return fragment(context, "thread.html", pieces)
    around = {"article_id": article_id, "url": url, "stylesheet": stylesheet_address(context.site)}
    return fragment(context, "embedded_thread.html", {**pieces, **around})


def _article_of(
    connection: Connection, context: RequestContext, article_id: str, url: str
) -> Article:
    """By the newsroom's id or our slug; else by its address, which many pages are content with."""
    site = context.site
    for find in (article_queries.by_cms_id, article_queries.by_slug):
        with suppress(NotFound):
            if article_id:
                return find(connection, site.id, article_id)
    if not url:
        raise NotFound(N_("There is no such article."), code="no-such-article")
    return article_queries.by_address(connection, site.id, read_address_on(site.origins, url))


def _place(connection: Connection, article: Article, comment: str, order: Place) -> Place:
    """The page that has the comment which is looked for; the one in the address without one."""
    try:
        return place_of(connection, article, read_id(comment), order.begins_at(None))
    except ValueError:
        return order
