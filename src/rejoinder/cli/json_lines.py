"""Comments as JSON lines: what stands in a line, and what is wrong with one that cannot be read."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, TypeVar

import msgspec

from rejoinder.engine import Article

# A long article with its comment takes a twentieth; more is a mistake or an attack.
MAX_LINE_BYTES = 1_000_000

_UNPRINTABLE = re.compile(r"[\x00\ud800-\udfff]")


class ArticleFields(msgspec.Struct, frozen=True):
    """What is discussed."""

    headline: str = ""
    standfirst: str = ""
    body: str = ""


class CommentLine(msgspec.Struct, frozen=True):
    """A comment, with the article it stands under and the text that it answers."""

    id: str | int
    text: str
    article: ArticleFields | None = None
    parent: str | None = None

    def as_article(self) -> Article | None:
        """The article as the judge reads it."""
        told = self.article
        return None if told is None else Article(told.headline, told.standfirst, told.body)


Line = TypeVar("Line", bound=CommentLine)


class BadLine(Exception):
    """A line that says nothing to judge: its id, where it could be read, and what is wrong."""

    def __init__(self, line_id: str | int | None, problem: str) -> None:
        super().__init__(problem)
        self.line_id = line_id


def numbered_lines(
    source: BinaryIO, longest: int = MAX_LINE_BYTES
) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank with their numbers, from 1; None for one too long to be read."""
    number = 0
    while line := source.readline(longest + 1):
        number += 1
        if len(line) > longest:
            while line and not line.endswith(b"\n"):
                line = source.readline(longest)
            yield number, None
        elif line.strip():
            yield number, line


def read_line(line: bytes | None, kind: type[Line]) -> Line:
    """One line, every field of the right kind. Raises BadLine."""
    if line is None:
        raise BadLine(None, f"The line is longer than {MAX_LINE_BYTES} bytes.")
    try:
        # Not msgspec's own decoder: it refuses half a surrogate pair before the id is read.
        fields = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise BadLine(None, f"The line is not JSON: {problem}.") from problem
    line_id = _readable_id(fields)
    try:
        read = msgspec.convert(fields, kind)
    except (msgspec.ValidationError, RecursionError) as problem:
        raise BadLine(line_id, f"{problem}.") from problem
    if any(_UNPRINTABLE.search(text) for text in _texts(msgspec.to_builtins(read))):
        raise BadLine(line_id, "A field contains NUL or half of a surrogate pair.")
    return read


def _texts(fields: dict[str, Any]) -> Iterator[str]:
    for value in fields.values():
        if isinstance(value, dict):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value


def _readable_id(fields: object) -> str | int | None:
    line_id = fields.get("id") if isinstance(fields, dict) else None
    if isinstance(line_id, str):
        return None if _UNPRINTABLE.search(line_id) else line_id
    return line_id if isinstance(line_id, int) and not isinstance(line_id, bool) else None
