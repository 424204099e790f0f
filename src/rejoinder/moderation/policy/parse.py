"""Reads a policy from TOML, and says of every mistake on which line it is. Editors write it."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.policy.consistency import contradictions
from rejoinder.moderation.policy.places import (
    MOST_PLACES,
    PLACE_KEYS,
    difference_from,
    named_problem,
    place_problem,
)
from rejoinder.moderation.policy.schema import SCHEMA, TABLE_PATHS, TABLES
from rejoinder.moderation.policy.toml_lines import lines_of
from rejoinder.moderation.setting import (
    Difference,
    InvalidSetting,
    Kind,
    ListOf,
    Path,
    Policy,
    Table,
)

# As many as an installation has sites, and more; a policy without long lists is small.
_CACHE_SIZE: Final = 256
_SYNTAX_POSITION: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# The value of each key that is there and well formed.
Values = dict[Path, Any]
Mistake = tuple[Path, InvalidSetting]


def read_policy(source: str) -> Policy:
    """The policy that a TOML text says; what it leaves out is as by default.

    Raises:
        Invalid: code `bad-policy`. `details["problems"]` names every mistake, by line: each has
            `line` (from 1), `key` and `problem` (a sentence); and for translators the `message`
            and the `fields` of which the sentence was made.
    """
    try:
        return _read(source.removeprefix("\ufeff").replace("\r\n", "\n"))
    except RecursionError:
        raise _invalid(
            [_problem(1, "", InvalidSetting(N_("This is nested too deeply.")))]
        ) from None


@lru_cache(maxsize=_CACHE_SIZE)
def read_policy_once(source: str) -> Policy:
    """The same, remembered: for policies that are in force."""
    return read_policy(source)


@lru_cache(maxsize=1)
def default_source() -> str:
    """The policy that a newsroom starts from, with its comments."""
    return files("rejoinder.moderation.policy").joinpath("default.toml").read_text("utf-8")


def read_earlier_default(source: str) -> Policy:
    """A default policy of some version of ours, for comparing others with it.

    It tells every setting that there was then. What a table says that has got others since is not
    known: it is the same as no other.

    Raises:
        Invalid: it cannot be read any more.
    """
    return _without_untold(source, TABLES)


def read_put_before(source: str, changed: Collection[Table[Any]]) -> Policy:
    """A policy that a site put before, for comparing others with it.

    Of these tables our defaults were others at some time. What it leaves to them there is not
    known, and so the table is the same as no other.

    Raises:
        Invalid: it cannot be read any more.
    """
    return _without_untold(source, changed)


def _without_untold(source: str, tables: Collection[Table[Any]]) -> Policy:
    """What a text says, but nothing of those tables of which it does not tell every setting."""
    policy, told = read_policy_once(source), lines_of(source)
    unknown = {
        table: None
        for table in tables
        if any((*table.path, key) not in told for key in table.settings)
    }
    differences = tuple(
        replace(
            each, values={table: of for table, of in each.values.items() if table not in unknown}
        )
        for each in policy.differences
    )
    return Policy({**policy.values, **unknown}, differences)


def _read(source: str) -> Policy:
    parsed = _parsed(source)
    places: dict[str, Any] = {kind: parsed.pop(kind) for kind in PLACE_KEYS if kind in parsed}
    values, mistakes = _sorted_out(_leaves((), parsed))
    policy = _policy(values)
    mistakes += _contradicted(policy, values, mistakes)
    differences: list[Difference] = []
    for where, told in _places(places, mistakes):
        there, wrong = _sorted_out(_leaves((), told))
        wrong += [(path, problem) for path in there if (problem := place_problem(path))]
        difference = difference_from(where, there)
        merged = policy.with_differences([difference])
        if not mistakes:
            wrong += _contradicted(merged, there, wrong, only=True)
        mistakes += [((*where, *path), problem) for path, problem in wrong]
        differences.append(difference)
    if mistakes:
        raise _invalid(_with_lines(mistakes, lines_of(source)))
    return Policy(policy.values, tuple(each for each in differences if each.values))


def _sorted_out(leaves: Iterable[tuple[Path, Any]]) -> tuple[Values, list[Mistake]]:
    """What is well formed, and what is not."""
    values: Values = {}
    mistakes: list[Mistake] = []
    for path, value in leaves:
        if isinstance(value, InvalidSetting):
            mistakes.append((path, value))
        else:
            values[path] = value
    return values, mistakes


def _places(
    told: Mapping[str, Any], mistakes: list[Mistake]
) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """Each section and article with what is told of it; what is no table is a mistake."""
    seen: set[tuple[str, str]] = set()
    for kind, tables in told.items():
        if not isinstance(tables, dict):
            message = N_("This is the name of a table: write [%(key)s].")
            mistakes.append(((kind,), InvalidSetting(message, key=f"{kind}.NAME")))
            continue
        for name, table in tables.items():
            same = (kind, name.casefold() if kind == "sections" else name)
            problem = named_problem(kind, name, again=same in seen)
            seen.add(same)
            if len(seen) > MOST_PLACES:
                message = N_("At most %(most)s sections and articles can have rules of their own.")
                mistakes.append(((kind, name), InvalidSetting(message, most=MOST_PLACES)))
                return
            if problem is None and not isinstance(table, dict):
                problem = InvalidSetting(N_("There is no such setting of a section or an article."))
            if problem is not None:
                mistakes.append(((kind, name), problem))
            elif isinstance(table, dict):
                yield (kind, name), table


def _parsed(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except ValueError as failure:  # of a number with thousands of digits, int() complains itself
        message = str(failure)
        position = _SYNTAX_POSITION.search(message)
        last_line = source.rstrip("\n").count("\n") + 1
        line = int(position[1]) if position and position[1] else last_line
        reason = message[: position.start()] if position else message
        mistake = InvalidSetting(N_("This is not TOML: %(reason)s."), reason=reason)
        raise _invalid([_problem(line, "", mistake)]) from None


def _leaves(above: Path, table: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every key with its parsed value; or with what is wrong, for its elements one by one."""
    for name, value in table.items():
        path = (*above, name)
        kind = SCHEMA.get(path)
        if isinstance(kind, ListOf):
            yield from _elements(path, value, kind)
        elif kind is not None:
            yield path, _parsed_or_mistake(kind, value)
        elif path not in TABLE_PATHS:
            yield path, _unknown(path)
        elif isinstance(value, dict):
            yield from _leaves(path, value)
        else:
            message = N_("This is the name of a table: write [%(key)s].")
            yield path, InvalidSetting(message, key=_key(path))


