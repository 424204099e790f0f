"""How one policy differs from another: by setting, and line by line."""

from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, Final

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.setting import NEVER, Policy
from rejoinder.moderation.workbench.changes import Change, changes_between
from rejoinder.web.desk.policy_fields import heading_of
from rejoinder.web.desk.policy_words import LABELS, OPTIONS

# Of a list of words no more are told one by one.
_MOST_NAMED: Final = 12
_AROUND: Final = 2


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
    return [_change(each, translator) for each in changes_between(before, after)]


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


def _change(change: Change, translator: Translator) -> SettingChange:
    translate = translator.translate
    where, path = "", change.path
    if change.section:
        where = translate(N_("Section “%(name)s”"), name=change.section)
    elif change.article:
        where = translate(N_("Article “%(name)s”"), name=change.article)
    return SettingChange(
        where,
        translate(heading_of(change.table)),
        translate(LABELS.get(path) or LABELS.get(change.key, change.key)),
        path,
        in_words(change.was, translator),
        in_words(change.becomes, translator),
    )
