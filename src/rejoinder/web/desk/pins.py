"""Pinning a comment, and unpinning it."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.desk.queue import Stretch
from rejoinder.errors import Refused
from rejoinder.moderation.actions import pins
from rejoinder.moderation.actions.decide import find
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, staff_only
from rejoinder.web.desk.answers import refused
from rejoinder.web.desk.in_thread import thread_panel
from rejoinder.web.desk.notices import PINNED, UNPINNED
from rejoinder.web.desk.views import DeskNotice
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
        return refused(desk, comment_id, failure, Stretch())
    if desk.from_thread:
        return _told(desk, comment_id, PINNED)
    return Redirect(f"/desk/comments/{comment_id}?pinned=1", status_code=303)


@post("/desk/comments/{comment_id:int}/unpinning")
@in_thread
def unpin(request: WebRequest, comment_id: FromPath[int]) -> Response[Any]:
    """Lets it stand where it would."""
    desk = staff_only(request, Act.PIN)
    with desk.context.database.writing() as connection:
        comment = find(connection, desk.site_id, comment_id)
        pins.unpin(connection, comment, desk.member, now=desk.context.now)
    if desk.from_thread:
        return _told(desk, comment_id, UNPINNED)
    return Redirect(f"/desk/articles/{comment.article_id}?done=unpinned", status_code=303)


def _told(desk: DeskContext, comment_id: int, said: str) -> Response[Any]:
    notice = DeskNotice("done", desk.context.translator.translate(said))
    return thread_panel(desk, comment_id, notice)
