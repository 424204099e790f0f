"""Articles over the API: listed, read, put; and Most Read."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody, Parameter

from rejoinder.articles import actions, queries
from rejoinder.articles.fields import BodyFormat
from rejoinder.articles.links import article_url
from rejoinder.articles.model import Article, from_fields
from rejoinder.articles.sight import PageMessage
from rejoinder.moderation.actions.gather import discussed_in
from rejoinder.moderation.rules.subscribers import only_subscribers
from rejoinder.moderation.setting import Policy
from rejoinder.readership.queries import most_commented, most_read
from rejoinder.sites.model import Scope, Site
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.model import (
    ArticleIn,
    ArticleList,
    ArticleSummary,
    MostRead,
    Ranked,
    SeenIn,
)
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.first_sight import article_for
from rejoinder.web.lookups import policy_in_force
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

LISTED = 20
Limit = Annotated[int, Parameter(ge=1, le=100, description="How many at most.")]
Section = Annotated[str | None, Parameter(max_length=60, description="Only this section.")]


@get(
    "/api/v1/articles",
    operation_id="list_articles",
    tags=["articles"],
    responses=error_responses(400, 404, 422),
)
@in_thread
def list_articles(
    request: WebRequest, section: Section = None, cursor: Cursor = None, limit: Limit = 40
) -> Response[ArticleList]:
    """The site's articles, newest first."""
    context = context_of(request)
    site, behind = context.site, last_row(cursor)
    with context.database.reading() as connection:
        found = queries.latest(connection, site.id, section=section, limit=limit + 1, behind=behind)
    page, following = one_page(found, limit)
    return Response(ArticleList(summaries(context, page), following))


@get(
    "/api/v1/articles/{article_id:int}",
    operation_id="get_article",
    tags=["articles"],
    responses=error_responses(400, 404, 410),
)
@in_thread
def get_article(request: WebRequest, article_id: FromPath[int]) -> Response[ArticleSummary]:
    """One article."""
    context = context_of(request)
    with context.database.reading() as connection:
        article = queries.by_id(connection, context.site.id, article_id)
    return Response(summary(context, article))


@post(
    "/api/v1/articles",
    operation_id="put_article",
    tags=["articles"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=[{"key": []}],
)
@in_thread
def put_article(request: WebRequest, data: JSONBody[ArticleIn]) -> Response[ArticleSummary]:
    """Adds an article, or brings up to date the one that `cms_id`, `url` or `slug` names.

    Needs a key.
    """
    context = context_of(request)
    site = context.site
    require_scope(context, Scope.ARTICLES)
    source = from_fields(dict(msgspec.structs.asdict(data).items()))
    with context.database.writing() as connection:
        article = actions.put(connection, site.id, source, now=context.now)
    return Response(summary(context, article), status_code=201)


@post(
    "/api/v1/articles/seen",
    operation_id="see_article",
    tags=["articles"],
    status_code=200,
    responses=error_responses(400, 403, 404, 410, 413, 415, 422, 429),
    guards=[takes_json],
)
@in_thread
def see_article(request: WebRequest, data: JSONBody[SeenIn]) -> Response[ArticleSummary]:
    """The article that a page means, made known where nobody told of it before.

    For pages of the site's own origins; needs no key, and so changes nothing that is known.
    """
    context = context_of(request)
    told = PageMessage(
        data.url, data.cms_id, data.headline, data.text, BodyFormat(data.text_format)
    )
    return Response(summary(context, article_for(context, told)))


@get(
    "/api/v1/most-read",
    operation_id="most_read",
    tags=["reading"],
    responses=error_responses(404),
)
@in_thread
def get_most_read(request: WebRequest) -> Response[MostRead]:
    """The last 24 hours' articles by distinct readers, and by comments."""
    context = context_of(request)
    site = context.site
    with context.database.reading() as connection:
        read = most_read(connection, site.id, now=context.now, limit=LISTED)
        talked = most_commented(connection, site.id, now=context.now, limit=LISTED)
    return Response(
        MostRead(
            most_read=[_ranked(site, each.article, each.readers) for each in read.articles],
            most_commented=[_ranked(site, each.article, each.comments) for each in talked],
        )
    )


def summary(context: RequestContext, article: Article) -> ArticleSummary:
    """An article as the API tells of it."""
    return summaries(context, [article])[0]


def summaries(context: RequestContext, articles: Sequence[Article]) -> list[ArticleSummary]:
    """The same of several."""
    with context.app_state.cache.reading() as reading:
        policy = policy_in_force(reading, context.site.id).policy
    return [_summary(context.site, article, policy) for article in articles]


def _summary(site: Site, article: Article, policy: Policy) -> ArticleSummary:
    return ArticleSummary(
        id=article.id,
        slug=article.slug,
        cms_id=article.cms_id,
        url=article_url(site, article),
        section=article.section,
        headline=article.headline,
        standfirst=article.standfirst,
        published_at=iso(article.published_at),
        comment_count=article.comment_count,
        closed=article.closed_at is not None,
        subscribers_only=only_subscribers(policy, discussed_in(article)),
    )


def _ranked(site: Site, article: Article, count: int) -> Ranked:
    return Ranked(article.id, article_url(site, article), article.headline, article.section, count)
