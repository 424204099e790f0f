"""How many comments stand under many articles at once, for front pages and lists."""

import re
from functools import partial
from typing import Annotated

from litestar import Response, get, post
from litestar.params import JSONBody, Parameter
from sqlalchemy import Connection

from rejoinder.articles.counts import thread_counts
from rejoinder.articles.model import ThreadCount
from rejoinder.errors import Invalid, N_
from rejoinder.row_ids import LARGEST_ID
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.model import ArticleCount, Counts, CountsIn
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.cached_counts import COUNTS
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.middleware.page_cache import may_cache_while
from rejoinder.web.thread_pool import in_thread

MOST_ARTICLES = 100
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
Ids = Annotated[list[int] | None, Parameter(description="By our numbers.")]
CmsIds = Annotated[list[str] | None, Parameter(description="By the newsroom's own ids.")]
Slugs = Annotated[list[str] | None, Parameter(description="By their slugs.")]


@get(
    COUNTS,
    operation_id="get_counts",
    tags=["comments"],
    responses=error_responses(400, 404, 422),
)
@in_thread
def get_counts(
    request: WebRequest, ids: Ids = None, cms_ids: CmsIds = None, slugs: Slugs = None
) -> Response[Counts]:
    """The same by an address, which a browser or a cache may keep and ask again by its ETag.

    Each name as often as there are articles: `?ids=7&ids=8&cms_ids=cms-4711`.
    """
    numbers = [each for each in ids or [] if 1 <= each <= LARGEST_ID]
    return _counted(request, CountsIn(numbers, cms_ids or [], slugs or []))


@post(
    COUNTS,
    operation_id="count_comments",
    tags=["comments"],
    responses=error_responses(400, 404, 413, 415, 422),
    guards=[takes_json],
    status_code=200,
)
@in_thread
def count_comments(request: WebRequest, data: JSONBody[CountsIn]) -> Response[Counts]:
    """How many comments are published under these articles, a hundred at most in all."""
    return _counted(request, data)


def _counted(request: WebRequest, asked: CountsIn) -> Response[Counts]:
    context = context_of(request)
    if len(asked.ids) + len(asked.cms_ids) + len(asked.slugs) > MOST_ARTICLES:
        raise Invalid(
            N_("That asks for too many articles at once: at most %(most)s."),
            code="too-many-articles",
            most=MOST_ARTICLES,
        )
    read = partial(
        thread_counts,
        site_id=context.site.id,
        ids=asked.ids,
        cms_ids=_storable(asked.cms_ids),
        slugs=_storable(asked.slugs),
    )

    def version_of(connection: Connection) -> int:
        return _version(read(connection))

    with context.database.reading() as connection:
        found = read(connection)
    may_cache_while(request, version_of, _version(found))
    counts = [
        ArticleCount(each.article_id, each.cms_id, each.slug, each.comments, each.closed)
        for each in found
    ]
    return Response(Counts(counts))


def _version(found: list[ThreadCount]) -> int:
    """Another number whenever anything that is told has changed."""
    return hash(tuple(found))


def _storable(names: list[str]) -> list[str]:
    """Those that a store can hold: what it cannot, no article is called."""
    return [name for name in names if not _NO_TEXT.search(name)]
