"""Feeds: a thread's comments, a site's comments, a site's articles; as Atom and as JSON Feed.

Each is kept as the pages are, and made anew when a thread that it tells of moves on.
"""

from functools import partial
from typing import Final

from litestar import Response, get
from litestar.params import FromPath
from markupsafe import escape
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.links import article_url
from rejoinder.comments import recent
from rejoinder.errors import N_
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.page_cache import may_cache, may_cache_while
from rejoinder.web.site.feed_entries import (
    Feed,
    article_entries,
    comment_entries,
    thread_path,
)
from rejoinder.web.site.feed_formats import ATOM, JSON_FEED, as_atom, as_json
from rejoinder.web.thread_pool import in_thread

COMMENTS_TOLD: Final = 100
ARTICLES_TOLD: Final = 40
COMMENTS_PATH: Final = "/comments"
ARTICLES_PATH: Final = "/articles"


@get("/articles/{slug:str}/comments.atom")
@in_thread
def thread_atom(request: WebRequest, slug: FromPath[str]) -> Response[str]:
    """A thread's newest comments as Atom."""
    context = context_of(request)
    return _atom(context, _thread_feed(context, slug))


@get("/articles/{slug:str}/comments.json")
@in_thread
def thread_json(request: WebRequest, slug: FromPath[str]) -> Response[bytes]:
    """A thread's newest comments as JSON Feed."""
    context = context_of(request)
    return _json(context, _thread_feed(context, slug))


@get("/comments.atom")
@in_thread
def comments_atom(request: WebRequest) -> Response[str]:
    """A site's newest comments as Atom."""
    context = context_of(request)
    return _atom(context, _comments_feed(context))


@get("/comments.json")
@in_thread
def comments_json(request: WebRequest) -> Response[bytes]:
    """A site's newest comments as JSON Feed."""
    context = context_of(request)
    return _json(context, _comments_feed(context))


@get("/articles.atom")
@in_thread
def articles_atom(request: WebRequest) -> Response[str]:
    """A site's newest articles as Atom, with how much each is discussed."""
    context = context_of(request)
    return _atom(context, _articles_feed(context))


@get("/articles.json")
@in_thread
def articles_json(request: WebRequest) -> Response[bytes]:
    """A site's newest articles as JSON Feed, with how much each is discussed."""
    context = context_of(request)
    return _json(context, _articles_feed(context))


handlers = [
    thread_atom,
    thread_json,
    comments_atom,
    comments_json,
    articles_atom,
    articles_json,
]


def _thread_feed(context: RequestContext, slug: str) -> Feed:
    site = context.site
    with context.database.reading() as connection:
        article = article_queries.by_slug(connection, site.id, slug)
        newest = recent.newest_of_thread(connection, article.id, limit=COMMENTS_TOLD)
    may_cache(context.request, article.id, article.thread_version)
    title = context.translator.translate(N_("Comments on “%(headline)s”"))
    return Feed(
        title=title % {"headline": article.headline},
        path=thread_path(article),
        home=article_url(site, article),
        entries=comment_entries(context.translator, site, newest, {article.id: article}),
        count=article.comment_count,
    )


def _comments_feed(context: RequestContext) -> Feed:
    site = context.site
    version_of = partial(recent.newest_version, site_id=site.id, limit=COMMENTS_TOLD)
    with context.database.reading() as connection:
        may_cache_while(context.request, version_of, version_of(connection))
        newest = recent.newest_of_site(connection, site.id, limit=COMMENTS_TOLD)
        discussed = {each.article_id for each in newest}
        articles = article_queries.by_ids(connection, site.id, discussed)
    title = context.translator.translate(N_("Comments at %(name)s"))
    return Feed(
        title=title % {"name": site.name},
        path=COMMENTS_PATH,
        home=f"{site.base_url}/",
        entries=comment_entries(context.translator, site, newest, articles),
    )


def _articles_feed(context: RequestContext) -> Feed:
    site = context.site
    with context.database.reading() as connection:
        _keep_with_articles(context, connection)
        articles = article_queries.latest(connection, site.id, limit=ARTICLES_TOLD)
        last = recent.last_published(connection, [each.id for each in articles])
    standfirsts = [str(escape(each.standfirst)) for each in articles]
    return Feed(
        title=site.name,
        path=ARTICLES_PATH,
        home=f"{site.base_url}/",
        entries=article_entries(site, articles, last, standfirsts),
    )


def _keep_with_articles(context: RequestContext, connection: Connection) -> None:
    version_of = partial(
        article_queries.newest_version, site_id=context.site.id, limit=ARTICLES_TOLD
    )
    may_cache_while(context.request, version_of, version_of(connection))


def _atom(context: RequestContext, feed: Feed) -> Response[str]:
    return Response(content=as_atom(context.site, feed), media_type=ATOM)


def _json(context: RequestContext, feed: Feed) -> Response[bytes]:
    return Response(content=as_json(context.site, feed), media_type=JSON_FEED)
