"""The newsroom's numbers for any days, as pictures, tables and files; and everybody's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.desk.numbers import figures, plots
from rejoinder.desk.numbers.agreement_tables import agreement_tables
from rejoinder.desk.numbers.csv_files import csv_of
from rejoinder.desk.numbers.model import Numbers, Period, Step
from rejoinder.desk.numbers.queries import own_numbers_of
from rejoinder.desk.numbers.table import Cell, NumbersTable
from rejoinder.desk.numbers.tables import load_table, tables_of
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.policy.settings import DUTIES
from rejoinder.moderation.queries import policy_of
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.desk.access import PRIVATE, DeskContext, show, staff_or_sign_in
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.number_cells import CellView, cell_view, on_axis, table_view
from rejoinder.web.thread_pool import in_thread

# By their length in days.
PRESETS: Final = (
    (1, N_("Today")),
    (7, N_("7 days")),
    (30, N_("30 days")),
    (90, N_("90 days")),
    (365, N_("A year")),
)
_USUAL_DAYS: Final = 30
# A month: what waits longer is not answered, it is forgotten.
_LONGEST_WITHIN: Final = 24 * 31
# The longest figure or day that such a field holds.
_LONGEST_FIELD: Final = 10


@dataclass(frozen=True, slots=True)
class NumbersQuery:
    """What an address asks for."""

    period: Period
    within_hours: int
    problem: str = ""
    """What is wrong with it; then the rest is as usual."""

    def query(self, period: Period | None = None) -> str:
        """The same as a part of an address, of another period if one is told."""
        days = period or self.period
        return urlencode(
            {"from": days.first, "to": days.last, "within": self.within_hours}, doseq=False
        )


@get("/desk/numbers")
@in_thread
def show_numbers(request: WebRequest) -> Response[Any] | Redirect:
    """What happened in a period."""
    desk = staff_or_sign_in(request, Act.OVERSEE)
    if isinstance(desk, Redirect):
        return desk
    asked = _asked(desk)
    numbers = _numbers(desk, asked)
    values = {
        **_around(desk, asked),
        "figures": list(_key_figures(desk, numbers, asked)),
        "waiting": _waiting(desk),
        "plots": _plots(desk, numbers, asked),
        "tables": [
            table_view(desk.context.translator, each) for each in _tables(desk, numbers, asked)
        ],
    }
    return show(desk, "numbers.html", values, status=422 if asked.problem else 200)


@get("/desk/numbers/{table:str}")
@in_thread
def download_numbers(request: WebRequest, table: FromPath[str]) -> Response[Any] | Redirect:
    """One of the tables as a file.

    Raises:
        NotFound: there is no such table.
    """
    desk = staff_or_sign_in(request, Act.OVERSEE)
    if isinstance(desk, Redirect):
        return desk
    asked = _asked(desk)
    made = _tables(desk, _numbers(desk, asked), asked)
    found = next((each for each in made if f"{each.key}.csv" == table), None)
    if found is None:
        raise NotFound(N_("There is no such table."), code="unknown-table")
    days = f"{asked.period.first}-{asked.period.last}"
    return Response(
        content=csv_of(found, desk.context.translator.translate),
        media_type="text/csv; charset=utf-8",
        headers={
            **PRIVATE,
            "content-disposition": f'attachment; filename="{found.key}-{days}.csv"',
        },
    )


@get("/desk/mine")
@in_thread
def show_own(request: WebRequest) -> Response[Any] | Redirect:
    """What whoever asks decided in a period, and what became of it; nobody else's."""
    desk = staff_or_sign_in(request, Act.DECIDE)
    if isinstance(desk, Redirect):
        return desk
    asked = _asked(desk)
    translator = desk.context.translator
    with desk.context.database.reading() as connection:
        numbers = own_numbers_of(connection, desk.site_id, asked.period, desk.member.id)
    values = {
        **_around(desk, asked),
        "figures": list(_own_figures(desk, numbers)),
        "plots": (
            plots.decisions_plot(numbers, translator.translate, _axis(desk)),
            plots.hours_plot(numbers, translator.translate),
        ),
    }
    return show(desk, "mine.html", values, status=422 if asked.problem else 200)


def _numbers(desk: DeskContext, asked: NumbersQuery) -> Numbers:
    context = desk.context
    with context.database.reading() as connection:
        cache = context.app_state.numbers
        return cache.at_desk(connection, desk.site_id, asked.period, now=context.now)


def _tables(desk: DeskContext, numbers: Numbers, asked: NumbersQuery) -> tuple[NumbersTable, ...]:
    name_of_rule = partial(rule_title, desk.context.translator)
    return (
        *tables_of(numbers, asked.within_hours, name_of_rule),
        *agreement_tables(numbers, name_of_rule),
    )


def _plots(desk: DeskContext, numbers: Numbers, asked: NumbersQuery) -> list[Any]:
    translate, name_of = desk.context.translator.translate, _axis(desk)
    return [
        plots.decisions_plot(numbers, translate, name_of),
        plots.hours_plot(numbers, translate),
        plots.queue_length_plot(numbers, translate, name_of),
        plots.oldest_plot(numbers, translate, name_of),
        plots.queue_plot(numbers, asked.within_hours, translate, name_of),
        plots.load_plot(numbers.load, translate),
        plots.judge_plot(numbers, translate, name_of),
        plots.authors_plot(numbers, translate, name_of),
    ]


