"""Rows as PostgreSQL's COPY takes them, made by columns.

The driver makes a row at a time and gives each 32 kB to the server: of an import, whose threads
wait for each other at every such turn, that took twice the time. Here some hundred kilobytes are
made by a few steps over whole columns, and given at once.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from types import NoneType
from typing import Any

# Rows that are made at once.
_A_STRETCH = 2_000
_NULL = "\\N"
# What would end a cell or a row, or begin what is written so; the backslash before all others.
_WRITTEN = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
# No text of PostgreSQL's has it.
_BETWEEN = "\0"


def write_rows(copy: Any, rows: Iterable[Sequence[Any]]) -> None:
    """Gives rows to a COPY of the driver."""
    waiting = iter(rows)
    while stretch := list(islice(waiting, _A_STRETCH)):
        columns = list(map(_cells, zip(*stretch, strict=True)))
        if None in columns:
            # It knows all types, and refuses what is of none of the store's.
            for row in stretch:
                copy.write_row(row)
        else:
            copy.write("\n".join(map("\t".join, zip(*columns, strict=True))) + "\n")


def _cells(column: Sequence[Any]) -> Sequence[str] | None:
    """A column's values as they are written; None where the driver has to write them."""
    kinds = set(map(type, column))
    if kinds == {int}:
        return list(map(str, column))
    if kinds == {str}:
        return _texts(column)
    if kinds == {NoneType}:
        return [_NULL] * len(column)
    if kinds == {NoneType, int}:
        return [_NULL if each is None else str(each) for each in column]
    if kinds == {NoneType, str}:
        texts = _texts(["" if each is None else each for each in column])
        return texts and [
            _NULL if each is None else text for each, text in zip(column, texts, strict=True)
        ]
    return None


def _texts(column: Sequence[str]) -> Sequence[str] | None:
    whole = _BETWEEN.join(column)
    for letter, written in _WRITTEN:
        whole = whole.replace(letter, written)
    cells = whole.split(_BETWEEN)
    return cells if len(cells) == len(column) else None
