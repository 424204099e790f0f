"""What is read a second time without knowing the first, and where two would not decide alike."""

from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.desk.queue import item
from rejoinder.desk.second_readings.actions import read_again, settle
from rejoinder.desk.second_readings.queries import (
    Difference,
    Drawn,
    Said,
    differences,
    next_to_read,
    number_of_differences,
    number_to_read,
)
from rejoinder.errors import Invalid, N_, Refused, RejoinderError
from rejoinder.moderation.actions.decide import StaffDecision
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy.settings import SECOND_READING
from rejoinder.moderation.queries import history, policy_of
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import card_of
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.list_pages import Places
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.views import CardView, DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

# Differences on one page.
PAGE: Final = 50
_DIFFERENCES: Final = "/desk/differences"
# The action itself refuses a longer note, kindly; this only bounds what is looked at.
LONGEST_FIELD = 10 * LONGEST_NOTE
_SAID = {Outcome.PUBLISH.value: N_("Publish"), Outcome.DECLINE.value: N_("Decline")}


@dataclass(frozen=True, slots=True)
class SaidView:
    """What one of two people made of a comment, in words."""

    name: str
    outcome: str
    """`publish` or `decline`."""
    words: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two who would not decide alike, side by side."""

    difference: Difference
    rule: str
    first: SaidView
    second: SaidView
    may_settle: bool

    @property
    def id(self) -> int:
        """The number by which it is settled."""
        return self.difference.id


@get("/desk/second-readings")
@in_thread
def show_second_reading(request: WebRequest) -> Response[Any] | Redirect:
    """The next comment to be read again, without what the first decided."""
    desk = staff_or_sign_in(request, Act.DECIDE)
    if isinstance(desk, Redirect):
        return desk
    words = N_("Thank you: it is kept. Here is the next.")
    thanked = request.query_params.get("read", "") == "1"
    notice = DeskNotice("done", desk.context.translator.translate(words)) if thanked else None
    return _next(desk, notice)


@post("/desk/second-readings/{reading_id:int}")
@in_thread
def give_second_reading(
    request: WebRequest, reading_id: FromPath[int], data: Form
) -> Response[Any] | Redirect:
    """Writes down what a second person would have decided."""
    desk = staff_only(request)
    try:
        said = _said(data)
        with desk.context.database.writing() as connection:
            read_again(connection, reading_id, desk.member, said, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return _next(desk, problem(desk, failure, str(data.get("note", ""))), failure)
    return Redirect("/desk/second-readings?read=1", status_code=303)


@get(_DIFFERENCES)
@in_thread
def show_differences(request: WebRequest) -> Response[Any] | Redirect:
    """Where two people would not decide alike, side by side, a page at a time."""
    desk = staff_or_sign_in(request, Act.OVERSEE)
    if isinstance(desk, Redirect):
        return desk
    words = N_("It is settled, by a decision of yours.")
    done = request.query_params.get("settled", "") == "1"
    notice = DeskNotice("done", desk.context.translator.translate(words)) if done else None
    return _differences(desk, notice)


@post(f"{_DIFFERENCES}/{{difference_id:int}}/settlement")
@in_thread
def settle_difference(
    request: WebRequest, difference_id: FromPath[int], data: Form
) -> Response[Any] | Redirect:
    """Decides which of two readings stands, or neither's reason."""
    desk = staff_only(request, Act.SETTLE)
    try:
        wanted = replace(_said(data), settles=True)
        with desk.context.database.writing() as connection:
            settle(connection, difference_id, desk.member, wanted, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return _differences(desk, problem(desk, failure, str(data.get("note", ""))), failure)
    return Redirect(_places(desk).address({"settled": 1}), status_code=303)


def _said(data: Any) -> StaffDecision:
    raw, seen = field(data, "outcome"), row_id(field(data, "seen"), name="seen")
    if raw not in set(Outcome):
        raise Invalid(N_("Please choose what becomes of the comment."), code="outcome-missing")
    note = field(data, "note", max_length=LONGEST_FIELD)
    return StaffDecision(Outcome(raw), seen or 0, field(data, "reason"), note)


def _next(
    desk: DeskContext, notice: DeskNotice | None, failure: RejoinderError | None = None
) -> Response[Any]:
    with desk.context.database.reading() as connection:
        reading = next_to_read(connection, desk.member)
        number = number_to_read(connection, desk.member)
        card = None if reading is None else _blind_card(connection, desk, reading)
        percent = policy_of(connection, desk.site_id).policy[SECOND_READING].percent
        reasons = reason_choices(connection, desk)
    values = {
        "notice": notice,
        "view": "",
        "waiting": number,
        "reading": reading,
        "card": card,
        "reasons": reasons,
        "percent": percent,
    }
    return show(
        desk, "second_reading.html", values, status=200 if failure is None else status_of(failure)
    )


def _blind_card(connection: Connection, desk: DeskContext, drawn: Drawn) -> CardView:
    """The card as the first saw it: with what was found before them, and not what came of it."""
    policy = policy_of(connection, desk.site_id).policy
    found = item(connection, desk.site_id, policy, drawn.comment_id, now=desk.context.now)
    past = history(connection, drawn.comment_id)
    before = [each for each in past if each.id < drawn.decision_id]
    return card_of(replace(found, decision=before[-1], appeal=None), policy, desk)


def _places(desk: DeskContext) -> Places:
    return Places.of(_DIFFERENCES, desk.context.request.query_params, ("after",))


def _differences(
    desk: DeskContext, notice: DeskNotice | None, failure: RejoinderError | None = None
) -> Response[Any]:
    places = _places(desk)
    with desk.context.database.reading() as connection:
        found = differences(connection, desk.site_id, after=places.behind["after"], limit=PAGE + 1)
        number = number_of_differences(connection, desk.site_id)
        reasons = reason_choices(connection, desk)
    values = {
        "notice": notice,
        "view": "",
        "page": places.page("after", [_view(desk, each) for each in found], size=PAGE),
        "place": places.query,
        "number": number,
        "reasons": reasons,
    }
    return show(
        desk, "differences.html", values, status=200 if failure is None else status_of(failure)
    )


def _view(desk: DeskContext, each: Difference) -> DifferenceView:
    translator = desk.context.translator
    return DifferenceView(
        difference=each,
        rule=rule_title(translator, each.rule) if each.rule else "",
        first=_said_view(desk, each.first),
        second=_said_view(desk, each.second),
        may_settle="SETTLE" in desk.acts_in(each.section),
    )


def _said_view(desk: DeskContext, said: Said) -> SaidView:
    translator = desk.context.translator
    reason = said.title or (rule_title(translator, said.reason) if said.reason else "")
    words = translator.translate(_SAID.get(said.outcome, said.outcome))
    return SaidView(said.name, said.outcome, words, reason, said.note)
