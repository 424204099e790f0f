"""Before the first request: the judge reads the articles that people write about."""

import logging

from anyio.to_thread import run_sync
from litestar import Litestar

from rejoinder import engine
from rejoinder.articles import queries as article_queries
from rejoinder.moderation.actions.gather import article_for_judge
from rejoinder.sites.queries import everyone
from rejoinder.web.app_state import AppState, app_state_of

log = logging.getLogger(__name__)

# The newest of all sites, a tenth of a second each. Older ones are read with their next comment.
ARTICLES = 24

# Under hardly any article: what is in doubt has the article read by all layers too.
_STRAY = "Lost: a grey tabby cat with one white paw, last seen by the swimming pool. Small reward."


async def read_newest_articles(app: Litestar) -> None:
    """Called at the start.

    After a restart everybody else would post under articles that the judge does not know: it would
    read one for each of them, one after the other, and the last of them would wait in vain.
    """
    await run_sync(_read, app_state_of(app))


def _read(app_state: AppState) -> None:
    with app_state.database.reading() as connection:
        articles = [
            article
            for site in everyone(connection)
            for article in article_queries.latest(connection, site.id, limit=ARTICLES)
            if article.closed_at is None
        ]
    articles.sort(key=lambda each: each.published_at, reverse=True)
    try:
        for article in articles[:ARTICLES]:
            app_state.judge_pool.judge([engine.Case(_STRAY, article_for_judge(article))])
    except Exception as failure:  # noqa: BLE001 - a judge that fails holds comments, not the start
        log.error("judge: %s; no article is read beforehand", type(failure).__name__)
