"""Telling colleagues of a comment."""

from typing import Any, Final

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.staff_notes import add_note
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import staff_only
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.notices import NOTED
from rejoinder.web.desk.queue_address import place_of
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.thread_pool import in_thread

# The action itself refuses a longer note, kindly; this only bounds what is looked at.
LONGEST_FIELD: Final = 10 * LONGEST_NOTE


@post("/desk/comments/{comment_id:int}/notes")
@in_thread
def write_note(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Keeps a note."""
    desk, place = staff_only(request), place_of(data)
    try:
        text = field(data, "note", max_length=LONGEST_FIELD)
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            add_note(connection, comment, desk.member, text, now=desk.context.now)
    except (Invalid, Refused) as failure:
        typed = str(data.get("note", ""))
        return refused(desk, comment_id, failure, place, typed=typed)
    if desk.by_script:
        notice = DeskNotice("done", desk.context.translator.translate(NOTED), comment_id=comment_id)
        return answer(desk, notice, place, comment_id, shows_card=True)
    return Redirect(f"/desk/comments/{comment_id}?told=noted", status_code=303)
