"""Reads a policy from TOML, and says of every mistake on which line it is. Editors write it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.policy import settings
from rejoinder.moderation.policy.consistency import contradictions
from rejoinder.moderation.policy.schema import KEYS, Each, Parse, Wrong
from rejoinder.moderation.policy.settings import Policy
from rejoinder.moderation.policy.toml_lines import Path, lines_of

# As many as an installation has sites, and more; a policy without long lists is small.
_KEPT: Final = 256
_TABLES: Final = frozenset(path[:depth] for path in KEYS for depth in range(len(path)))
_SYNTAX_PLACE: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

Found = dict[Path, Any]
"""The value of each key that is there and well formed."""
Mistake = tuple[Path, Wrong]


def read_policy(source: str) -> Policy:
    """The policy that a TOML text says; what it leaves out stays as `Policy()` has it.

    Raises:
        Invalid: code `bad-policy`. `details["problems"]` names every mistake, by line: each has
            `line` (from 1), `key` and `problem` (a sentence); and for translators the `message`
            and the `fields` of which the sentence was made.
    """
    try:
        return _read(source.removeprefix("\ufeff").replace("\r\n", "\n"))
    except RecursionError:
        raise _invalid([_problem(1, "", Wrong(N_("This is nested too deeply.")))]) from None


@lru_cache(maxsize=_KEPT)
def read_policy_once(source: str) -> Policy:
    """The same, remembered: for policies that are in force."""
    return read_policy(source)


@lru_cache(maxsize=1)
def default_source() -> str:
    """The policy that a newsroom starts from, with its comments."""
    return files("rejoinder.moderation.policy").joinpath("default.toml").read_text("utf-8")


def _read(source: str) -> Policy:
    found: Found = {}
    mistakes: list[Mistake] = []
    for path, value in _leaves((), _parsed(source)):
        if isinstance(value, Wrong):
            mistakes.append((path, value))
        else:
            found[path] = value
    policy = _policy(found)
    mistakes += _contradicted(policy, found, mistakes)
    if mistakes:
        raise _invalid(_with_lines(mistakes, lines_of(source)))
    return policy


def _parsed(source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except ValueError as failure:  # of a number with thousands of digits, int() complains itself
        message = str(failure)
        place = _SYNTAX_PLACE.search(message)
        line = int(place[1]) if place and place[1] else source.rstrip("\n").count("\n") + 1
        reason = message[: place.start()] if place else message
        wrong = Wrong(N_("This is not TOML: %(reason)s."), reason=reason)
        raise _invalid([_problem(line, "", wrong)]) from None


def _leaves(above: Path, table: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Every key with its parsed value; or with what is wrong, for its elements one by one."""
    for name, value in table.items():
        path = (*above, name)
        parse = KEYS.get(path)
        if isinstance(parse, Each):
            yield from _elements(path, value, parse)
        elif parse is not None:
            yield path, _tried(parse, value)
        elif path not in _TABLES:
            yield path, _unknown(path)
        elif isinstance(value, dict):
            yield from _leaves(path, value)
        else:
            yield path, Wrong(N_("This is the name of a table: write [%(key)s]."), key=_key(path))


def _elements(path: Path, value: Any, each: Each) -> Iterator[tuple[Path, Any]]:
    if not isinstance(value, list):
        yield path, Wrong(N_("This must be a list in square brackets."))
        return
    parsed = [_tried(each.parse, element) for element in value]
    for place, element in enumerate(parsed):
        if isinstance(element, Wrong):
            yield (*path, place), element
    # With the wrong ones among them, so that places stay what they are in the source.
    yield path, tuple("" if isinstance(element, Wrong) else element for element in parsed)


def _tried(parse: Parse, value: Any) -> Any:
    try:
        return parse(value)
    except Wrong as wrong:
        return wrong


def _unknown(path: Path) -> Wrong:
    beside = [str(known[-1]) for known in (*KEYS, *_TABLES) if known[:-1] == path[:-1] and known]
    near = get_close_matches(str(path[-1]), beside, n=1)
    if near:
        return Wrong(N_("There is no such setting. Is “%(near)s” meant?"), near=near[0])
    return Wrong(
        N_("There is no such setting. There are here: %(known)s."), known=", ".join(sorted(beside))
    )


def _policy(found: Found) -> Policy:
    """The policy of these values, with the defaults for the rest."""
    abuse = {
        attribute: replace(limits, **_under(found, "abuse", attribute))
        for attribute, limits in settings.ABUSE.items()
    }
    return Policy(
        **_under(found),
        length=settings.Length(**_under(found, "length")),
        words=settings.Words(**_under(found, "words")),
        links=settings.Links(**_under(found, "links")),
        shouting=settings.Shouting(**_under(found, "shouting")),
        repeat=settings.Repeat(**_under(found, "repeat")),
        flood=settings.Flood(**_under(found, "flood")),
        standing=settings.Standings(**_under(found, "standing")),
        abuse=MappingProxyType(abuse),
        topic=settings.Topic(**_under(found, "topic")),
        language=settings.Languages(**_under(found, "language")),
        editing=settings.Editing(**_under(found, "editing")),
        reports=settings.Reports(**_under(found, "reports")),
        judge=settings.JudgeNote(**_under(found, "judge")),
    )


def _under(found: Found, *table: str) -> dict[str, Any]:
    return {str(path[-1]): value for path, value in found.items() if path[:-1] == table}


def _contradicted(policy: Policy, found: Found, mistakes: list[Mistake]) -> Iterator[Mistake]:
    """Contradictions between well-formed settings, each at the later of its two keys."""
    wrong = {path for path, _ in mistakes}
    for first, second, why in contradictions(policy):
        if first not in wrong and second not in wrong:
            stands = second in found or second[:-1] in found
            yield (second if stands else first), why


def _with_lines(mistakes: Iterable[Mistake], lines: Mapping[Path, int]) -> list[dict[str, Any]]:
    problems = [_problem(lines[path], _key(path), wrong) for path, wrong in mistakes]
    return sorted(problems, key=lambda problem: int(problem["line"]))


def _key(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _problem(line: int, key: str, wrong: Wrong) -> dict[str, Any]:
    return {
        "line": line,
        "key": key,
        "problem": wrong.message % wrong.fields,
        "message": wrong.message,
        "fields": wrong.fields,
    }


def _invalid(problems: list[dict[str, Any]]) -> Invalid:
    return Invalid(
        N_("The policy cannot be put in force as it is written."),
        code="bad-policy",
        details={"problems": problems},
    )
