"""Whose card it is: what the queue's script says of those before somebody, which they keep and
which they give back; and leaving one to colleagues, and taking it again.

A card is taken for some minutes, and kept for longer by being named again; see `desk.claims`.
"""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.desk.claims import (
    are_in_tab,
    claim,
    claim_free,
    claims_of,
    close_page,
    leave,
    may_take,
    release,
)
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.decide import find
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, fields_named, row_id
from rejoinder.web.desk.access import PRIVATE, DeskContext, staff_only
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.notices import TAKEN_AGAIN, left_to_others, problem
from rejoinder.web.desk.queue_address import path_of, place_of
from rejoinder.web.desk.queue_state import QueueState, state_of, taken_words
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

# The card that is read, and those that come next; nobody needs a colleague's whole shift.
MOST_KEPT = 8
MOST_GIVEN = 200


@post("/desk/claims", status_code=200)
@in_thread
def keep_and_give(request: WebRequest, data: Form) -> Response[Any]:
    """Takes the comments `keep`, as far as no colleague has them, and gives back those of `give`.

    The answer names those that colleagues have, with words for a card, and of `keep` those that
    wait no more. `tab` is which tab of theirs says so; of that, `keep` is everything. `page` is
    which page in it says so, and `closed` one that is left: what it said before may come later.
    """
    desk = staff_only(request)
    keep = _numbers(data, "keep", MOST_KEPT)
    with desk.context.database.reading() as connection:
        state = state_of(connection, desk)
    waiting = {each.comment_id for each in state.waiting}
    with desk.context.database.writing() as connection:
        # What others look after, or what is decided, is nobody's to take.
        _heed(connection, desk, data, [each for each in keep if each in waiting], state)
        claims = claims_of(connection, desk.site_id, now=desk.context.now)
    told = {
        "taken": {str(each): words for each, words in taken_words(desk, claims).items()},
        "gone": [each for each in keep if each not in waiting],
    }
    return Response(told, headers=PRIVATE)


def _heed(
    connection: Connection, desk: DeskContext, data: Form, wanted: list[int], state: QueueState
) -> None:
    member, now = desk.member, desk.context.now
    tab, page, closed = (_name(data, each) for each in ("tab", "page", "closed"))
    give = _numbers(data, "give", MOST_GIVEN)
    if closed:
        close_page(connection, member, closed, give, now=now)
    elif give:
        release(connection, member, *give)
    if page and not may_take(connection, member, page):
        return
    ours: list[int] = []
    if wanted:
        ours = claim_free(connection, desk.site_id, wanted, member, but=state.passed_over, now=now)
    if tab:
        are_in_tab(connection, member, ours, tab, page)


@post("/desk/comments/{comment_id:int}/leaving")
@in_thread
def leave_to_others(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Gives a card back undecided; whoever leaves it goes on to the next one."""
    desk, place = staff_only(request), place_of(data)
    with desk.context.database.writing() as connection:
        _require(connection, desk, comment_id)
        leave(connection, comment_id, desk.member, now=desk.context.now)
    if desk.by_script:
        with desk.context.database.reading() as connection:
            comes_last = comment_id not in state_of(connection, desk).passed_over
        notice = left_to_others(desk, comment_id, comes_last=comes_last)
        return answer(desk, notice, place, comment_id, shows_card=False, comes_last=comes_last)
    return Redirect(path_of(place, given=comment_id), status_code=303)


@post("/desk/comments/{comment_id:int}/taking")
@in_thread
def take_again(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes a card that was left to colleagues, unless one of them has it."""
    desk, place = staff_only(request), place_of(data)
    try:
        with desk.context.database.writing() as connection:
            _require(connection, desk, comment_id)
            claim(connection, desk.site_id, comment_id, desk.member, now=desk.context.now)
    except Refused as failure:
        if not desk.by_script:
            return refused(desk, comment_id, failure, place)
        # The card does not come: a colleague reads it.
        notice, status = problem(desk, failure), status_of(failure)
        return answer(desk, notice, place, comment_id, shows_card=False, status=status)
    if not desk.by_script:
        return Redirect(f"/desk/comments/{comment_id}?told=taken-again", status_code=303)
    notice = DeskNotice("done", desk.context.translator.translate(TAKEN_AGAIN), "", comment_id)
    return answer(desk, notice, place, comment_id, shows_card=True)


def _require(connection: Connection, desk: DeskContext, comment_id: int) -> None:
    comment = find(connection, desk.site_id, comment_id)
    desk.require(Act.DECIDE, section_of(connection, comment.article_id))


def _name(data: Form, name: str) -> str:
    """As a script calls a tab, or a page in it."""
    told = field(data, name, max_length=20)
    if told and not (told.isascii() and told.isalnum()):
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name})
    return told


def _numbers(data: Any, name: str, most: int) -> list[int]:
    raw = fields_named(data, name)
    if len(raw) > most:
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name})
    return [number for each in raw if (number := row_id(each, name=name)) is not None]