def _axis(desk: DeskContext) -> Callable[[Step, date], str]:
    return partial(on_axis, desk.context.translator)


def _key_figures(
    desk: DeskContext, numbers: Numbers, asked: NumbersQuery
) -> Iterator[tuple[str, CellView]]:
    """What is read first, with its name."""
    translate = desk.context.translator.translate
    waited = figures.waited_in_all(numbers, asked.within_hours)
    judged, answering = figures.judged_in_all(numbers), figures.answered_in_all(numbers)
    by_people = sum(each.number for each in numbers.decided if each.by_person)
    in_time = translate(N_("Answered within %(hours)s hours"), hours=asked.within_hours)
    hours = waited.median_hours
    half = None if hours is None else desk.context.translator.span(hours * 3600)
    told: tuple[tuple[str, Cell], ...] = (
        (translate(N_("Decisions by the policy")), _all(numbers) - by_people),
        (translate(N_("Decisions by people")), by_people),
        (in_time, waited.in_time),
        (translate(N_("Half answered within")), half),
        (translate(N_("The judge's precision")), judged.precision),
        (translate(N_("Its recall, of what people saw")), judged.recall),
        (translate(N_("Authors who revised")), answering.revised),
        (translate(N_("Authors who appealed")), answering.appealed),
        (translate(N_("Appeals won")), answering.won),
    )
    yield from ((name, cell_view(desk.context.translator, cell)) for name, cell in told)


def _own_figures(desk: DeskContext, numbers: Numbers) -> Iterator[tuple[str, CellView]]:
    translator, table = desk.context.translator, load_table(numbers.load)
    if not table.rows:
        yield translator.translate(N_("Decisions")), CellView("0")
        return
    for column, cell in zip(table.columns[1:], table.rows[0][1:], strict=True):
        yield translator.translate(column), cell_view(translator, cell)


def _all(numbers: Numbers) -> int:
    return sum(each.number for each in numbers.decided)


def _waiting(desk: DeskContext) -> dict[str, Any]:
    """How many wait at this moment, and for how long the longest of them has."""
    context = desk.context
    with context.database.reading() as connection:
        waiting = context.app_state.queue.waiting(connection, desk.site_id, now=context.now)
    oldest = min((each.since for each in waiting), default=None)
    seconds = 0.0 if oldest is None else (context.now - oldest).total_seconds()
    return {"count": len(waiting), "longest": seconds}


def _around(desk: DeskContext, asked: NumbersQuery) -> dict[str, Any]:
    """What stands around the numbers of any period."""
    today, zone = _today(desk), asked.period.zone
    periods = [
        (words, Period(today - timedelta(days=days - 1), today, zone)) for days, words in PRESETS
    ]
    translate = desk.context.translator.translate
    return {
        "asked": asked,
        "query": asked.query(),
        "presets": [
            (translate(words), asked.query(each), each == asked.period) for words, each in periods
        ],
        "longest_within": _LONGEST_WITHIN,
    }


def _today(desk: DeskContext) -> date:
    return desk.context.now.astimezone(desk.context.translator.zone).date()


def _asked(desk: DeskContext) -> NumbersQuery:
    """What the address asks for; the last thirty days where it says nothing that can be had."""
    query: Any = desk.context.request.query_params
    translator, today = desk.context.translator, _today(desk)
    with desk.context.database.reading() as connection:
        promised = policy_of(connection, desk.site_id).policy[DUTIES].hold_hours
    usual = Period(today - timedelta(days=_USUAL_DAYS - 1), today, translator.zone)
    try:
        first = _day(query.get("from", ""), usual.first)
        last = _day(query.get("to", ""), max(first, usual.last))
        within = _hours(query.get("within", ""), promised)
        return NumbersQuery(Period.of(first, last, translator.zone), within)
    except Invalid as failure:
        return NumbersQuery(usual, promised, translator.error(failure))


def _day(raw: Any, usual: date) -> date:
    text = str(raw)
    if not text:
        return usual
    try:
        if len(text) != _LONGEST_FIELD:
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(N_("A day is written as 2026-01-31."), code="bad-day") from None
    # Years near the ends have no neighbours to reckon with.
    if not date(2000, 1, 1) <= day <= date(2999, 12, 31):
        raise Invalid(N_("A day is written as 2026-01-31."), code="bad-day")
    return day


def _hours(raw: Any, usual: int) -> int:
    text = str(raw)
    if not text:
        return usual
    if len(text) > _LONGEST_FIELD or not (text.isascii() and text.isdigit()):
        raise Invalid(N_("Hours are a whole number."), code="bad-hours")
    if not 1 <= int(text) <= _LONGEST_WITHIN:
        raise Invalid(N_("From 1 hour to %(most)s."), code="bad-hours", most=_LONGEST_WITHIN)
    return int(text)
