"""The queue, and one comment alone with everything that was ever decided of it."""

from dataclasses import replace
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.desk.claims import claim_free, left_by, release_unsaid
from rejoinder.desk.queue import Item, Queue, Stretch, View, item, places_in, queue
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.model import Decision
from rejoinder.moderation.passing_queries import is_for_editors
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.queries import history, policy_of, waits_of
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, may
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_or_sign_in
from rejoinder.web.desk.cards import card_of
from rejoinder.web.desk.log import log_rows
from rejoinder.web.desk.notices import notice_in_address, undoing_path
from rejoinder.web.desk.queue_address import fields_for_forms, known_cards, path_of, place_of
from rejoinder.web.desk.queue_filters import filter_fields
from rejoinder.web.desk.queue_state import (
    QueueState,
    colleagues,
    parts_named,
    state_of,
    tabs,
    taken_words,
)
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.views import CardView, DeskNotice
from rejoinder.web.thread_pool import in_thread

# What a script asks for behind its last card: less than a page, so that neither the server nor the
# browser works at it until the next key.
NEXT_CARDS = 8
# Who opens the queue while others take from it sees it anew so often at most.
MOST_TRIES = 3


@get("/desk")
@in_thread
def show_queue(request: WebRequest) -> Response[Any] | Redirect:
    """What waits, the most urgent first."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    place = place_of(request.query_params)
    if desk.by_script:
        if place.after is not None:
            place = replace(place, size=NEXT_CARDS)
        with desk.context.database.reading() as connection:
            known = known_cards(request.query_params)
            state = state_of(connection, desk)
            values = _values(connection, desk, replace(place, known=known), state)
            return fragment(desk, "more.html", {**values, **_gone(desk, known, state)})
    if request.method == "GET":
        _take_first(desk, place)
    with desk.context.database.reading() as connection:
        notice = notice_in_address(connection, desk)
    return queue_page(desk, place, notice)


def queue_page(
    desk: DeskContext, place: Stretch, notice: DeskNotice | None, *, status: int = 200
) -> Response[Any]:
    """The queue as a page of its own."""
    with desk.context.database.reading() as connection:
        state = state_of(connection, desk)
        values = {
            **_values(connection, desk, place, state),
            **filter_fields(connection, desk, place, state.waiting),
            "notice": notice,
            "waits": waits_of(connection, desk.site_id, now=desk.context.now),
        }
    return show(desk, "queue.html", values, status=status)


def _values(
    connection: Connection, desk: DeskContext, place: Stretch, state: QueueState
) -> dict[str, Any]:
    """The cards of a stretch, and what stands around them."""
    policy = policy_of(connection, desk.site_id).policy
    seen = state.seen_from(desk, place)
    # What stands on the page keeps its place there, whoever has it.
    seen = replace(seen, but=seen.but - place.known)
    waiting = queue(
        connection, desk.site_id, policy, seen, now=desk.context.now, waiting=state.waiting
    )
    parts = parts_named(desk, state, place, waiting.numbers)
    return {
        **_ways_on(place, waiting),
        **fields_for_forms(place),
        "tabs": tabs(desk, waiting.counts, place),
        "numbers": waiting.numbers,
        "cards": {
            each.comment.id: replace(
                _card(connection, desk, each, policy),
                left_before=each.comment.id in state.left,
                parts=parts.get(each.comment.id, ""),
            )
            for each in waiting.items
        },
        "reasons": reason_choices(connection, desk),
        "people": colleagues(desk, state),
        "all_taken": bool(waiting.counts[place.view]) and not waiting.length,
    }


def _take_first(desk: DeskContext, place: Stretch) -> None:
    """Claims the card that will stand open, before it is shown: of two each gets another one."""
    if not may(desk.member, Act.DECIDE):
        return
    for _ in range(MOST_TRIES):
        with desk.context.database.reading() as connection:
            state = state_of(connection, desk)
            first = replace(state.seen_from(desk, place), size=1)
            numbers = places_in(state.waiting, first, now=desk.context.now).numbers
        with desk.context.database.writing() as connection:
            if place.view is not View.MINE:
                release_unsaid(connection, desk.member)
            but, now = state.passed_over, desk.context.now
            if not numbers or claim_free(
                connection, desk.site_id, numbers, desk.member, but=but, now=now
            ):
                return


def _gone(desk: DeskContext, known: frozenset[int], state: QueueState) -> dict[str, Any]:
    """Which of the cards that a page has wait no more, and which colleagues have taken."""
    waiting = {each.comment_id for each in state.waiting}
    return {"gone": sorted(known - waiting), "taken": taken_words(desk, state.claims)}


def _ways_on(place: Stretch, waiting: Queue) -> dict[str, Any]:
    """The addresses of the stretch after this one, and of the first."""
    following = waiting.start + place.size
    return {
        "first_href": path_of(replace(place, start=0)),
        "next_href": path_of(replace(place, start=following)) if following < waiting.length else "",
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
        **fields_for_forms(Stretch()),
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
    left = left_by(connection, desk.member, now=desk.context.now)
    return replace(_card(connection, desk, waiting, policy), left=comment_id in left)


def _card(connection: Connection, desk: DeskContext, waiting: Item, policy: Policy) -> CardView:
    section, passing = waiting.article.section, waiting.passing
    theirs = is_for_editors(connection, desk.site_id, desk.member, section, passing)
    return replace(card_of(waiting, policy, desk), for_editors=theirs)
