"""Closing a conversation, and opening it again."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.articles import queries
from rejoinder.articles.actions import close_thread, open_thread
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import staff_only
from rejoinder.web.thread_pool import in_thread


@post("/desk/articles/{article_id:int}/closing")
@in_thread
def close(request: WebRequest, article_id: FromPath[int]) -> Response[Any]:
    """Takes no more comments under an article."""
    desk = staff_only(request, Act.CLOSE_THREAD)
    with desk.context.database.writing() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        desk.require(Act.CLOSE_THREAD, article.section)
        if article.closed_at is None:
            close_thread(connection, article, now=desk.context.now)
    return Redirect(f"/desk?thread={article_id}", status_code=303)


@post("/desk/articles/{article_id:int}/opening")
@in_thread
def reopen(request: WebRequest, article_id: FromPath[int]) -> Response[Any]:
    """Takes comments under an article again."""
    desk = staff_only(request, Act.OPEN_THREAD)
    with desk.context.database.writing() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        desk.require(Act.OPEN_THREAD, article.section)
        if article.closed_at is not None:
            open_thread(connection, article, now=desk.context.now)
    return Redirect(f"/desk?thread={article_id}", status_code=303)
