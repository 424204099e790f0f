"""The judge reads the name itself as abuse."""

from collections.abc import Iterator
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import NEVER, Policy, Table
from rejoinder.moderation.thresholds import (
    Thresholds,
    checked_probability,
    percent,
    threshold_contradictions,
)

# Of two words out of a sentence the judge cannot tell the tone, nor what they might sell.
KINDS: Final = ("threat", "identity_attack", "insult", "sexually_explicit", "profanity")

NAMES = Table(
    ("names",),
    # Surnames and nicknames are short: the judge must be surer of them than of a sentence.
    Thresholds(hold=0.85, decline=0.94),
    threshold_contradictions,
    comment=N_("""\
The name above a comment, read by itself: the likeliest of threat, attack on a group, insult,
sex and coarse language. The judge reads each name once for as long as it remembers it."""),
)


def name_abuse(policy: Policy, case: Case) -> Iterator[Finding]:
    """The name reads as abuse. It was not asked of staff, nor where only the text changes."""
    limits, judgement = policy[NAMES], case.name_judgement
    if judgement is None or limits.hold == NEVER or not judgement.in_known_language:
        return
    score = max(checked_probability(judgement.abuse[kind].score) for kind in KINDS)
    if score < limits.hold:
        return
    yield NAME_ABUSIVE.finding(
        limits.severity_of(score),
        evidence=(case.author_name,),
        facts={"score": round(100 * score)},
    )


NAME_ABUSIVE = Rule(
    id="name-abusive",
    severity=Severity.DECLINE,
    check=name_abuse,
    settings=(NAMES,),
    in_force=lambda policy: policy[NAMES].hold < NEVER,
    severity_under=lambda policy: policy[NAMES].strictest,
    faq_fields=lambda policy: {"hold": percent(policy[NAMES].hold)},
    words=RuleWords(
        title=N_("A name that reads as abuse"),
        found=N_("The judge reads abuse in the author's name (%(score)s in 100)."),
        message=N_("The name above it reads as an insult, a threat or coarse language."),
        advice=N_(
            "Please choose another name and send the comment again. If it is your own name, we are "
            "sorry: ask a person to look."
        ),
        faq=N_(
            "The judge reads names too. One that reads as an insult, a threat or coarse language "
            "(from %(hold)s of 100) is not posted before a person has looked at it, and the worst "
            "not at all."
        ),
    ),
)

RULES = (NAME_ABUSIVE,)
