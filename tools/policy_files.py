"""Writes what follows from the rules: the default policy and docs/policy.md; `--check` compares.

Called by `make policy` and `make check`.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from rejoinder.moderation.model import Severity
from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.setting import NEVER, Policy, Table

ROOT: Final = Path(__file__).parent.parent
DEFAULT_POLICY: Final = ROOT / "src" / "rejoinder" / "moderation" / "policy" / "default.toml"
REFERENCE: Final = ROOT / "docs" / "policy.md"

# Where the comments beside settings begin, and how far lines reach.
_COLUMN: Final = 22
_WIDTH: Final = 98

# What is filled in from what was found in a comment.
_PLACE: Final = re.compile(r"%\((\w+)\)s")

_POLICY_HEAD: Final = """\
# The rules by which comments are posted, held for a person, or declined.
#
# Everything here is the default: a line that you take out changes nothing.
# The Comments FAQ is written from this file, so readers always see the rules in force.
"""

_REFERENCE_HEAD: Final = """\
# The policy: every rule and setting

Made from the rules by `make policy`: what stands here is what the code does. How a policy is checked and
put in force, and tried on comments first, stands in [running.md](running.md#the-policy). What it leaves
out is as by default. What each threshold stops and costs: [figures](policy-figures.md). Libel and contempt of court
are no rule's: they [stay with people](running.md#what-stays-with-people).

The strictest rule that objects decides. All that object are told, the strictest first; of equally strict
ones, first the one that comes first below.

## Rules
"""  # noqa: E501 - lines of a page, not of code

_OUTCOMES: Final = {
    Severity.HOLD: "held for a person",
    Severity.DECLINE: "declined",
    Severity.REFUSE: "not taken; the text stays in the form",
}


def default_policy() -> str:
    """The policy that a newsroom starts from, as the rules have it."""
    tables = ("\n".join(_table_lines(table)) + "\n" for table in _in_order())
    return "\n".join([_POLICY_HEAD, *tables])


def reference() -> str:
    """The page that lists every rule and every setting."""
    lines = [
        _REFERENCE_HEAD,
        *(line for rule in RULES for line in _rule_lines(rule)),
        "## Settings",
        *(line for table in _in_order() for line in _setting_lines(table)),
    ]
    return "\n".join(lines) + "\n"


def _in_order() -> list[Table[Any]]:
    """TOML wants the settings above the first table to come first."""
    return sorted(TABLES, key=lambda table: len(table.path) > 0)


def _table_lines(table: Table[Any]) -> Iterator[str]:
    yield from (f"# {line}" for line in table.comment.splitlines())
    if table.path:
        yield f"[{'.'.join(table.path)}]"
    for key, setting in table.settings.items():
        assignment = f"{key} = {_toml(getattr(table.default, key))}"
        beside = f"{assignment:<{_COLUMN - 1}} # {setting.help}" if setting.help else assignment
        if len(beside) <= _WIDTH:
            yield beside
            continue
        above = f"{setting.help[0].upper()}{setting.help[1:]}."
        yield from (f"# {line}" for line in textwrap.wrap(above, _WIDTH - 2))
        yield assignment


def _rule_lines(rule: Rule) -> Iterator[str]:
    policy = Policy()
    yield f"### `{rule.id}`: {rule.words.title.lower()}"
    yield ""
    outcome = _OUTCOMES[rule.severity]
    if rule.severity_under is not None:
        outcome += ", or held for a person, as its thresholds say"
    yield f"- **The comment is** {outcome}{f' (HTTP {rule.status})' if rule.status else ''}."
    yield f"- **By default** {'in force' if rule.in_force(policy) else 'not in force'}."
    if rule.excuses_staff:
        yield "- The site's own staff are excused."
    if rule.settings:
        names = (_table_name(table) for table in rule.settings)
        yield f"- **Settings:** {', '.join(names)}."
    message = _PLACE.sub(r"*\1*", rule.words.message)
    yield f"- **The author reads:** {message} {rule.words.advice}"
    yield f"- **The FAQ says:** {rule.words.faq % rule.faq_fields(policy)}"
    yield ""


def _table_name(table: Table[Any]) -> str:
    return f"`[{'.'.join(table.path)}]`" if table.path else f"`{next(iter(table.settings))}`"


def _setting_lines(table: Table[Any]) -> Iterator[str]:
    yield from ("", f"### {_table_name(table)}", "")
    if table.comment:
        # Lines that are set in are a list.
        yield from (line.replace("  ", "- ", 1) for line in table.comment.splitlines())
        yield ""
    yield from ("| setting | default | may be | |", "|---|---|---|---|")
    for key, setting in table.settings.items():
        default = _toml(getattr(table.default, key))
        cells = (f"`{key}`", f"`{default}`", setting.kind.bounds, setting.help)
        yield f"| {' | '.join(cells)} |"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return '"never"' if value == NEVER else repr(value)


def main() -> int:
    """Writes the files, or with `--check` compares them; returns the exit status."""
    files = {DEFAULT_POLICY: default_policy(), REFERENCE: reference()}
    if "--check" not in sys.argv[1:]:
        for path, text in files.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in files.items() if path.read_text("utf-8") != text]
    if stale:
        sys.stderr.write(f"Not as the rules have it: {', '.join(stale)}. Run make policy.\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
