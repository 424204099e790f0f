"""Pinning a comment, and unpinning it."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from rejoinder.desk.queue import Stretch
from rejoinder.errors import Refused
from rejoinder.moderation.actions import pins
from rejoinder.moderation.actions.decide import find
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.answers import refused, stays
from rejoinder.web.desk.notices import PINNED, UNPINNED
from rejoinder.web.thread_pool import in_thread


@post("/desk/comments/{comment_id:int}/pinning")
@in_thread
def pin(request: WebRequest, comment_id: FromPath[int]) -> Response[Any]:
    """Puts a comment first in its thread."""
    desk = staff_only(request, Act.PIN)
    try:
        with desk.context.database.writing() as connection:
            comment = pins.find_to_pin(connection, desk.site_id, comment_id)
            pins.pin(connection, comment, desk.member, now=desk.context.now)
    except Refused as failure:
        return refused(desk, comment_id, failure, Stretch())
    return stays(desk, comment_id, Stretch(), PINNED)


@post("/desk/comments/{comment_id:int}/unpinning")
@in_thread
def unpin(request: WebRequest, comment_id: FromPath[int]) -> Response[Any]:
    """Lets it stand where it would."""
    desk = staff_only(request, Act.PIN)
    with desk.context.database.writing() as connection:
        comment = find(connection, desk.site_id, comment_id)
        pins.unpin(connection, comment, desk.member, now=desk.context.now)
    article = f"/desk/articles/{comment.article_id}?done=unpinned"
    return stays(desk, comment_id, Stretch(), UNPINNED, page=article)
