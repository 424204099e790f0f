"""Passing a comment on to an editor, giving it back with an answer, and taking either back."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.desk.claims import end as end_claim
from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.actions.passings import give_back, pass_on, take_back
from rejoinder.moderation.passing_queries import comment_passed_on
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.deciders import name_of
from rejoinder.web.desk.access import DeskContext, staff_only
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.notes import LONGEST_FIELD
from rejoinder.web.desk.notices import GIVEN_BACK, TAKEN_BACK, passed_on, way_back_from
from rejoinder.web.desk.queue_address import path_of, place_of
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.thread_pool import in_thread


@post("/desk/comments/{comment_id:int}/passings")
@in_thread
def pass_to_editor(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Asks an editor to decide, with a note or without; the card goes."""
    desk, place = staff_only(request), place_of(data)
    try:
        text = field(data, "note", max_length=LONGEST_FIELD)
        # A form without it saw nothing.
        seen, now = row_id(field(data, "seen"), name="seen") or 0, desk.context.now
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            number = pass_on(connection, comment, desk.member, text, seen=seen, now=now)
            end_claim(connection, comment_id)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place, typed=str(data.get("note", "")))
    if desk.by_script:
        notice = passed_on(desk, comment_id, number)
        return answer(desk, notice, place, comment_id, shows_card=False)
    return Redirect(path_of(place, passed=number), status_code=303)


@post("/desk/passings/{passing_id:int}/answer")
@in_thread
def answer_passing(request: WebRequest, passing_id: FromPath[int], data: Form) -> Response[Any]:
    """Gives a comment back, with an answer to whoever passed it on."""
    desk, place = staff_only(request, Act.ANSWER_PASSED_ON), place_of(data)
    comment_id = _comment(desk, passing_id)
    try:
        text = field(data, "note", max_length=LONGEST_FIELD)
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            given = give_back(
                connection, comment, passing_id, desk.member, text, now=desk.context.now
            )
            end_claim(connection, comment_id)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place, typed=str(data.get("note", "")))
    if not desk.by_script:
        return Redirect(f"/desk/comments/{comment_id}?told=given-back", status_code=303)
    translator = desk.context.translator
    said = translator.translate(GIVEN_BACK, name=name_of(translator, given.by))
    notice = DeskNotice("done", said, way_back_from(passing_id), comment_id)
    # It goes: whoever has it back finds it taken by nobody.
    return answer(desk, notice, place, comment_id, shows_card=False)


@post("/desk/passings/{passing_id:int}/undoing")
@in_thread
def undo_passing(request: WebRequest, passing_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes an editor's answer back; where there is none, the passing on."""
    desk, place = staff_only(request), place_of(data)
    comment_id = _comment(desk, passing_id)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            take_back(connection, comment, passing_id, desk.member, now=desk.context.now)
    except Refused as failure:
        return refused(desk, comment_id, failure, place)
    if not desk.by_script:
        return Redirect(f"/desk/comments/{comment_id}?told=taken-back", status_code=303)
    notice = DeskNotice("done", desk.context.translator.translate(TAKEN_BACK), "", comment_id)
    return answer(desk, notice, place, comment_id, shows_card=True)


def _comment(desk: DeskContext, passing_id: int) -> int:
    with desk.context.database.reading() as connection:
        return comment_passed_on(connection, desk.site_id, passing_id)
