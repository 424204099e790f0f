"""Comments that wait and say nearly the same: shown beside a card, decided and undone together."""

from dataclasses import dataclass, replace
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.desk.alike import MOST_TOGETHER
from rejoinder.desk.queue import Stretch
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.decide_together import (
    Together,
    decide_together,
    undo_together,
)
from rejoinder.moderation.queries import latest_decisions
from rejoinder.moderation.reasons import named_rule
from rejoinder.row_ids import read_id
from rejoinder.sites.roles import Act, may
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, fields_named
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.cards import STATE_NAMES, excerpt
from rejoinder.web.desk.decisions import wanted_of
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.notices import done_together
from rejoinder.web.desk.queue_address import fields_for_forms, path_of, place_of
from rejoinder.web.desk.queue_state import state_of
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.thread_pool import in_thread


@dataclass(frozen=True, slots=True)
class AlikeView:
    """Another comment that says nearly the same."""

    id: int
    seen: int
    author: str
    excerpt: str
    state_name: str


@get("/desk/comments/{comment_id:int}/alike")
@in_thread
def show_alike(request: WebRequest, comment_id: FromPath[int]) -> Response[Any] | Redirect:
    """What else waits and says nearly the same."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    with desk.context.database.reading() as connection:
        comment = comment_queries.by_id(connection, desk.site_id, comment_id)
        decision = latest_decisions(connection, [comment_id])[comment_id]
        named = named_rule(decision.findings)
        values = {
            "comment": comment,
            "seen": decision.id,
            "alike": _alike(connection, desk, comment),
            "rule": named.rule if named else "",
            "rule_title": rule_title(desk.context.translator, named.rule) if named else "",
            "reasons": reason_choices(connection, desk),
            **fields_for_forms(place_of(request.query_params)),
            "piece": "alike.html",
            "title": N_("Nearly the same"),
        }
    if desk.by_script:
        return fragment(desk, "alike.html", values)
    return show(desk, "around.html", values)


@post("/desk/comments/{comment_id:int}/shared-decisions")
@in_thread
def decide_alike(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Decides a comment, and with it those that say nearly the same, as they were seen."""
    desk, place = staff_only(request), place_of(data)
    try:
        own = wanted_of(data)
        also = {number: replace(own, seen=seen) for number, seen in _pairs(data, "also")}
        wanted = {**also, comment_id: own}
        with desk.context.database.writing() as connection:
            done = decide_together(
                connection, desk.member, wanted, comment_id, now=desk.context.now
            )
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place)
    return _told(desk, done, place)


@post("/desk/comments/{comment_id:int}/shared-decisions/undoing")
@in_thread
def undo_alike(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes back what was decided together, but for what was decided anew since."""
    desk, place = staff_only(request), place_of(data)
    try:
        decisions = dict(_pairs(data, "decision"))
        with desk.context.database.writing() as connection:
            done = undo_together(connection, desk.member, decisions, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place)
    return _told(desk, done, place, undone=True)


def _alike(connection: Connection, desk: DeskContext, comment: Comment) -> list[AlikeView]:
    """Those in sections that whoever looks may decide in."""
    waiting = state_of(connection, desk).waiting
    # Of ten thousand that wait most stand in the same few sections.
    sections = {each.section for each in waiting}
    theirs = {each for each in sections if may(desk.member, Act.DECIDE, each)}
    numbers = {each.comment_id for each in waiting if each.section in theirs}
    memory = desk.context.app_state.alike
    ids = memory.alike(connection, desk.site_id, comment.id, numbers)
    found, latest = comment_queries.by_ids(connection, ids), latest_decisions(connection, ids)
    translate = desk.context.translator.translate
    return [
        AlikeView(
            each,
            latest[each].id,
            found[each].author.name,
            excerpt(found[each].source),
            translate(STATE_NAMES[found[each].state]),
        )
        for each in ids
    ]


def _pairs(data: Any, name: str) -> list[tuple[int, int]]:
    """Fields that each name a comment and a decision, such as `12.34`.

    Raises:
        Invalid: they do not, or there are more than one press decides.
    """
    found = fields_named(data, name)[: MOST_TOGETHER + 2]
    if len(found) > MOST_TOGETHER + 1:
        raise Invalid(N_("These are too many to be decided together."), code="too-many")
    try:
        split = [each.partition(".") for each in found if each]
        return [(read_id(comment_id), read_id(other)) for comment_id, _, other in split]
    except ValueError:
        raise Invalid(N_("A field of the form cannot be taken."), details={"field": name}) from None


def _told(
    desk: DeskContext, done: Together, place: Stretch, *, undone: bool = False
) -> Response[Any]:
    """What became of them, with the way back."""
    numbers = [each.comment_id for each in done.decisions]
    if desk.by_script:
        notice = done_together(desk, done.decisions, left=done.left, undone=undone)
        return answer(desk, notice, place, *numbers, shows_card=undone)
    if undone:
        first = done.decisions[0]
        return Redirect(f"/desk/comments/{first.comment_id}?done={first.id}", status_code=303)
    together = ".".join(str(each.id) for each in done.decisions)
    return Redirect(path_of(place, together=together, left=done.left), status_code=303)
