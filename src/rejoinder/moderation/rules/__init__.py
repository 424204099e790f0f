"""Every rule, in the order in which they are told. A rule is one file here and one line below."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final

from rejoinder.moderation.model import Severity
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import abuse, despair, outside_check, private_data
from rejoinder.moderation.setting import Policy

# The files with rules. Of findings equally strict, the one that comes first here is told first.
_FILES: Final = (
    "thread_closed",
    "subscribers",
    "length",
    "shouting",
    "emoji",
    "words",
    "links",
    "repeat",
    "flood",
    "standing",
    "judge_silent",
    "article_unread",
    "language",
    "name_abuse",
    "despair",
    "abuse",
    "private_data",
    "topic",
    "outside_check",
    "mode",
    "reported",
    "check_failed",
)


def _rules_of(file: str) -> tuple[Rule, ...]:
    rules: tuple[Rule, ...] = import_module(f"{__name__}.{file}").RULES
    return rules


RULES: Final = tuple(rule for file in _FILES for rule in _rules_of(file))

# The rules that look at nothing but the judgement: for those who bring a text without a newspaper.
JUDGED: Final = tuple(
    rule for file in ("judge_silent", "language", "abuse", "topic") for rule in _rules_of(file)
)

# Those that say nothing but what the judge's answer was, or that it gave none.
FROM_JUDGEMENT: Final = frozenset(
    rule.id
    for file in ("judge_silent", "language", "despair", "abuse", "private_data", "topic")
    for rule in _rules_of(file)
)

# Whatever else was found of a comment, one of which these say something is a person's to decide.
FOR_A_PERSON: Final = frozenset(rule.id for rule in RULES if rule.offers_help)

# Those that a site's own checks by URL bring about.
OUTSIDE_RULES: Final = frozenset(rule.id for rule in outside_check.RULES)

# What people decided of an author; no text of theirs changes it.
BY_PEOPLE: Final = frozenset(rule.id for rule in RULES if not rule.mendable)

# Those that find fault with a comment itself: for what one of them found a person can decline it.
DECLINING: Final = frozenset(
    rule.id for rule in RULES if rule.severity is Severity.DECLINE and rule.mendable
)

# The rule of each attribute that the judge answers, or will; its one table has the thresholds.
RULE_OF_ATTRIBUTE: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        **abuse.RULE_OF,
        private_data.ATTRIBUTE: private_data.PRIVATE_DETAILS,
        despair.ATTRIBUTE: despair.DESPAIR,
    }
)

# The rules about the name above a comment.
NAME_RULES: Final = frozenset(rule.id for rule in RULES if rule.id.startswith("name-"))


def rules_in_force(policy: Policy) -> tuple[Rule, ...]:
    """Every rule that can be the reason of a decision under this policy."""
    return tuple(rule for rule in RULES if rule.in_force(policy))
