"""Warning the author of a comment, and taking it back before the letter goes."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.warn import take_back_warning, warn
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.notices import UNWARNED, WARNED
from rejoinder.web.desk.queue import comment_page
from rejoinder.web.desk.queue_address import place_of
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.thread_pool import in_thread


@post("/desk/comments/{comment_id:int}/warnings")
@in_thread
def warn_author(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Warns its author by a rule or a reason; the comment stays where it is."""
    desk, place = staff_only(request), place_of(data)
    try:
        reason = field(data, "reason")
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            warning_id = warn(connection, comment, desk.member, reason, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place)
    said = desk.context.translator.translate(WARNED, author=comment.author.name)
    notice = DeskNotice(
        "done",
        said,
        undo=f"/desk/comments/{comment_id}/warnings/{warning_id}/undoing",
        comment_id=comment_id,
    )
    if desk.by_script:
        return answer(desk, notice, place, comment_id, shows_card=True)
    with desk.context.database.reading() as connection:
        return comment_page(connection, desk, comment_id, notice)


@post("/desk/comments/{comment_id:int}/warnings/{warning_id:int}/undoing")
@in_thread
def unwarn_author(
    request: WebRequest, comment_id: FromPath[int], warning_id: FromPath[int], data: Form
) -> Response[Any]:
    """Takes a warning back while its letter waits."""
    desk, place = staff_only(request), place_of(data)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            take_back_warning(connection, comment, warning_id, desk.member, now=desk.context.now)
    except Refused as failure:
        return refused(desk, comment_id, failure, place)
    if desk.by_script:
        said = desk.context.translator.translate(UNWARNED)
        notice = DeskNotice("done", said, comment_id=comment_id)
        return answer(desk, notice, place, comment_id, shows_card=True)
    return Redirect(f"/desk/comments/{comment_id}?told=unwarned", status_code=303)
