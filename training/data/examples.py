"""One labelled text, and reading the tables that the data sets come in."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rejoinder.engine.model import ATTRIBUTES

FOLDS = 10
"""Fold 0 is held out for the figures, fold 1 for calibration; the rest are fitted."""

MEASURED, CALIBRATED = (0,), (1,)


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the probability of each attribute that its source labels, and no other.

    `group` keeps texts together that must not be parted among folds (a pair, a template, a
    debate); without one the text itself decides.
    """

    source: str
    text: str
    labels: dict[str, float]
    weight: float = 1.0
    group: str = ""
    fold: int = field(default=-1)

    def placed(self) -> int:
        """Which fold it belongs to: by its content, so the same in every run."""
        return self.fold if self.fold >= 0 else fold_of(self.group or self.text)


def fold_of(key: str) -> int:
    """A number from 0 to FOLDS - 1 that depends on nothing but the key's letters and digits."""
    plain = "".join(letter for letter in key.casefold() if letter.isalnum())
    return int.from_bytes(hashlib.sha256(plain.encode()).digest()[:4], "big") % FOLDS


def all_clear(*named: str) -> dict[str, float]:
    """Labels that say of each named attribute (of all, without names) that it is not there."""
    return dict.fromkeys(named or ATTRIBUTES, 0.0)


def read_table(
    path: Path, delimiter: str = ",", names: list[str] | None = None
) -> Iterator[dict[str, str]]:
    """The rows of a table by column name; the columns must be named when the file does not."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as lines:
        if names is None:
            yield from csv.DictReader(lines, delimiter=delimiter)
        else:
            yield from csv.DictReader(lines, names, delimiter=delimiter, quoting=csv.QUOTE_NONE)
