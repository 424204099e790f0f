"""A policy as a form: a group of fields for each table, and what came back of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup, escape

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Severity
from rejoinder.moderation.policy.schema import PLACED_TABLES, TABLES
from rejoinder.moderation.policy.writing import GONE
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.setting import (
    NEVER,
    Choice,
    Integer,
    Kind,
    ListOf,
    Path,
    Policy,
    Probability,
    Table,
    Threshold,
)
from rejoinder.web.context import field
from rejoinder.web.desk.policy_words import HEADINGS, LABELS, OPTIONS

# Each a list of some thousand words.
LONGEST_FIELD: Final = 100_000
# In its place an author reads a number.
_FIELD: Final = re.compile(r"%\(\w+\)s")
# A name in the words of a policy, as its file and our docs write one.
_CODE: Final = re.compile(r"`([^`]+)`")
# What stands before a setting's key in the form.
_PREFIX: Final = "set."
_OUTCOME_OF: Final = {
    Severity.NOTE: N_("notes it"),
    Severity.HOLD: N_("holds it for a person"),
    Severity.DECLINE: N_("declines it"),
    Severity.REFUSE: N_("does not take it: the text stays in the form"),
}


@dataclass(frozen=True, slots=True)
class SettingField:
    """One setting as a field of a form."""

    name: str
    key: str
    label: str
    help: Markup
    control: str
    """`number`, `choice`, `lines` or `text`."""
    value: str
    usual: str
    """What holds where nothing is written here."""
    least: str = ""
    most: str = ""
    step: str = ""
    or_never: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in its words."""

    id: str
    title: str
    in_force: bool
    does: str
    told: str
    """To the author."""
    faq: str


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """A table of settings, with the rules that read it."""

    id: str
    title: str
    comment: Markup
    rules: tuple[RuleView, ...]
    fields: tuple[SettingField, ...]

    @property
    def differs(self) -> bool:
        """Whether something in it is not as usual."""
        return any(each.value not in {"", each.usual} for each in self.fields)


def groups(
    policy: Policy,
    translator: Translator,
    *,
    typed: Mapping[str, str] | None = None,
    over: Policy | None = None,
) -> list[SettingGroup]:
    """Every table with its fields; `typed` is what came back of a form that was refused.

    With `over` a policy at a place is shown: what is as it is in that one is left empty.
    """
    # What stands above the first table stands first.
    tables = sorted(TABLES if over is None else PLACED_TABLES, key=lambda each: len(each.path) > 0)
    found = [_group(table, policy, translator, typed=typed or {}, over=over) for table in tables]
    if over is None:
        found.append(_without_settings(policy, translator))
    return found


def settings_from(
    form: Mapping[str, Any], policy: Policy, *, over: Policy | None
) -> dict[Path, Any]:
    """What a form changes of a policy, by whole keys; GONE for what is as elsewhere again.

    What cannot be read is kept as it was typed: the policy's own reading says what is wrong.

    Raises:
        Invalid: a field is longer than any can be.
    """
    changed: dict[Path, Any] = {}
    for table in TABLES if over is None else PLACED_TABLES:
        for key, setting in table.settings.items():
            path = (*table.path, key)
            name = _PREFIX + ".".join(path)
            if name not in form:
                continue
            raw = _raw(form, name)
            before = getattr(policy[table], key)
            usual = None if over is None else getattr(over[table], key)
            if raw == _shown(setting.kind, before, None if over is None else usual):
                continue
            changed[path] = GONE if not raw and over is not None else _typed(setting.kind, raw)
    return changed


def typed_in(form: Mapping[str, Any]) -> dict[str, str]:
    """What somebody typed, by the fields' names, for the form that comes back."""
    names = [name for name in form if name.startswith(_PREFIX)]
    return {name: _raw(form, name) for name in names}


def _raw(form: Mapping[str, Any], name: str) -> str:
    raw = field(form, name, max_length=LONGEST_FIELD)
    return raw.replace("\r\n", "\n").strip()


