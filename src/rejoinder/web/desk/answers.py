"""What a form about one comment is answered with: a piece for the desk's script, or a page."""

from dataclasses import replace
from typing import Any

from litestar import Response
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.desk.queue import Stretch
from rejoinder.errors import N_, Refused, RejoinderError
from rejoinder.web.desk.access import DeskContext, fragment
from rejoinder.web.desk.in_thread import thread_panel
from rejoinder.web.desk.notices import TOLD, problem
from rejoinder.web.desk.queue import comment_page, one_card
from rejoinder.web.desk.queue_address import fields_for_forms
from rejoinder.web.desk.queue_state import QueueState, parts_named, state_of, tabs_of
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.views import CardView, DeskNotice
from rejoinder.web.errors import status_of


def answer(
    desk: DeskContext,
    notice: DeskNotice,
    place: Stretch,
    *touched: int,
    shows_card: bool,
    comes_last: bool = False,
    status: int = 200,
) -> Response[Any]:
    """The notice and the tabs after something was done to comments, or refused.

    With it comes the card of the first, or the word that the cards of all of them go, and whether
    they come back after all others.
    """
    goes = not shows_card and status == 200
    with desk.context.database.reading() as connection:
        state = state_of(connection, desk, *touched)
        values = {
            "notice": notice,
            "gone": touched if goes else (),
            "comes_last": comes_last,
            **fields_for_forms(place),
            "tabs": tabs_of(desk, state, place),
            "card": _card(connection, desk, state, place, touched[0]) if shows_card else None,
            "reasons": reason_choices(connection, desk),
        }
    return fragment(desk, "answer.html", values, status=status)


def _card(
    connection: Connection, desk: DeskContext, state: QueueState, place: Stretch, comment_id: int
) -> CardView:
    parts = parts_named(desk, state, place, {comment_id})
    return replace(one_card(connection, desk, comment_id), parts=parts.get(comment_id, ""))


def stays(
    desk: DeskContext,
    comment_id: int,
    place: Stretch,
    said: str,
    *,
    undo: str = "",
    page: str = "",
) -> Response[Any]:
    """What was done to a comment that stays where it is: a msgid, and where a form takes it back.

    Without a script its own page says so, or the `page` from which it was done.
    """
    notice = DeskNotice("done", desk.context.translator.translate(said), undo, comment_id)
    if desk.from_thread:
        return thread_panel(desk, comment_id, notice)
    if desk.by_script:
        return answer(desk, notice, place, comment_id, shows_card=True)
    told = next(name for name, words in TOLD.items() if words == said)
    return Redirect(page or f"/desk/comments/{comment_id}?told={told}", status_code=303)


def refused(
    desk: DeskContext,
    comment_id: int,
    failure: RejoinderError,
    place: Stretch,
    *,
    typed: str = "",
) -> Response[Any]:
    """What was wrong. Where the comment changed meanwhile, its card comes anew."""
    notice, status = problem(desk, failure, typed), status_of(failure)
    if desk.from_thread:
        return thread_panel(desk, comment_id, notice, status=status)
    if desk.by_script:
        anew = isinstance(failure, Refused)
        if anew:
            notice = _named(desk, comment_id, notice)
        return answer(desk, notice, place, comment_id, shows_card=anew, status=status)
    with desk.context.database.reading() as connection:
        return comment_page(connection, desk, comment_id, notice, status=status)


def _named(desk: DeskContext, comment_id: int, notice: DeskNotice) -> DeskNotice:
    """The notice with whose comment it is about: by now another card is read."""
    with desk.context.database.reading() as connection:
        author = comment_queries.by_id(connection, desk.site_id, comment_id).author.name
    said = desk.context.translator.translate(
        N_("%(author)s: %(problem)s"), author=author, problem=notice.message
    )
    return replace(notice, message=said, comment_id=comment_id)
