"""Lines, JSON lines and CSV records of a long file, in bounded memory."""

import csv
import json
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from rejoinder.errors import N_
from rejoinder.imports.model import Problem
from rejoinder.imports.reading.json_values import LONGEST_VALUE, Value, json_values
from rejoinder.imports.reading.opening import Source, decoded

_ELEMENTS = frozenset({"[]"})


class Line(NamedTuple):
    """A line of a file, without its end."""

    number: int
    text: str
    is_whole: bool
    """Whether the text is all of it; of a longer one nothing is kept."""
    quotes: int
    """How many `"` stand in it."""


def lines(pieces: Iterator[str]) -> Iterator[Line]:
    """The lines, of which each is kept as far as a record may be long."""
    number, kept, size, quotes = 1, [""], 0, 0
    for piece in pieces:
        *ended, last = piece.split("\n")
        for part in ended:
            is_whole = size + len(part) <= LONGEST_VALUE
            text = "".join((*kept, part)) if is_whole else ""
            yield Line(number, text, is_whole, quotes + part.count('"'))
            number, size, quotes = number + 1, 0, 0
            kept.clear()
        size, quotes = size + len(last), quotes + last.count('"')
        if size <= LONGEST_VALUE:
            kept.append(last)
        else:
            kept.clear()
    if size:
        is_whole = size <= LONGEST_VALUE
        yield Line(number, "".join(kept) if is_whole else "", is_whole, quotes)


def json_objects(source: Source) -> Iterator[Value | Problem]:
    """The objects of a file that has one a line, or one list of them."""
    pieces = decoded(source)
    first = next(pieces, "")
    pieces = chain((first,), pieces)
    if first.lstrip()[:1] == "[":
        yield from json_values(pieces, _ELEMENTS, lambda: source.damage)
        return
    for line in lines(pieces):
        if line.is_whole and not line.text.strip():
            continue
        yield _object(line)
    if source.damage:
        yield Problem(0, source.damage, code="damaged-file")


def _object(line: Line) -> Value | Problem:
    if not line.is_whole:
        return Problem(line.number, N_("A line is longer than is taken."))
    try:
        return Value("[]", json.loads(line.text), line.number, line.number)
    except (ValueError, RecursionError):
        return Problem(line.number, N_("A record is no JSON, or longer than is taken."))


def csv_records(source: Source, columns: int) -> Iterator[tuple[int, list[str]] | Problem]:
    """The records of a CSV file with the lines on which they begin; each has so many columns."""
    csv.field_size_limit(LONGEST_VALUE)
    begun, parts, size, quotes = 0, [""], 0, 0
    for line in lines(decoded(source)):
        begun = begun or line.number
        size += len(line.text) + 1 if line.is_whole else LONGEST_VALUE + 1
        quotes += line.quotes
        if size <= LONGEST_VALUE:
            parts.append(line.text)
        if quotes % 2 == 0:  # else a quoted cell goes on in the next line
            if size > 1:
                yield _record(begun, "\n".join(parts[1:]), columns, size)
            begun, parts, size, quotes = 0, [""], 0, 0
    if size:
        yield Problem(begun, N_("A quotation mark is never closed."), code="damaged-file")
    if source.damage:
        yield Problem(0, source.damage, code="damaged-file")


def _record(line: int, text: str, columns: int, size: int) -> tuple[int, list[str]] | Problem:
    if size > LONGEST_VALUE:
        return Problem(line, N_("A line is longer than is taken."))
    try:
        cells = next(csv.reader(text.splitlines(keepends=True), strict=True), [])
    except csv.Error:
        cells = []
    if len(cells) != columns:
        return Problem(line, N_("A record has other columns than it should."))
    return line, cells
