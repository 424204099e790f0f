"""A table of numbers as a file."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Final

from rejoinder.desk.numbers.table import Cell, NumbersTable
from rejoinder.desk.proportions import Kappa, Share

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: NumbersTable, translate: Callable[[str], str]) -> str:
    """A table as a file: a share becomes three columns, itself and what it lies between."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_header(table, translate))
    for row in table.rows:
        writer.writerow([part for cell in row for part in _written(cell)])
    return out.getvalue()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _header(table: NumbersTable, translate: Callable[[str], str]) -> Iterator[str]:
    for place, column in enumerate(table.columns):
        name = translate(column)
        yield name
        if table.rows and isinstance(table.rows[0][place], Share | Kappa):
            yield f"{name} >"
            yield f"{name} <"


def _written(cell: Cell) -> Iterator[str]:
    if isinstance(cell, Share):
        low, high = cell.interval
        measured = cell.value is not None
        yield "" if cell.value is None else f"{cell.value:.4f}"
        yield f"{low:.4f}" if measured else ""
        yield f"{high:.4f}" if measured else ""
    elif isinstance(cell, Kappa):
        measured = cell.value is not None
        yield "" if cell.value is None else f"{cell.value:.4f}"
        yield f"{cell.low:.4f}" if measured else ""
        yield f"{cell.high:.4f}" if measured else ""
    elif isinstance(cell, str):
        yield guarded(cell)
    elif isinstance(cell, date):
        yield cell.isoformat()
    else:
        yield "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
