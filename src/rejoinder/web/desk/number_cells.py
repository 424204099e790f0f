"""A table of numbers in a site's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from babel.numbers import format_percent

from rejoinder.desk.numbers.model import Step
from rejoinder.desk.numbers.table import Cell, NumbersTable
from rejoinder.desk.proportions import Kappa, Share
from rejoinder.i18n import Translator

# In a piece's place on an axis, by what a piece is.
_ON_AXIS = {Step.DAY: "d MMM", Step.WEEK: "d MMM", Step.MONTH: "MMM yy"}
# Of a table that goes on; its file has all rows.
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class CellView:
    """A number in words."""

    text: str
    aside: str = ""
    """Between what and what it lies."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table, its words translated."""

    key: str
    title: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[CellView]]
    left_out: int
    """How many rows are in its file alone."""
    over_time: bool
    """Whether its rows are the pieces of a period."""


def table_view(translator: Translator, table: NumbersTable) -> TableView:
    """A table as the page shows it."""
    over_time = bool(table.rows) and isinstance(table.rows[0][0], date)
    shown = table.rows if over_time or table.key == "hours" else table.rows[:MOST_ROWS]
    return TableView(
        key=table.key,
        title=translator.translate(table.title),
        note=translator.translate(table.note),
        columns=[translator.translate(each) for each in table.columns],
        rows=[[cell_view(translator, cell) for cell in row] for row in shown],
        left_out=len(table.rows) - len(shown),
        over_time=over_time,
    )


def cell_view(translator: Translator, cell: Cell) -> CellView:
    """A cell in words; a dash where nothing could be measured."""
    if isinstance(cell, Share):
        return _share(translator, cell)
    if isinstance(cell, Kappa):
        return _kappa(translator, cell)
    if isinstance(cell, datetime):
        return CellView(translator.moment(cell))
    if isinstance(cell, date):
        return CellView(format_date(cell, "d MMM y", locale=translator.locale))
    if cell is None:
        return CellView("–")
    return CellView(cell if isinstance(cell, str) else translator.number(cell))


def on_axis(translator: Translator, step: Step, piece: date) -> str:
    """A piece of a period as a plot names it."""
    return str(format_date(piece, _ON_AXIS[step], locale=translator.locale))


def _share(translator: Translator, share: Share) -> CellView:
    if share.value is None:
        return CellView("–")
    low, high = share.interval
    locale = translator.locale
    between = f"{100 * low:.0f}–{100 * high:.0f}"
    return CellView(str(format_percent(share.value, "#,##0 %", locale=locale)), between)


def _kappa(translator: Translator, kappa: Kappa) -> CellView:
    if kappa.value is None:
        return CellView("–")
    value, low, high = (
        translator.number(round(each, 2)) for each in (kappa.value, kappa.low, kappa.high)
    )
    return CellView(value, f"{low} – {high}")
