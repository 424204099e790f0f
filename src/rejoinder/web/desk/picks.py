"""Making a comment one of the newsroom's picks, and taking that back."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from rejoinder.errors import Refused
from rejoinder.moderation.actions import picks
from rejoinder.moderation.actions.decide import find
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.answers import refused, stays
from rejoinder.web.desk.notices import PICKED, UNPICKED
from rejoinder.web.desk.queue_address import place_of
from rejoinder.web.thread_pool import in_thread


@post("/desk/comments/{comment_id:int}/picking")
@in_thread
def pick(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Lets readers see it as one of the newsroom's picks."""
    desk = staff_only(request, Act.PICK)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            picks.pick(connection, comment, desk.member, now=desk.context.now)
    except Refused as failure:
        return refused(desk, comment_id, failure, place_of(data))
    undo = f"/desk/comments/{comment_id}/unpicking"
    return stays(desk, comment_id, place_of(data), PICKED, undo=undo)


@post("/desk/comments/{comment_id:int}/unpicking")
@in_thread
def unpick(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Lets it be a comment like others."""
    desk = staff_only(request, Act.PICK)
    with desk.context.database.writing() as connection:
        comment = find(connection, desk.site_id, comment_id)
        picks.unpick(connection, comment, desk.member, now=desk.context.now)
    return stays(desk, comment_id, place_of(data), UNPICKED)
