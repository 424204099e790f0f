"""Readers reported a comment, or a moderator held it. No check finds that: actions bring it."""

from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Integer, Table


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """How much the reports of a comment must weigh together before it waits for a person."""

    hold_after: Annotated[
        int, Integer(1, 1000), N_("reports in full: then the comment waits for a person")
    ] = 3


REPORTS = Table(
    ("reports",),
    ReportSettings(),
    comment=N_("""\
A report by a signed-in reader of whom something was published counts in full; by one who is new
here, half; by a guest, a quarter, and guests of one day only. It counts the less, the more of
somebody's earlier reports a person found wrong; one by your own staff is enough. From one network
guests and newcomers count together as one newcomer at most."""),
)

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
            "When the reports of a comment add up to enough (here: %(hold_after)s), it is taken "
            "off the page until a person has looked at it. Changing it does not bring it back."
        ),
    ),
)

HELD_BY_STAFF = Rule(
    id="held-by-staff",
    severity=Severity.HOLD,
    words=RuleWords(
        title=N_("Held by a moderator"),
        message=N_(
            "One of our moderators took your comment off the page to look into it. They will read "
            "the text that you have changed as well."
        ),
        advice=N_("There is nothing that you need to do: a person will decide about it."),
        faq=N_(
            "What a moderator has taken off the page comes back when a person says so, and not "
            "because its author changes it."
        ),
    ),
)

RULES = (REPORTED, HELD_BY_STAFF)
