"""The text gives private details of somebody: an address, a telephone number, a number plate."""

from collections.abc import Iterator
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import NEVER, Policy, Table
from rejoinder.moderation.thresholds import (
    Thresholds,
    faq_thresholds,
    finding_from,
    threshold_contradictions,
)

ATTRIBUTE: Final = "private_data"

PRIVATE_DATA = Table(
    ("private_data",),
    # Whether an address is a shop's or somebody's home, often only a person can tell.
    Thresholds(hold=0.53, decline=NEVER),
    threshold_contradictions,
    comment=N_("""\
Private details of people: addresses, telephone numbers, e-mail addresses, number plates,
accounts and the like. What an office or a shop gives of itself has a low figure."""),
)


def private_data(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge takes something for somebody's private detail. Older judgements do not say."""
    limits, judgement = policy[PRIVATE_DATA], case.judgement
    if judgement is None or limits.hold == NEVER or ATTRIBUTE not in judgement.abuse:
        return
    finding = finding_from(PRIVATE_DETAILS, limits, case.text, judgement.abuse[ATTRIBUTE])
    if finding is not None:
        yield finding


PRIVATE_DETAILS = Rule(
    id="private-data",
    severity=Severity.DECLINE,
    check=private_data,
    settings=(PRIVATE_DATA,),
    in_force=lambda policy: policy[PRIVATE_DATA].hold < NEVER,
    severity_under=lambda policy: policy[PRIVATE_DATA].strictest,
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
