"""Partial responses: `fields=attributeScores.TOXICITY.summaryScore,languages(…)` and the like."""

import re
from typing import Any

from rejoinder.dropin.formats.perspective.problems import Refused, bad_argument

Selection = dict[str, Any]
"""Names to what is selected inside them; an empty one means everything inside."""

LONGEST = 2000
DEEPEST = 20
_TOKEN = re.compile(r"[^,./()\s]+|[,./()]")


def read_selection(fields: str) -> Selection:
    """What a `fields` parameter selects; empty for everything.

    Raises:
        Refused: it cannot be read.
    """
    tokens = _TOKEN.findall(fields) if len(fields) <= LONGEST else [")"]
    selection: Selection = {}
    if tokens:
        rest = _read_list(tokens, 0, selection, 0)
        if rest != len(tokens):
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
        name: select(each, wanted)
        for name, each in value.items()
        if (wanted := inside[name]) is not None
    }


def _read_list(tokens: list[str], at: int, into: Selection, depth: int) -> int:
    while True:
        at = _read_path(tokens, at, into, depth)
        if at >= len(tokens) or tokens[at] != ",":
            return at
        at += 1


def _read_path(tokens: list[str], at: int, into: Selection, depth: int) -> int:
    while True:
        depth += 1
        if depth > DEEPEST or at >= len(tokens) or tokens[at] in set(",./()"):
            raise _unreadable()
        into = into.setdefault(tokens[at], {})
        at += 1
        if at >= len(tokens) or tokens[at] in ",)":
            return at
        if tokens[at] == "(":
            at = _read_list(tokens, at + 1, into, depth)
            if at >= len(tokens) or tokens[at] != ")":
                raise _unreadable()
            return at + 1
        at += 1  # a slash or a full stop


def _unreadable() -> Refused:
    return bad_argument("fields", "Invalid field selection.")