def with_code(words: str) -> Markup:
    """Our own words about a setting, with what stands between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S704 - escaped


def heading_of(table: Table[Any]) -> str:
    """What the settings of a table are called together: a msgid."""
    return _heading(".".join(table.path), _rules_of(table))


def _rules_of(table: Table[Any]) -> Sequence[Rule]:
    return [rule for rule in RULES if table in rule.settings]


def _heading(path: str, rules: Sequence[Rule]) -> str:
    return HEADINGS.get(path) or next((each.words.title_at_desk for each in rules), path)


def _group(
    table: Table[Any],
    policy: Policy,
    translator: Translator,
    *,
    typed: Mapping[str, str],
    over: Policy | None,
) -> SettingGroup:
    translate = translator.translate
    path = ".".join(table.path)
    rules = _rules_of(table)
    return SettingGroup(
        id=path.replace(".", "-") or "mode",
        title=translate(_heading(path, rules)),
        comment=with_code(translate(table.comment)) if table.comment else Markup(),
        rules=tuple(_rule(rule, policy, translator) for rule in rules),
        fields=tuple(_fields(table, policy, translator, typed=typed, over=over)),
    )


def _without_settings(policy: Policy, translator: Translator) -> SettingGroup:
    rules = tuple(_rule(rule, policy, translator) for rule in RULES if not rule.settings)
    title = translator.translate(N_("Rules without settings"))
    return SettingGroup("others", title, Markup(), rules, ())


def _rule(rule: Rule, policy: Policy, translator: Translator) -> RuleView:
    translate = translator.translate
    paragraphs = [(rule.words.faq, rule.faq_fields(policy)), *rule.faq_details(policy)]
    return RuleView(
        id=rule.id,
        title=translate(rule.words.title_at_desk),
        in_force=rule.in_force(policy),
        does=translate(_OUTCOME_OF[rule.strictest(policy)]),
        told=_FIELD.sub("…", f"{translate(rule.words.message)} {translate(rule.words.advice)}"),
        faq=" ".join(translate(message, **fields) for message, fields in paragraphs),
    )


def _fields(
    table: Table[Any],
    policy: Policy,
    translator: Translator,
    *,
    typed: Mapping[str, str],
    over: Policy | None,
) -> Iterator[SettingField]:
    translate = translator.translate
    for key, setting in table.settings.items():
        path = ".".join((*table.path, key))
        name, kind = _PREFIX + path, setting.kind
        usual = getattr(table.default if over is None else over[table], key)
        shown = _shown(kind, getattr(policy[table], key), usual if over is not None else None)
        label = LABELS.get(path) or LABELS.get(key, key)
        yield SettingField(
            name=name,
            key=path,
            label=translate(label),
            help=with_code(translate(setting.help)) if setting.help else Markup(),
            control=_control(kind),
            value=typed.get(name, shown),
            usual=_as_typed(kind, usual),
            options=_options(kind, translator),
            **_bounds(kind),
        )


def _control(kind: Kind) -> str:
    if isinstance(kind, Integer | Probability | Threshold):
        return "number"
    if isinstance(kind, Choice):
        return "choice"
    return "lines" if isinstance(kind, ListOf) else "text"


def _bounds(kind: Kind) -> dict[str, Any]:
    if isinstance(kind, Integer):
        return {"least": str(kind.least), "most": str(kind.most), "step": "1"}
    if isinstance(kind, Probability):
        return {"least": "0", "most": "1", "step": "any"}
    if isinstance(kind, Threshold):
        return {"least": "0", "most": "1", "step": "any", "or_never": True}
    return {}


def _options(kind: Kind, translator: Translator) -> tuple[tuple[str, str], ...]:
    if not isinstance(kind, Choice):
        return ()
    return tuple(
        (each.value, translator.translate(OPTIONS.get(each.value, each.value)))
        for each in kind.options
    )


def _shown(kind: Kind, value: Any, usual: Any) -> str:
    """A value as its field has it; empty where it is as elsewhere (`usual`, None: nowhere)."""
    return "" if usual is not None and value == usual else _as_typed(kind, value)


def _as_typed(kind: Kind, value: Any) -> str:
    if isinstance(kind, ListOf):
        return "\n".join(value)
    if isinstance(kind, Threshold) and value == NEVER:
        return "never"
    if isinstance(kind, Threshold | Probability):
        return f"{value:g}"
    return str(value)


def _typed(kind: Kind, raw: str) -> Any:
    """What somebody typed, as TOML has it; left as it is where it is no number."""
    if isinstance(kind, ListOf):
        return [line.strip() for line in raw.split("\n") if line.strip()]
    if isinstance(kind, Integer | Probability | Threshold):
        try:
            return int(raw) if isinstance(kind, Integer) else _number(raw)
        except ValueError:
            return "never" if isinstance(kind, Threshold) and not raw else raw
    return raw


def _number(raw: str) -> float | int:
    value = float(raw.replace(",", "."))
    if not -1e9 < value < 1e9:
        raise ValueError(raw)
    return int(value) if value.is_integer() else value
