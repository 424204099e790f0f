"""Closing a conversation, and opening it again."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles import queries
from rejoinder.articles.actions import close_thread, open_thread
from rejoinder.articles.model import Article
from rejoinder.sites.roles import Act
from rejoinder.storage import AuditEntry, AuditKind, audit_log
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, staff_only
from rejoinder.web.thread_pool import in_thread


@post("/desk/articles/{article_id:int}/closing")
@in_thread
def close(request: WebRequest, article_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes no more comments under an article."""
    desk = staff_only(request, Act.CLOSE_THREAD)
    with desk.context.database.writing() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        desk.require(Act.CLOSE_THREAD, article.section)
        if article.closed_at is None:
            close_thread(connection, article, now=desk.context.now)
            _log(connection, desk, AuditKind.THREAD_CLOSED, article)
    return _back(data, article_id, "closed")


@post("/desk/articles/{article_id:int}/opening")
@in_thread
def reopen(request: WebRequest, article_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes comments under an article again."""
    desk = staff_only(request, Act.OPEN_THREAD)
    with desk.context.database.writing() as connection:
        article = queries.even_unpublished(connection, desk.site_id, article_id)
        desk.require(Act.OPEN_THREAD, article.section)
        if article.closed_at is not None:
            open_thread(connection, article, now=desk.context.now)
            _log(connection, desk, AuditKind.THREAD_OPENED, article)
    return _back(data, article_id, "opened")


def _back(data: Any, article_id: int, done: str) -> Redirect:
    """To the page that the form stood on."""
    if field(data, "from") == "article":
        return Redirect(f"/desk/articles/{article_id}?done={done}", status_code=303)
    return Redirect(f"/desk?thread={article_id}", status_code=303)


def _log(connection: Connection, desk: DeskContext, kind: AuditKind, article: Article) -> None:
    by, now, facts = desk.member.signature, desk.context.now, {"article_id": article.id}
    audit_log.put(connection, AuditEntry(desk.site_id, kind, article.headline, by, now, facts))
