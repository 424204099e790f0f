"""Where in a TOML text each key stands, which tomllib does not tell."""

import re
import tomllib
from bisect import bisect_left
from typing import NamedTuple

from rejoinder.moderation.setting import Path

_SKIPPED = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANKS = re.compile(r"[ \t]*")
_BRACKETS = re.compile(r"\[\[?|\]\]?")
_PART = re.compile(r"""(?:([A-Za-z0-9_-]+)|("(?:\\.|[^"\\\n])*")|'([^'\n]*)')[ \t]*(\.?)[ \t]*""")
# Strings of several lines may end with up to two quotation marks of their own.
_SIMPLE_VALUE = re.compile(
    r'"""(?:\\[\s\S]|[^\\])*?"""(?:"{0,2})'
    r"|'''[\s\S]*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\n]+"
)


class PairSpan(NamedTuple):
    """Where a key and its value stand, in characters."""

    key: int
    value: int
    end: int


def spans_of(source: str) -> dict[Path, PairSpan]:
    """Where each key stands that has a value; `source` as below."""
    scanner = _Scanner(source)
    scanner.read()
    return scanner.spans


def lines_of(source: str) -> dict[Path, int]:
    """The line, from 1, on which each table, key and array element first stands.

    `source` must be TOML that tomllib has read.
    """
    return _Scanner(source).read()


class _Scanner:
    """Walks the text once, remembering the line of each key on the way."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._line_ends = [match.start() for match in re.finditer("\n", source)]
        self._lines: dict[Path, int] = {}
        self.spans: dict[Path, PairSpan] = {}

    def read(self) -> dict[Path, int]:
        table: Path = ()
        self._take(_SKIPPED)
        while self._at < len(self._source):
            if self._next() == "[":
                table = self._header()
            else:
                self._pair(table)
            self._take(_SKIPPED)
        return self._lines

    def _header(self) -> Path:
        start = self._at
        self._take(_BRACKETS)
        table = self._key(())
        self._take(_BRACKETS)
        self._note(table, start)
        return table

    def _pair(self, table: Path) -> None:
        start = self._at
        path = self._key(table)
        self._note(path, start)
        self._at += 1  # the equals sign
        self._take(_BLANKS)
        value = self._at
        self._value(path)
        end = value + len(self._source[value : self._at].rstrip())
        self.spans.setdefault(path, PairSpan(start, value, end))

    def _key(self, table: Path) -> Path:
        self._take(_BLANKS)
        path = table
        while True:
            part = self._take(_PART)
            bare, basic, literal, dot = part.groups()
            if basic is not None:
                path += (tomllib.loads(f"key = {basic}")["key"],)
            else:
                path += (literal if bare is None else bare,)
            if not dot:
                return path

    def _value(self, path: Path) -> None:
        if self._next() == "[":
            self._array(path)
        elif self._next() == "{":
            self._inline_table(path)
        else:
            self._take(_SIMPLE_VALUE)

    def _array(self, path: Path) -> None:
        self._at += 1
        index = 0
        while self._before("]"):
            self._note((*path, index), self._at)
            self._value((*path, index))
            index += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._before("}"):
            self._pair(path)

    def _before(self, closing: str) -> bool:
        """Goes to the next element; or past the closing bracket, where it stands."""
        self._take(_SKIPPED)
        if self._next() == ",":
            self._at += 1
            self._take(_SKIPPED)
        if self._next() != closing:
            return True
        self._at += 1
        return False

    def _next(self) -> str:
        return self._source[self._at]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self._source, self._at)
        if match is None:
            raise ValueError(f"no TOML at character {self._at}")
        self._at = match.end()
        return match

    def _note(self, path: Path, start: int) -> None:
        line = bisect_left(self._line_ends, start) + 1
        for depth in range(1, len(path) + 1):
            self._lines.setdefault(path[:depth], line)
