"""Lists in a comment: which lines are one, by their marks and how far they stand in."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_BULLET = re.compile(r"[ \t]{0,3}([-*])[ \t]+(?=\S)(?!(?:[-*_+=][ \t]*)+$)(?![-*][ \t])")
_NUMBER = re.compile(r"[ \t]{0,3}(\d{1,2})(\.)[ \t]+(?=\S)")
_INDENT = re.compile(r"[ \t]*")

# Where a line begins and ends in the source, without the marks of the quotations around it.
Line = tuple[int, int]


class List(NamedTuple):
    """A list: the lines of its items without their marks, and the line behind it."""

    is_ordered: bool
    items: list[list[Line]]
    end: int


def list_at(source: str, lines: Sequence[Line], at: int) -> List | None:
    """The list that begins at a line: two items or more, counted from one where they are numbered.

    Whoever writes a single "- said he", "1986. What a year" or "2. Secondly" means no list.
    """
    first = _BULLET.match(source, *lines[at]) or _NUMBER.match(source, *lines[at])
    if first is None or first[1] == "0":
        return None
    indent = _indent(source, lines[at])
    items: list[list[Line]] = []
    while True:
        mark = _mark(source, lines, at, first[1], len(items) + 1)
        if mark is None or _indent(source, lines[at]) >= indent + 2:
            break
        end = _item_end(source, lines, at + 1, indent)
        deeper = [(min(start + indent + 2, stop), stop) for start, stop in lines[at + 1 : end]]
        items.append([(mark.end(), lines[at][1]), *deeper])
        at = end
        has_more = at + 1 < len(lines) and is_blank(source, lines[at])
        if has_more and _mark(source, lines, at + 1, first[1], len(items) + 1) is not None:
            at += 1
    return List(first[1].isdigit(), items, at) if len(items) > 1 else None


def _mark(
    source: str, lines: Sequence[Line], at: int, first: str, number: int
) -> re.Match[str] | None:
    """The mark of a list's item: the same sign as the first, or the next number."""
    if at >= len(lines):
        return None
    if first.isdigit():
        mark = _NUMBER.match(source, *lines[at])
        return mark if mark is not None and mark[1] == str(number) else None
    mark = _BULLET.match(source, *lines[at])
    return mark if mark is not None and mark[1] == first else None


def _item_end(source: str, lines: Sequence[Line], at: int, indent: int) -> int:
    """Where an item's further lines end: those that stand further in than its mark."""
    while at < len(lines):
        line = at + 1 if is_blank(source, lines[at]) else at
        if line >= len(lines) or is_blank(source, lines[line]):
            return at
        if _indent(source, lines[line]) < indent + 2:
            return at
        at = line + 1
    return at


def _indent(source: str, line: Line) -> int:
    match = _INDENT.match(source, *line)
    return 0 if match is None else match.end() - match.start()


def is_blank(source: str, line: Line) -> bool:
    """Whether nothing stands in a line."""
    return not source[slice(*line)].strip()
