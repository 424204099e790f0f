"""Most of the letters are capitals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.setting import NEVER, Integer, Policy, Table, Threshold
from rejoinder.readers.model import Standing


@dataclass(frozen=True, slots=True)
class ShoutingSettings:
    """From which share of capitals a comment shouts, if it has at least so many letters."""

    share: Annotated[float, Threshold(), N_('of the letters; or "never"')] = 0.7
    letters: Annotated[
        int, Integer(1, LONGEST_COMMENT), N_("shorter comments may be in capitals")
    ] = 20


SHOUTING_SETTINGS = Table(
    ("shouting",),
    ShoutingSettings(),
    comment=N_("A person looks first at comments that are mostly capitals."),
)


def shouting(policy: Policy, case: Case) -> Iterator[Finding]:
    """Most letters are capitals. Scripts without capitals cannot shout; the trusted may."""
    if case.standing is Standing.TRUSTED:
        return
    limits = policy[SHOUTING_SETTINGS]
    seen = case.as_read.visible.text
    capitals = sum(map(str.isupper, seen))
    letters = capitals + sum(map(str.islower, seen))
    if letters < limits.letters or capitals < limits.share * letters:
        return
    yield SHOUTING.finding(facts={"percent": 100 * capitals // letters})


def _faq_fields(policy: Policy) -> Mapping[str, object]:
    limits = policy[SHOUTING_SETTINGS]
    share = 100 if limits.share == NEVER else round(100 * limits.share)
    return {"share": share, "letters": limits.letters}


SHOUTING = Rule(
    id="shouting",
    severity=Severity.HOLD,
    check=shouting,
    settings=(SHOUTING_SETTINGS,),
    in_force=lambda policy: policy[SHOUTING_SETTINGS].share < NEVER,
    faq_fields=_faq_fields,
    words=RuleWords(
        title=N_("Mostly capitals"),
        found=N_("Of its letters %(percent)s in 100 are capitals."),
        message=N_("Most of its letters are capitals, which many readers take for shouting."),
        advice=N_("Written in small letters, the same words will carry further."),
        faq=N_(
            "Where more than about %(share)s letters in a hundred are capitals, a person looks "
            "first. Short comments, with fewer than %(letters)s letters, may be as loud as they "
            "like."
        ),
    ),
)

RULES = (SHOUTING,)
