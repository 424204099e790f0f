"""A person reads everything first, where the policy says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.check_failed import CHECK_FAILED
from rejoinder.moderation.setting import Choice, Policy, Table


class Mode(StrEnum):
    """Whom the policy lets through without a person's yes, if no rule objects."""

    OPEN = "open"
    """Everybody."""
    ASSISTED = "assisted"
    """Everybody but authors who are new to the site."""
    ALL_HELD = "all-held"
    """Nobody."""


@dataclass(frozen=True, slots=True)
class ModeSettings:
    """Who is posted without a person's yes, when no rule objects."""

    mode: Annotated[Mode, Choice(Mode)] = Mode.OPEN
    readable: bool = True
    """False while the policy in force cannot be read (`policies_read`); none says so of itself."""


MODE = Table(
    (),
    ModeSettings(),
    comment=N_("""\
Who is posted without a person's yes, when no rule objects:
  "open"       everybody
  "assisted"   everybody but authors who are new to the site
  "all-held"   nobody: a person reads every comment first"""),
)


def all_held(policy: Policy, case: Case) -> Iterator[Finding]:
    """The site publishes nothing without a person's yes; by a fault of ours, where it is one."""
    if not policy[MODE].readable:
        yield CHECK_FAILED.finding(evidence=("policy",))
    if policy[MODE].mode is Mode.ALL_HELD:
        yield MODE_ALL_HELD.finding()


MODE_ALL_HELD = Rule(
    id="mode-all-held",
    severity=Severity.HOLD,
    check=all_held,
    settings=(MODE,),
    in_force=lambda policy: policy[MODE].mode is Mode.ALL_HELD,
    excuses_staff=True,
    words=RuleWords(
        title=N_("A person reads everything first"),
        message=N_("Here a person reads every comment before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "At present a person reads every comment before it appears, whoever wrote it and "
            "whatever it says."
        ),
    ),
)

RULES = (MODE_ALL_HELD,)