def _elements(path: Path, value: Any, kind: ListOf) -> Iterator[tuple[Path, Any]]:
    elements = _parsed_or_mistake(kind, value)
    if isinstance(elements, InvalidSetting):
        yield path, elements
        return
    parsed = [_parsed_or_mistake(kind.element, element) for element in elements]
    for index, element in enumerate(parsed):
        if isinstance(element, InvalidSetting):
            yield (*path, index), element
    # With the wrong ones among them, so that indices stay what they are in the source.
    yield path, tuple("" if isinstance(element, InvalidSetting) else element for element in parsed)


def _parsed_or_mistake(kind: Kind, value: Any) -> Any:
    try:
        return kind.parse(value)
    except InvalidSetting as mistake:
        return mistake


def _unknown(path: Path) -> InvalidSetting:
    paths = (*SCHEMA, *TABLE_PATHS)
    beside = [str(known[-1]) for known in paths if known[:-1] == path[:-1] and known]
    near = get_close_matches(str(path[-1]), beside, n=1)
    if near:
        message = N_("There is no such setting. Is “%(near)s” meant?")
        return InvalidSetting(message, near=near[0])
    message = N_("There is no such setting. There are here: %(known)s.")
    return InvalidSetting(message, known=", ".join(sorted(beside)))


def _policy(values: Values) -> Policy:
    """The policy of these values, with the defaults for the rest."""
    return Policy({table: replace(table.default, **_under(values, table.path)) for table in TABLES})


def _under(values: Values, table: Path) -> dict[str, Any]:
    return {str(path[-1]): value for path, value in values.items() if path[:-1] == table}


def _contradicted(
    policy: Policy, values: Values, mistakes: list[Mistake], *, only: bool = False
) -> Iterator[Mistake]:
    """Contradictions between well-formed settings, each at the later of its two keys.

    With `only`, where one of the two is among these values.
    """
    wrong = {path for path, _ in mistakes}
    for each in contradictions(policy):
        first, second = each.first, each.second
        told = [path for path in (second, first) if {path, path[:-1]} & values.keys()]
        if first not in wrong and second not in wrong and (told or not only):
            yield (told[0] if told else first), each.problem


def _with_lines(mistakes: Iterable[Mistake], lines: Mapping[Path, int]) -> list[dict[str, Any]]:
    problems = [_problem(lines[path], _key(path), mistake) for path, mistake in mistakes]
    return sorted(problems, key=lambda problem: int(problem["line"]))


def _key(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _problem(line: int, key: str, mistake: InvalidSetting) -> dict[str, Any]:
    return {
        "line": line,
        "key": key,
        "problem": mistake.message % mistake.fields,
        "message": mistake.message,
        "fields": mistake.fields,
    }


def _invalid(problems: list[dict[str, Any]]) -> Invalid:
    return Invalid(
        N_("The policy cannot be put in force as it is written."),
        code="bad-policy",
        details={"problems": problems},
    )
