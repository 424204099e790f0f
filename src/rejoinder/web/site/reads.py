"""The beacon that a browser sends when an article was really on screen for some seconds."""

from litestar import Response, post

from rejoinder.articles import queries as article_queries
from rejoinder.reading.actions import count_read, salt_for
from rejoinder.reading.model import DailySalt
from rejoinder.web.parts import WebRequest
from rejoinder.web.threads import in_thread
from rejoinder.web.visit import Visit, visit_of


@post("/articles/{slug:str}/reads", status_code=204)
@in_thread
def article_was_read(request: WebRequest, slug: str) -> Response[None]:
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
        salt=_salt(visit),
        now=visit.now,
    )
    return Response(content=None, status_code=204)


def _salt(visit: Visit) -> DailySalt:
    state = visit.request.app.state
    kept: DailySalt | None = state.get("salt")
    if kept is None or not kept.holds(visit.now):
        kept = salt_for(visit.parts.database, visit.now)
        state.salt = kept
    return kept
