"""The queue, and one comment alone with everything that was ever decided of it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.desk.queue import Stretch, View, Waiting, item, queue
from rejoinder.errors import N_
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import history, policy_of, waits_of
from rejoinder.sites.model import StaffMember
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_or_sign_in
from rejoinder.web.desk.cards import card_of
from rejoinder.web.desk.log import log_rows
from rejoinder.web.desk.notices import notice_in_address, undoing_path
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.views import CardView, DeskNotice, Tab
from rejoinder.web.thread_pool import in_thread

# As long a number as a queue can need: what is longer is none of ours.
START = re.compile(r"[0-9]{1,6}")
TAB_NAMES = {
    View.ALL: N_("Everything"),
    View.HELD: N_("Held"),
    View.REPORTED: N_("Reported"),
    View.APPEALED: N_("Appeals"),
    View.NEW_AUTHORS: N_("New authors"),
    View.WATCHED: N_("Watched"),
    View.UNJUDGED: N_("Unjudged"),
}


@get("/desk")
@in_thread
def show_queue(request: WebRequest) -> Response[Any] | Redirect:
    """What waits, the most urgent first."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    place = place_of(request.query_params)
    with desk.context.database.reading() as connection:
        policy = policy_of(connection, desk.site_id).policy
        waiting = queue(
            connection,
            desk.site_id,
            policy,
            place,
            now=desk.context.now,
            waiting=known_to_wait(connection, desk.context),
        )
        values = {
            **_ways_on(place, waiting.length),
            "view": place.view.value,
            "tabs": tabs(desk, waiting.counts, place.view),
            "cards": [card_of(each, policy, desk) for each in waiting.items],
            "reasons": reason_choices(connection, desk),
            "notice": notice_in_address(connection, desk),
            "waits": waits_of(connection, desk.site_id, now=desk.context.now),
        }
    if desk.by_script:
        return fragment(desk, "more.html", values)
    return show(desk, "queue.html", values)


def known_to_wait(connection: Connection, context: RequestContext, *touched: int) -> list[Waiting]:
    """All that waits on the site; `touched` are comments that this request has just changed."""
    memory = context.app_state.queue
    return memory.waiting(connection, context.site.id, now=context.now, touched=touched)


def _ways_on(place: Stretch, waiting: int) -> dict[str, Any]:
    """Where the stretch begins, and the addresses of the one after it and of the first."""
    following = place.start + place.size
    return {
        "start": place.start,
        "first_href": path_of(replace(place, start=0)) if place.start else "",
        "next_href": path_of(replace(place, start=following)) if following < waiting else "",
    }


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
    card = one_card(connection, desk, comment_id)
    values = {
        "view": View.ALL.value,
        "start": 0,
        "card": card,
        "reasons": reason_choices(connection, desk),
        "notice": notice,
        "undo": _undo_path(past[-1], desk.member, card.article.section),
        "past": log_rows(connection, desk, past[::-1], of={comment_id: comment}),
    }
    return show(desk, "comment.html", values, status=status)


def _undo_path(latest: Decision, member: StaffMember, section: str) -> str:
    return undoing_path(latest) if may_undo(latest, member, section) else ""


def one_card(connection: Connection, desk: DeskContext, comment_id: int) -> CardView:
    """The card of a comment that is there."""
    policy = policy_of(connection, desk.site_id).policy
    waiting = item(connection, desk.site_id, policy, comment_id, now=desk.context.now)
    return card_of(waiting, policy, desk)


def place_of(raw: Any) -> Stretch:
    """The stretch of the queue that an address or a form names; what we do not know is the first.

    However far it lies, there is an answer: the queue is shorter by what others decided.
    """
    view, start = str(raw.get("view", "")), str(raw.get("from", ""))
    return Stretch(
        view=View(view) if view in set(View) else View.ALL,
        start=int(start) if START.fullmatch(start) else 0,
    )


def path_of(place: Stretch, **further: int) -> str:
    """The address of a stretch of the queue."""
    query: dict[str, str | int] = {}
    if place.view is not View.ALL:
        query["view"] = place.view.value
    if place.start:
        query["from"] = place.start
    query |= further
    return f"/desk?{urlencode(query)}" if query else "/desk"


def tabs(desk: DeskContext, counts: Mapping[View, int], current: View) -> list[Tab]:
    """The parts of the queue with how many wait in each."""
    translate = desk.context.translator.translate
    return [Tab(each, translate(TAB_NAMES[each]), counts[each], each is current) for each in View]
