"""Pinning a comment, and unpinning it."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Refused
from rejoinder.moderation.actions import pins
from rejoinder.moderation.actions.decide import find
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.queue import comment_page
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread


@post("/desk/comments/{comment_id:int}/pinning")
@in_thread
def pin(request: WebRequest, comment_id: FromPath[int]) -> Response[Any]:
    """Puts a comment first in its thread."""
    desk = staff_only(request, Act.PIN)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            pins.pin(connection, comment, desk.member, now=desk.context.now)
    except Refused as failure:
        with desk.context.database.reading() as connection:
            notice = problem(desk, failure)
            return comment_page(connection, desk, comment_id, notice, status=status_of(failure))
    return Redirect(f"/desk/comments/{comment_id}?pinned=1", status_code=303)


@post("/desk/comments/{comment_id:int}/unpinning")
@in_thread
def unpin(request: WebRequest, comment_id: FromPath[int]) -> Response[Any]:
    """Lets it stand where it would."""
    desk = staff_only(request, Act.PIN)
    with desk.context.database.writing() as connection:
        comment = find(connection, desk.site_id, comment_id)
        pins.unpin(connection, comment, desk.member, now=desk.context.now)
    return Redirect(f"/desk/articles/{comment.article_id}?done=unpinned", status_code=303)
