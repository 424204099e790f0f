"""The text gives private details of somebody: an address, a telephone number, a number plate."""

from collections.abc import Iterator
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.abuse import (
    Thresholds,
    checked_probability,
    faq_thresholds,
    spans_in,
    threshold_contradictions,
)
from rejoinder.moderation.setting import NEVER, Policy, Table

ATTRIBUTE: Final = "private_data"

PRIVATE_DATA = Table(
    ("private_data",),
    # Whether an address is a shop's or somebody's home, often only a person can tell.
    Thresholds(hold=0.5, decline=NEVER),
    threshold_contradictions,
    comment="""\
Private details of people: addresses, telephone numbers, e-mail addresses, number plates,
accounts and the like. What an office or a shop gives of itself has a low figure.""",
)


def private_data(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge takes something for somebody's private detail. Older judgements do not say."""
    limits, judgement = policy[PRIVATE_DATA], case.judgement
    if judgement is None or limits.hold == NEVER or ATTRIBUTE not in judgement.abuse:
        return
    measured = judgement.abuse[ATTRIBUTE]
    score = checked_probability(measured.score)
    if score < limits.hold:
        return
    spans = spans_in(case.text, measured)
    yield PRIVATE_DETAILS.finding(
        Severity.DECLINE if score >= limits.decline else Severity.HOLD,
        spans=spans,
        evidence=tuple(dict.fromkeys(case.text[start:end] for start, end in spans)),
        facts={"score": round(100 * score)},
    )


PRIVATE_DETAILS = Rule(
    id="private-data",
    severity=Severity.DECLINE,
    check=private_data,
    settings=(PRIVATE_DATA,),
    in_force=lambda policy: policy[PRIVATE_DATA].hold < NEVER,
    severity_under=lambda policy: (
        Severity.HOLD if policy[PRIVATE_DATA].decline == NEVER else Severity.DECLINE
    ),
    faq_details=lambda policy: faq_thresholds(policy[PRIVATE_DATA]),
    words=RuleWords(
        title=N_("Private details of somebody"),
        message=N_(
            "It seems to give private details of somebody, such as an address or a telephone "
            "number."
        ),
        advice=N_(
            "Leave them out and send the comment again: what you have to say will do without them. "
            "If they are a shop's or an office's, a person can see that they are."
        ),
        faq=N_(
            "We do not post private details of people, such as addresses and telephone numbers, "
            "your own included. What a shop or an office has told everybody of itself may stand."
        ),
    ),
)

RULES = (PRIVATE_DETAILS,)
