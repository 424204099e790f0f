"""The beacon that a browser sends when an article was really on screen for some seconds."""

from litestar import Response, post
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.readership.actions import count_read
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import EMBED


@post(["/articles/{slug:str}/reads", EMBED + "articles/{slug:str}/reads"], status_code=204)
@in_thread
def article_was_read(request: WebRequest, slug: FromPath[str]) -> Response[None]:
    """Counts one read; repeats and crawlers change nothing, and the answer never says so."""
    context = context_of(request)
    visitor = context.visitor
    context.app_state.rate_limits.read(visitor.network)
    with context.database.reading() as connection:
        article = article_queries.by_slug(connection, visitor.site.id, slug)
    count_read(
        context.app_state.collector,
        article.id,
        visitor.address,
        visitor.user_agent,
        salt=context.app_state.daily_salts.at(context.now),
        now=context.now,
    )
    return Response(content=None, status_code=204)
