"""Values of a long JSON file, one at a time, in bounded memory.

Only what is wanted is decoded, and only if it is no longer than a record can be; the rest is passed
over as it arrives. docs/decisions.md says why not ijson.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from rejoinder.errors import N_
from rejoinder.imports.model import Problem

# In characters: a comment of the longest kind, each of its characters escaped, with its fields.
LONGEST_VALUE: Final = 2 << 20
# Lists and objects that are gone into; in a value that is decoded Python's own bound holds.
_DEEPEST = 8
_decode: Final = json.JSONDecoder().raw_decode
_SPACES: Final = re.compile(r"[ \t\r\n]*")
_TURNS: Final = re.compile(r"[\[\]{}\"]")
_STRING_ENDS: Final = re.compile(r"[\"\\]")
_BETWEEN: Final = frozenset({"", ",", "]", "}"})
_SCALAR_ENDS: Final = re.compile(r"[,\]}\s]")


class Value(NamedTuple):
    """A value that was wanted."""

    path: str
    """Such as `[].comments[]`: an element of `comments` of an element of the outermost list."""
    value: object
    line: int
    outer: int
    """The number of the outermost list's element in which it stands, or which it is."""


class _Damaged(Exception):
    """The file cannot be read any further."""


class _Window:
    """The part of the text that is being read."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.text = ""
        self.at = 0
        self._line, self._counted = 1, 0

    @property
    def line(self) -> int:
        """The line of the place."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def more(self, size: int = 1) -> bool:
        """Reads on, by so many characters if there are as many; False at the end."""
        self._line, self._counted = self.line, 0
        kept, self.at = [self.text[self.at :]], 0
        found = 0
        for piece in self._pieces:
            kept.append(piece)
            found += len(piece)
            if found >= size:
                break
        self.text = "".join(kept)
        return found > 0

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            spaces = _SPACES.match(self.text, self.at)
            self.at = spaces.end() if spaces else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                return ""

    def value(self) -> tuple[object, bool]:
        """The value here, and whether it could be decoded; the place is behind it."""
        while True:
            try:
                value, end = _decode(self.text, self.at)
            except (ValueError, RecursionError):
                end = len(self.text)
            if end < len(self.text):
                self.at = end
                return value, True
            # It may go on where the window ends.
            size = len(self.text) - self.at
            if size > LONGEST_VALUE or not self.more(size):
                break
        try:
            value, self.at = _decode(self.text, self.at)
        except (ValueError, RecursionError):
            self.skip()
            return None, False
        return value, True

    def skip(self) -> None:
        """Passes a value over."""
        first = self.peek()
        if first == '"':
            self._to_end_of_string()
        elif first in {"[", "{"}:
            self._to_end_of_container()
        else:
            self._next(_SCALAR_ENDS)
            self.at -= 1

    def _to_end_of_container(self) -> None:
        depth = 0
        while True:
            turn = self._next(_TURNS)
            if turn == '"':
                self.at -= 1
                self._to_end_of_string()
            else:
                depth += 1 if turn in {"[", "{"} else -1
            if depth <= 0:
                return

    def _to_end_of_string(self) -> None:
        self.at += 1
        while self._next(_STRING_ENDS) == "\\":
            if self.at >= len(self.text) and not self.more():
                raise _Damaged(N_("It ends too early."))
            self.at += 1

    def _next(self, pattern: re.Pattern[str]) -> str:
        """The next of such characters; the place is behind it."""
        while (found := pattern.search(self.text, self.at)) is None:
            self.at = len(self.text)
            if not self.more():
                raise _Damaged(N_("It ends too early."))
        self.at = found.end()
        return found[0]


def json_values(
    pieces: Iterator[str], wanted: frozenset[str], damage: Callable[[], str]
) -> Iterator[Value | Problem]:
    """The values at the wanted paths, in the order of the file; a Problem for each bad one.

    Where the file is damaged or ends too early, a Problem is the last that comes; `damage` says at
    the end what its unpacking found.
    """
    window = _Window(pieces)
    try:
        yield from _walk(window, wanted)
    except _Damaged as failure:
        what = damage() or f"The JSON cannot be read any further: {failure}"
        yield Problem(window.line, what, code="damaged-file")


def _walk(window: _Window, wanted: frozenset[str]) -> Iterator[Value | Problem]:
    within = {path[:end] for path in wanted for end in range(len(path) + 1)}
    stack: list[tuple[str, str]] = []
    outer = 0
    while True:
        if window.peek() in _BETWEEN:
            _pass_over_mark(window, stack)
        else:
            path = _path(window, stack)
            outer += len(stack) == 1
            if path in wanted:
                line = window.line
                value, is_whole = window.value()
                yield Value(path, value, line, outer) if is_whole else _bad(line)
            elif window.peek() in {"[", "{"} and path in within and len(stack) < _DEEPEST:
                stack.append((window.text[window.at], path))
                window.at += 1
            else:
                window.skip()
        if not stack:
            return


def _pass_over_mark(window: _Window, stack: list[tuple[str, str]]) -> None:
    mark = window.peek()
    if mark == "":
        raise _Damaged(N_("It ends too early."))
    window.at += 1
    if mark != "," and stack:
        stack.pop()


def _path(window: _Window, stack: list[tuple[str, str]]) -> str:
    """Where the value stands that begins here; a name before it is read."""
    if not stack:
        return ""
    kind, above = stack[-1]
    if kind == "[":
        return f"{above}[]"
    name, is_whole = window.value()
    if not is_whole or not isinstance(name, str) or window.peek() != ":":
        raise _Damaged(N_("A name is missing."))
    window.at += 1
    window.peek()
    return f"{above}.{name}"


def _bad(line: int) -> Problem:
    return Problem(line, N_("A record is no JSON, or longer than is taken."))
