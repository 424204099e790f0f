"""Reads tables of text: those that the data sets come in, and our own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

# Bytes of a cell: Wikipedia's longest pages are beyond the csv module's own limit.
LARGEST_CELL = 1 << 30


def read_table(
    path: Path, delimiter: str = ",", names: list[str] | None = None
) -> Iterator[dict[str, str]]:
    """Gives a data set's rows by column; the columns must be named when the file does not."""
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding="utf-8", newline="") as lines:
        if names is None:
            yield from csv.DictReader(lines, delimiter=delimiter)
        else:
            yield from csv.DictReader(lines, names, delimiter=delimiter, quoting=csv.QUOTE_NONE)


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Gives the rows of one of our own tables by column: a heading, tabs, and nothing quoted."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
