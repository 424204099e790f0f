"""CSV and JSON lines as records: each with the line on which it starts, and its columns by name.

What is wrong is said with its line and never with its content: that may be a reader's comment.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rejoinder.errors import Invalid, N_

# A comma as the standard says, a semicolon as half of Europe's spreadsheets write, a tab.
SEPARATORS = (",", ";", "\t")

# Objects within objects: Perspective's recorded answers need four.
MAX_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Record:
    """One line's values by column. In CSV all are text; JSON keeps its own kinds."""

    line: int
    values: Mapping[str, Any]


def read_records(data: bytes, *, text_columns: Sequence[str]) -> tuple[list[str], list[Record]]:
    """The names of all columns, and the records.

    A file whose first character is `{` is JSON lines, anything else CSV with a header, separated
    by whichever of comma, semicolon and tab sets one of `text_columns` apart. Raises Invalid.
    """
    content = _decoded(data)
    if not content.strip():
        raise Invalid(N_("The file is empty."))
    if content.lstrip().startswith("{"):
        records = list(_json_lines(content))
        return list(dict.fromkeys(name for each in records for name in each.values)), records
    return _csv(content, text_columns)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise Invalid(N_("Line %(line)s: This is not UTF-8."), line=line) from None


def _csv(content: str, text_columns: Sequence[str]) -> tuple[list[str], list[Record]]:
    separator = _separator(content, text_columns)
    # Strict, so that a quote that is never closed does not swallow the rest of the file.
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True)
    start = 1
    lines: list[tuple[int, list[str]]] = []
    try:
        for fields in reader:
            if fields:
                lines.append((start, fields))
            start = reader.line_num + 1
    except csv.Error:
        raise Invalid(
            N_("Line %(line)s: This is not CSV; is a quotation mark missing?"), line=start
        ) from None
    if not lines:
        raise Invalid(N_("The file is empty."))
    header = [name.strip() for name in lines[0][1]]
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice is not None:
        raise Invalid(N_("Two columns are called “%(name)s”."), name=printable(twice))
    return header, [_record(line, header, fields) for line, fields in lines[1:]]


def _record(line: int, header: list[str], fields: list[str]) -> Record:
    if len(fields) != len(header):
        raise Invalid(
            N_("Line %(line)s: It has %(found)s fields; the header has %(expected)s."),
            line=line,
            found=len(fields),
            expected=len(header),
        )
    return Record(line, dict(zip(header, fields, strict=True)))


def _separator(content: str, text_columns: Sequence[str]) -> str:
    first = next(line for line in content.splitlines() if line.strip())
    for separator in SEPARATORS:
        names = [name.strip().strip('"') for name in first.split(separator)]
        if len(names) > 1 and not set(names).isdisjoint(text_columns):
            return separator
    return SEPARATORS[0]


def _json_lines(content: str) -> Iterator[Record]:
    # Not splitlines: comments may hold the rarer line ends that it would break at.
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            raise Invalid(N_("Line %(line)s: This is not JSON."), line=number) from None
        if not isinstance(fields, dict):
            raise Invalid(N_("Line %(line)s: This is not a JSON object."), line=number)
        yield Record(number, dict(_flat(fields)))


def _flat(fields: Mapping[str, Any], depth: int = MAX_DEPTH) -> Iterator[tuple[str, Any]]:
    """An object within becomes columns such as `article.headline`, and so do those within it."""
    for name, value in fields.items():
        if isinstance(value, dict) and depth:
            yield from ((f"{name}.{inner}", each) for inner, each in _flat(value, depth - 1))
        else:
            yield name, value


def printable(name: str) -> str:
    """A name out of a file, short and without anything that could steer a terminal."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in name)
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
