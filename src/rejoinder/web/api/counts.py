"""How many comments stand under many articles at once, for front pages and lists."""

from litestar import Response, post
from litestar.params import JSONBody

from rejoinder.articles.queries import thread_counts
from rejoinder.errors import Invalid, N_
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.model import ArticleCount, Counts, CountsIn
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.middleware.cached_counts import COUNTS
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.thread_pool import in_thread

MOST_ARTICLES = 100


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
    context = context_of(request)
    if len(data.ids) + len(data.cms_ids) + len(data.slugs) > MOST_ARTICLES:
        raise Invalid(
            N_("That asks for too many articles at once: at most %(most)s."),
            code="too-many-articles",
            most=MOST_ARTICLES,
        )
    with context.database.reading() as connection:
        found = thread_counts(
            connection,
            context.site.id,
            ids=data.ids,
            cms_ids=_storable(data.cms_ids),
            slugs=_storable(data.slugs),
        )
    counts = [
        ArticleCount(each.article_id, each.cms_id, each.slug, each.comments, each.closed)
        for each in found
    ]
    return Response(Counts(counts))


def _storable(names: list[str]) -> list[str]:
    """Those that a store can hold: what it cannot, no article is called."""
    return [name for name in names if "\x00" not in name]
