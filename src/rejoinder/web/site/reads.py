"""The beacon that a browser sends when an article was really on screen for some seconds."""

from litestar import Response, post
from litestar.params import FromPath

from rejoinder.articles import queries as article_queries
from rejoinder.reading.actions import count_read
from rejoinder.web.parts import WebRequest
from rejoinder.web.passing import daily_salt
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import visit_of


@post("/articles/{slug:str}/reads", status_code=204)
@in_thread
def article_was_read(request: WebRequest, slug: FromPath[str]) -> Response[None]:
    """Counts one read; repeats and crawlers change nothing, and the answer never says so."""
    visit = visit_of(request)
    visitor = visit.visitor
    visit.parts.limits.read(visitor.address)
    with visit.parts.database.reading() as connection:
        article = article_queries.by_slug(connection, visitor.site.id, slug)
    count_read(
        visit.parts.collector,
        article.id,
        visitor.address,
        visitor.user_agent,
        salt=daily_salt(visit),
        now=visit.now,
    )
    return Response(content=None, status_code=204)
