"""A policy's text with other settings in it, and all else as somebody wrote it."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from rejoinder.moderation.policy.toml_lines import PairSpan, spans_of
from rejoinder.moderation.setting import NEVER, Path

# What is taken out.
GONE: Final = object()
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_HEADER: Final = re.compile(r"^[ \t]*\[(?!\[).*$", re.MULTILINE)
# A longer list stands on lines of its own.
_SHORT_LIST: Final = 3


def with_settings(source: str, settings: Mapping[Path, Any]) -> str:
    """The text with these values, by their whole keys; GONE takes a setting out.

    Comments and order stay. Where that cannot be done (a table written in one line gets another
    key), the whole is written anew, without its comments. `source` must be TOML.
    """
    wanted = _changed(tomllib.loads(source), settings)
    text = _in_place(source.replace("\r\n", "\n"), settings)
    try:
        if tomllib.loads(text) == wanted:
            return text
    except tomllib.TOMLDecodeError:
        pass
    return "\n".join(_written((), wanted)).strip() + "\n"


def literal(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, tuple | list):
        return _list([literal(each) for each in value])
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
    return '"never"' if value == NEVER else repr(value)


def _list(elements: list[str]) -> str:
    if len(elements) <= _SHORT_LIST:
        return f"[{', '.join(elements)}]"
    return "[\n" + "".join(f"  {each},\n" for each in elements) + "]"


def _changed(told: dict[str, Any], settings: Mapping[Path, Any]) -> dict[str, Any]:
    for path, value in settings.items():
        table = told
        for name in path[:-1]:
            table = table.setdefault(str(name), {})
        if value is GONE:
            table.pop(str(path[-1]), None)
        else:
            table[str(path[-1])] = tomllib.loads(f"value = {literal(value)}")["value"]
    return _without_empty(told)


def _without_empty(table: dict[str, Any]) -> dict[str, Any]:
    """Whoever takes the last setting of a section out leaves its header, which says nothing."""
    kept = {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in table.items()
    }
    return {name: value for name, value in kept.items() if value != {}}


def _in_place(source: str, settings: Mapping[Path, Any]) -> str:
    spans = spans_of(source)
    added: dict[Path, list[str]] = {}
    edits: list[tuple[int, int, str]] = []
    for path, value in settings.items():
        span = spans.get(path)
        if span is not None:
            edits.append(_edit(source, span, value))
        elif value is not GONE:
            added.setdefault(path[:-1], []).append(f"{_key(path[-1:])} = {literal(value)}\n")
    for start, end, text in sorted(edits, reverse=True):
        source = source[:start] + text + source[end:]
    for table, lines in added.items():
        source = _with_lines(source, table, "".join(lines))
    return _without_headers(source)


def _edit(source: str, span: PairSpan, value: Any) -> tuple[int, int, str]:
    if value is not GONE:
        return span.value, span.end, literal(value)
    start = source.rfind("\n", 0, span.key) + 1
    end = source.find("\n", span.end)
    return start, len(source) if end < 0 else end + 1, ""


def _with_lines(source: str, table: Path, lines: str) -> str:
    """The text with lines in this table, at its beginning; or with the table, at the end."""
    if not table:
        return lines + source
    for header in _HEADER.finditer(source):
        if _path_of(header[0]) == table:
            at = source.find("\n", header.end())
            before = source if at >= 0 else source + "\n"
            at = len(source) if at < 0 else at
            return before[: at + 1] + lines + before[at + 1 :]
    return f"{source.rstrip()}\n\n[{_key(table)}]\n{lines}".lstrip()


def _without_headers(source: str) -> str:
    """The text without tables of sections and articles in which nothing is left."""
    found = list(_HEADER.finditer(source))
    ends = [each.start() for each in found[1:]] + [len(source)]
    for header, end in reversed(list(zip(found, ends, strict=True))):
        path = _path_of(header[0])
        rest = source[header.end() : end]
        if path and path[0] in {"sections", "articles"} and not rest.strip():
            source = source[: header.start()] + source[end:]
    return source


def _path_of(header: str) -> Path | None:
    """The table that a line begins; None where it is something else, such as part of a text."""
    try:
        told = tomllib.loads(header)
    except tomllib.TOMLDecodeError:
        return None
    path: Path = ()
    while told:
        ((name, told),) = told.items()
        path += (name,)
    return path


def _written(above: Path, table: Mapping[str, Any]) -> Iterator[str]:
    plain = {name: value for name, value in table.items() if not isinstance(value, dict)}
    if above and plain:
        yield f"\n[{_key(above)}]"
    for name, value in plain.items():
        yield f"{_key((name,))} = {literal(value)}"
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _written((*above, name), value)


def _key(path: Path) -> str:
    return ".".join(
        str(part) if _BARE.fullmatch(str(part)) else literal(str(part)) for part in path
    )
