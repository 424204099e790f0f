"""The queue, and one comment alone with everything that was ever decided of it."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.errors import N_
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import history, policy_of, waits_of
from rejoinder.moderation.queue import Stretch, item, queue
from rejoinder.moderation.waiting import View
from rejoinder.sites.model import StaffMember
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, show, staff_or_sign_in
from rejoinder.web.desk.cards import card_of, reason_choices
from rejoinder.web.desk.log import log_rows
from rejoinder.web.desk.notices import notice_in_address, undoing_path
from rejoinder.web.desk.views import CardView, DeskNotice, Tab
from rejoinder.web.thread_pool import in_thread

TAB_NAMES = {
    View.ALL: N_("Everything"),
    View.HELD: N_("Held"),
    View.REPORTED: N_("Reported"),
    View.APPEALED: N_("Appeals"),
}


@get("/desk")
@in_thread
def show_queue(request: WebRequest) -> Response[Any] | Redirect:
    """What waits, the most urgent first."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    view = view_of(request.query_params.get("view", ""))
    with desk.context.database.reading() as connection:
        policy = policy_of(connection, desk.site_id).policy
        waiting = queue(connection, desk.site_id, policy, Stretch(view), now=desk.context.now)
        values = {
            "view": view.value,
            "tabs": tabs(desk, waiting.counts, view),
            "cards": [
                card_of(each, policy, desk.context.translator, now=desk.context.now)
                for each in waiting.items
            ],
            "reasons": reason_choices(desk.context.translator),
            "notice": notice_in_address(connection, desk),
            "waits": waits_of(connection, desk.site_id, now=desk.context.now),
        }
    return show(desk, "queue.html", values)


@get("/desk/comments/{comment_id:int}")
@in_thread
def show_comment(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """One comment, whether it waits or not, with the history of its decisions."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        notice = notice_in_address(connection, desk)
        return comment_page(connection, desk, comment_id, notice)


def comment_page(
    connection: Connection,
    desk: DeskContext,
    comment_id: int,
    notice: DeskNotice | None,
    *,
    status: int = 200,
) -> Response[Any]:
    """A comment's own page.

    Raises:
        NotFound: the site has no such comment.
    """
    comment = comment_queries.by_id(connection, desk.site_id, comment_id)
    past = history(connection, comment_id)
    values = {
        "view": View.ALL.value,
        "card": one_card(connection, desk, comment_id),
        "reasons": reason_choices(desk.context.translator),
        "notice": notice,
        "undo": _undo_path(past[-1], desk.member),
        "past": log_rows(connection, desk, past[::-1], of={comment_id: comment}),
    }
    return show(desk, "comment.html", values, status=status)


def _undo_path(latest: Decision, member: StaffMember) -> str:
    return undoing_path(latest) if may_undo(latest, member) else ""


def one_card(connection: Connection, desk: DeskContext, comment_id: int) -> CardView:
    """The card of a comment that is there."""
    policy = policy_of(connection, desk.site_id).policy
    waiting = item(connection, desk.site_id, policy, comment_id, now=desk.context.now)
    return card_of(waiting, policy, desk.context.translator, now=desk.context.now)


def view_of(raw: str) -> View:
    """The part of the queue that an address or a form names; what we do not know is all."""
    return View(raw) if raw in set(View) else View.ALL


def tabs(desk: DeskContext, counts: Any, current: View) -> list[Tab]:
    """The parts of the queue with how many wait in each."""
    translate = desk.context.translator.translate
    return [Tab(each, translate(TAB_NAMES[each]), counts[each], each is current) for each in View]
