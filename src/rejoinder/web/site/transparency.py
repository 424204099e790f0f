"""How comments were decided, in numbers and pictures, for everybody and any months."""

import re
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from babel.dates import format_date
from litestar import Response, get

from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.policy.settings import DUTIES, Switch
from rejoinder.moderation.queries import policy_of
from rejoinder.transparency.model import Period
from rejoinder.transparency.plots import by_category, over_time
from rejoinder.transparency.tables_of_numbers import in_words, rows_of
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.site.layout import show
from rejoinder.web.thread_pool import in_thread

_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@get("/transparency")
@in_thread
def transparency_page(request: WebRequest) -> Response[str]:
    """The numbers of some months; the last twelve unless the address names others."""
    context = context_of(request)
    with context.database.reading() as connection:
        duties = policy_of(connection, context.site.id).policy[DUTIES]
        if duties.public_page is Switch.OFF:
            raise NotFound(N_("There is no such page here."), code="no-transparency")
        period, problem = _period(context)
        numbers = context.app_state.numbers.of(connection, context.site.id, period)
    translate = context.translator.translate
    values = {
        "numbers": numbers,
        "first": f"{period.first:%Y-%m}",
        "last": f"{period.last:%Y-%m}",
        "problem": problem,
        "sections": [
            (translate(section), [in_words(row, context.translator) for row in rows])
            for section, rows in groupby(rows_of(numbers), key=lambda row: row.section)
        ],
        "plots": (
            over_time(numbers, translate, lambda part: _name(context, period, part)),
            by_category(numbers, translate),
        ),
    }
    return show(context, "transparency.html", values, status=422 if problem else 200)


def _period(context: RequestContext) -> tuple[Period, str]:
    """The months that the address names, and what is wrong with it; then the last twelve."""
    query: Any = context.request.query_params
    this_month = context.now.date().replace(day=1)
    usual = Period(_months_before(this_month, 11), _end_of(this_month))
    first, last = str(query.get("from", "")), str(query.get("to", ""))
    if not first and not last:
        return usual, ""
    begun = _MONTH.fullmatch(first or f"{usual.first:%Y-%m}")
    ended = _MONTH.fullmatch(last or f"{usual.last:%Y-%m}")
    if begun is None or ended is None:
        return usual, context.translator.translate(N_("A month is written as 2026-01."))
    try:
        end = _end_of(date(int(ended[1]), int(ended[2]), 1))
        return Period.of(date(int(begun[1]), int(begun[2]), 1), end), ""
    except Invalid as failure:
        return usual, context.translator.error(failure)


def _months_before(month: date, count: int) -> date:
    years, zero_based = divmod(month.year * 12 + month.month - 1 - count, 12)
    return date(years, zero_based + 1, 1)


def _end_of(month: date) -> date:
    return _months_before(month, -1) - timedelta(days=1)


def _name(context: RequestContext, period: Period, part: Period) -> str:
    """A month, or a year where years are shown."""
    long = (period.last - period.first).days > 366 * 2
    return str(format_date(part.first, "y" if long else "MMM", locale=context.translator.locale))
