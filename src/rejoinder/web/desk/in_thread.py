"""The desk's actions where readers read: a panel under a comment of the thread, for staff alone.

The pages that readers get hold nothing of it: a script of staff's own pages asks for it.
"""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.comments import queries as comment_queries
from rejoinder.desk.queue import Stretch
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.queries import latest_decision
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, fragment, staff_or_sign_in
from rejoinder.web.desk.notices import undoing_path
from rejoinder.web.desk.queue import one_card
from rejoinder.web.desk.queue_address import fields_for_forms
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.thread_pool import in_thread


@get("/desk/comments/{comment_id:int}/in-thread")
@in_thread
def show_in_thread(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """What can be done about a comment; without a script its own page has all of it."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        comment_queries.by_id(connection, desk.site_id, comment_id)
    if not desk.from_thread:
        return Redirect(f"/desk/comments/{comment_id}", status_code=303)
    return thread_panel(desk, comment_id, None)


def thread_panel(
    desk: DeskContext, comment_id: int, notice: DeskNotice | None, *, status: int = 200
) -> Response[Any]:
    """The panel, after something was done or refused.

    Raises:
        NotFound: the site has no such comment.
    """
    with desk.context.database.reading() as connection:
        comment_queries.by_id(connection, desk.site_id, comment_id)
        card = one_card(connection, desk, comment_id)
        latest = latest_decision(connection, comment_id)
        mine = may_undo(latest, desk.member, card.article.section)
        values = {
            "card": card,
            "notice": notice,
            "undo": undoing_path(latest) if mine else "",
            "reasons": reason_choices(connection, desk),
            **fields_for_forms(Stretch()),
        }
    return fragment(desk, "in_thread.html", values, status=status)
