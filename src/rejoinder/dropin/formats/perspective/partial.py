"""Partial responses: `fields=attributeScores.TOXICITY.summaryScore,languages(…)` and the like."""

import re
from typing import Any

from rejoinder.dropin.formats.perspective.errors import PerspectiveError, invalid_argument

Selection = dict[str, Any]
"""Names to what is selected inside them; an empty one means everything inside."""

MAX_SELECTION_CHARS = 2000
MAX_DEPTH = 20
_TOKEN = re.compile(r"[^,./()\s]+|[,./()]")


def read_selection(fields: str) -> Selection:
    """What a `fields` parameter selects; empty for everything.

    Raises:
        PerspectiveError: it cannot be read.
    """
    tokens = _TOKEN.findall(fields) if len(fields) <= MAX_SELECTION_CHARS else [")"]
    selection: Selection = {}
    if tokens:
        end = _read_list(tokens, 0, selection, 0)
        if end != len(tokens):
            raise _unreadable()
    return {} if "*" in selection and not selection["*"] else selection


def select(value: Any, selection: Selection) -> Any:
    """The selected parts of a plain JSON value; lists are gone through element by element."""
    if not selection:
        return value
    if isinstance(value, list):
        return [select(each, selection) for each in value]
    if not isinstance(value, dict):
        return value
    inside = {name: selection.get(name, selection.get("*")) for name in value}
    return {
        name: select(each, inner)
        for name, each in value.items()
        if (inner := inside[name]) is not None
    }


def _read_list(tokens: list[str], index: int, into: Selection, depth: int) -> int:
    while True:
        index = _read_path(tokens, index, into, depth)
        if index >= len(tokens) or tokens[index] != ",":
            return index
        index += 1


def _read_path(tokens: list[str], index: int, into: Selection, depth: int) -> int:
    while True:
        depth += 1
        if depth > MAX_DEPTH or index >= len(tokens) or tokens[index] in set(",./()"):
            raise _unreadable()
        into = into.setdefault(tokens[index], {})
        index += 1
        if index >= len(tokens) or tokens[index] in ",)":
            return index
        if tokens[index] == "(":
            index = _read_list(tokens, index + 1, into, depth)
            if index >= len(tokens) or tokens[index] != ")":
                raise _unreadable()
            return index + 1
        index += 1  # a slash or a full stop


def _unreadable() -> PerspectiveError:
    return invalid_argument("fields", "Invalid field selection.")
