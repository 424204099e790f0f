"""Enough readers reported a comment. No check finds it: the action `reports` brings it."""

from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Integer, Table


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How many different readers must report a comment before it waits for a person."""

    hold_after: Annotated[
        int, Integer(1, 1000), "different readers: then the comment waits for a person"
    ] = 3


REPORTS = Table(("reports",), ReportSettings())

REPORTED = Rule(
    id="reported",
    severity=Severity.HOLD,
    settings=(REPORTS,),
    faq_fields=lambda policy: {"hold_after": policy[REPORTS].hold_after},
    words=RuleWords(
        title=N_("Reported by readers"),
        message=N_(
            "Readers asked us to look at your comment again. It is off the page until a person "
            "has done so."
        ),
        advice=N_(
            "There is nothing that you need to do. If a moderator finds nothing wrong with it, it "
            "comes back, and further reports will not take it away."
        ),
        faq=N_(
            "When enough different readers report a comment (here: %(hold_after)s), it is taken "
            "off the page until a person has looked at it."
        ),
    ),
)

RULES = (REPORTED,)
