"""Rows of numbers under a name. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rejoinder.desk.proportions import Kappa, Share

Cell = str | int | float | date | Share | Kappa | None
"""None where nothing could be measured."""


@dataclass(frozen=True, slots=True)
class NumbersTable:
    """Rows of numbers under a name. Title, note and columns are msgids."""

    key: str
    """In its address."""
    title: str
    note: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
