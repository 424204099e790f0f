"""How one policy differs from another: by setting, and line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Final

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.setting import NEVER, Policy, Table
from rejoinder.web.desk.policy_fields import heading_of
from rejoinder.web.desk.policy_words import LABELS, OPTIONS

# Of a list of words no more are told one by one.
_MOST_NAMED: Final = 12
_AROUND: Final = 2

_Key = tuple[str, str, Table[Any], str]
"""The section or article, if any, the table and the key."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A setting that is another one."""

    where: str
    of: str
    """What it belongs to, as the form is headed there: many have a label alike."""
    label: str
    key: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of the policy's text: `same`, `gone`, `new`, or `place` for where it stands."""

    kind: str
    text: str


def setting_changes(before: Policy, after: Policy, translator: Translator) -> list[SettingChange]:
    """What differs, everywhere first and then by section and article."""
    translate = translator.translate
    changes = []
    for table in TABLES:
        for key in table.settings:
            was, becomes = getattr(before[table], key), getattr(after[table], key)
            if was != becomes:
                changes.append(_change("", table, key, was, becomes, translator))
    there_before, there_after = dict(_told(before)), dict(_told(after))
    for place in dict.fromkeys((*there_before, *there_after)):
        was, becomes = there_before.get(place), there_after.get(place)
        if was == becomes:
            continue
        section, article, table, key = place
        where = (
            translate(N_("Section “%(name)s”"), name=section)
            if section
            else translate(N_("Article “%(name)s”"), name=article)
        )
        changes.append(_change(where, table, key, was, becomes, translator))
    return changes


def diff_lines(before: str, after: str) -> list[DiffLine]:
    """The lines that differ, each with some around it."""
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=_AROUND)
    kinds = {"+": "new", "-": "gone", " ": "same", "@": "place"}
    return [DiffLine(kinds[line[0]], line[1:] if line[0] != "@" else "…") for line in lines][2:]


def in_words(value: Any, translator: Translator) -> str:
    """A setting's value for people."""
    translate = translator.translate
    if isinstance(value, tuple):
        return _listed(value, translator)
    if isinstance(value, float) and value != NEVER:
        return f"{value:g}"
    if value is None or value == NEVER:
        return translate(N_("as everywhere") if value is None else N_("never"))
    return translate(OPTIONS[str(value)]) if value in OPTIONS else str(value) or "–"


def _listed(values: tuple[str, ...], translator: Translator) -> str:
    named, more = ", ".join(values[:_MOST_NAMED]), len(values) - _MOST_NAMED
    if more > 0:
        return translator.translate(N_("%(named)s and %(count)s more"), named=named, count=more)
    return named or "–"


def _change(
    where: str, table: Table[Any], key: str, was: Any, becomes: Any, translator: Translator
) -> SettingChange:
    path = ".".join((*table.path, key))
    label = translator.translate(LABELS.get(path) or LABELS.get(key, key))
    of = translator.translate(heading_of(table))
    return SettingChange(
        where, of, label, path, in_words(was, translator), in_words(becomes, translator)
    )


def _told(policy: Policy) -> Iterator[tuple[_Key, Any]]:
    for each in policy.differences:
        for table, values in each.values.items():
            for key, value in values.items():
                yield (each.section, each.article, table, key), value
