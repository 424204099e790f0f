"""Many comments at once: a histogram of any score over any filter, a range of it, read and decided.

A request only writes down what is to be done; `desk_worker` does it.
"""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.desk.bulk.actions import BulkDecision, begin, limited_to
from rejoinder.desk.bulk.model import Choice, Histogram, Seen
from rejoinder.desk.bulk.queries import PAGE, histogram, in_order, seen_now
from rejoinder.desk.filters import CommentFilter
from rejoinder.desk.search.indexing import how_many_unindexed, in_thousandths
from rejoinder.desk.tables import SCORES
from rejoinder.errors import Invalid, N_, RejoinderError
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Outcome
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.desk.access import DeskContext, fragment, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.chosen import chosen_view, read_chosen, typed_of
from rejoinder.web.desk.found import LONGEST_READ, found_rows
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.plots import score_plot
from rejoinder.web.desk.queue_address import START
from rejoinder.web.desk.reason_choices import reason_choices
from rejoinder.web.desk.scores import ATTRIBUTE_NAMES, figure
from rejoinder.web.desk.standings import LONGEST_FIELD
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

BULK: Final = "/desk/bulk"
JOBS: Final = f"{BULK}/jobs"
SCORE_NAMES: Final = {
    **ATTRIBUTE_NAMES,
    "on_topic": N_("On-topic"),
    "meta": N_("About the paper"),
}
# What is looked at first: the worst of most scores, and what is least to the point.
_USUAL: Final = (800, 1000)
_USUAL_ON_TOPIC: Final = (0, 100)
# How far somebody turns the pages of what they are about to decide.
_FURTHEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address or the form asks for."""

    choice: Choice
    highest_first: bool
    start: int


@get(BULK)
@in_thread
def show_bulk(request: WebRequest) -> Response[Any] | Redirect:
    """The histogram, and what is in the range, in order."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    return _page(desk, request.query_params)


@post(BULK)
@in_thread
def begin_bulk(request: WebRequest, data: Form) -> Response[Any]:
    """Lets all comments of the range be decided, as whoever asks saw them."""
    desk = staff_only(request, Act.DECIDE)
    try:
        choice, wanted, seen = _asked(desk, data).choice, _wanted(data), _seen(data)
        with desk.context.database.writing() as connection:
            job_id = begin(connection, desk.member, choice, wanted, seen, now=desk.context.now)
    except Invalid as failure:
        return _page(desk, data, failure, note=str(data.get("note", "")))
    return Redirect(f"{JOBS}/{job_id}", status_code=303)


def _wanted(data: Any) -> BulkDecision:
    raw = field(data, "outcome")
    if raw not in set(Outcome):
        raise Invalid(N_("Please choose what becomes of the comments."), code="outcome-missing")
    note = field(data, "note", max_length=LONGEST_FIELD)
    return BulkDecision(Outcome(raw), field(data, "reason"), note)


def _seen(data: Any) -> Seen:
    comment_id, decision_id = (
        row_id(field(data, name), name=name) for name in ("seen_comment", "seen_decision")
    )
    if comment_id is None or decision_id is None:
        raise Invalid(N_("Please look at the comments first."), code="not-seen")
    return Seen(comment_id, decision_id)


def _asked(desk: DeskContext, raw: Any) -> _Asked:
    score = field(raw, "score") or SCORES[0]
    if score not in SCORES and score != "none":
        raise Invalid(N_("There is no such score."), details={"field": "score"})
    usual = _USUAL_ON_TOPIC if score == "on_topic" else _USUAL
    low, high = (
        _thousandths(field(raw, name), name, otherwise)
        for name, otherwise in zip(("low", "high"), usual, strict=True)
    )
    if low > high:
        low, high = high, low
    start = field(raw, "from")
    choice = Choice(read_chosen(desk, raw), "" if score == "none" else score, low, high)
    return _Asked(
        choice if choice.score else Choice(choice.filter),
        highest_first=field(raw, "order") != "lowest",
        start=min(int(start), _FURTHEST) if START.fullmatch(start) else 0,
    )


def _thousandths(raw: str, name: str, otherwise: int) -> int:
    try:
        value = float(raw.replace(",", ".")) if raw else otherwise / 1000
        if not 0 <= value <= 1:
            raise ValueError
    except ValueError:
        raise Invalid(
            N_("A score is a number from 0 to 1, such as 0.8."), details={"field": name}
        ) from None
    return in_thousandths(value) or 0


def _page(
    desk: DeskContext, raw: Any, failure: RejoinderError | None = None, *, note: str = ""
) -> Response[Any]:
    try:
        asked = _asked(desk, raw)
    except Invalid as wrong:
        failure = failure or wrong
        asked = _Asked(Choice(CommentFilter(), SCORES[0], *_USUAL), highest_first=True, start=0)
    if not asked.choice.score:  # a picture is of something
        asked = replace(asked, choice=Choice(asked.choice.filter, SCORES[0], *_USUAL))
    notice = None if failure is None else problem(desk, failure, note)
    with desk.context.database.reading() as connection:
        values = _values(connection, desk, raw, asked, notice)
    if desk.by_script:
        return fragment(desk, "bulk_range.html", values)
    return show(desk, "bulk.html", values, status=200 if failure is None else status_of(failure))


def _values(
    connection: Connection,
    desk: DeskContext,
    raw: Any,
    asked: _Asked,
    notice: DeskNotice | None,
) -> dict[str, Any]:
    translator = desk.context.translator
    # What they may not decide would only stand in their way.
    choice = limited_to(connection, desk.member, asked.choice)
    told = histogram(connection, desk.site_id, choice)
    rows = in_order(
        connection,
        desk.site_id,
        choice,
        highest_first=asked.highest_first,
        start=asked.start,
    )
    figures = {number: figure(translator, score / 1000) for number, score in rows[:PAGE]}
    seen = seen_now(connection)
    return {
        "notice": notice,
        "view": "",
        **_histogram_values(told, choice, translator),
        "highest_first": asked.highest_first,
        "chosen": chosen_view(connection, desk, typed_of(raw)),
        "rows": found_rows(connection, desk, [*figures], figures=figures, longest=LONGEST_READ),
        "first": _address(raw, asked, choice, 0) if asked.start else "",
        "further": _address(raw, asked, choice, asked.start + PAGE) if len(rows) > PAGE else "",
        "start": asked.start,
        "seen_comment": seen.comment_id,
        "seen_decision": seen.decision_id,
        "reasons": reason_choices(connection, desk),
        "unread": how_many_unindexed(connection),
    }


def _histogram_values(told: Histogram, choice: Choice, translator: Translator) -> dict[str, Any]:
    name = translator.translate(SCORE_NAMES[choice.score])
    return {
        "score": choice.score,
        "scores": [(each, translator.translate(SCORE_NAMES[each])) for each in SCORES],
        "low": choice.low / 1000,
        "high": choice.high / 1000,
        "plot": score_plot(told, name, choice.low, choice.high, translator.translate),
        "inside": told.inside,
        "all": sum(told.bars),
    }


def _address(raw: Any, asked: _Asked, choice: Choice, start: int) -> str:
    """Where the same range is shown from so many on."""
    typed = {name: value for name, value in typed_of(raw).items() if value}
    order = "highest" if asked.highest_first else "lowest"
    query = {
        "score": choice.score,
        "low": choice.low / 1000,
        "high": choice.high / 1000,
        "order": order,
        **typed,
        **({"from": start} if start else {}),
    }
    return f"{BULK}?{urlencode(query)}"
