"""The author sends many comments at once."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Integer, Policy, Table


@dataclass(frozen=True, slots=True)
class FloodSettings:
    """At most so many comments in so many minutes; 0 minutes lets them come as they will."""

    comments: Annotated[int, Integer(1, 100)] = 5
    minutes: Annotated[int, Integer(0, 24 * 60), N_("0: nobody is")] = 2


FLOOD_SETTINGS = Table(
    ("flood",),
    FloodSettings(),
    comment=N_("Who sends more than so many comments in so many minutes is asked to wait."),
)


def flood(policy: Policy, case: Case) -> Iterator[Finding]:
    """More comments than the policy lets one author send in its minutes. An edit is not new."""
    limits = policy[FLOOD_SETTINGS]
    if limits.minutes == 0:
        return  # what others stored while this one waited is later than now
    window = timedelta(minutes=limits.minutes)
    recent = [each.created_at for each in case.earlier if each.created_at > case.now - window]
    if case.is_edit or len(recent) < limits.comments:
        return
    # There is room again when no more than one less than the limit are left in the window.
    first_to_leave = sorted(recent, reverse=True)[limits.comments - 1]
    seconds = (first_to_leave + window - case.now).total_seconds()
    facts = {
        "comments": limits.comments,
        "minutes": limits.minutes,
        "seconds": 5 * math.ceil(seconds / 5),
    }
    yield FLOOD.finding(facts=facts)


FLOOD = Rule(
    id="flood",
    severity=Severity.REFUSE,
    status=429,
    check=flood,
    settings=(FLOOD_SETTINGS,),
    in_force=lambda policy: policy[FLOOD_SETTINGS].minutes > 0,
    excuses_staff=True,
    faq_fields=lambda policy: {
        "comments": policy[FLOOD_SETTINGS].comments,
        "minutes": policy[FLOOD_SETTINGS].minutes,
    },
    words=RuleWords(
        title=N_("Many comments at once"),
        message=N_(
            "That was a good deal at once: there will be room for your next comment in about "
            "%(seconds)s seconds."
        ),
        advice=N_("Nothing is lost: your text is still in the form. Please send it again then."),
        faq=N_(
            "So that one voice does not drown the others, we take no more than %(comments)s "
            "comments from one person in %(minutes)s minutes. Whoever is quicker is asked to "
            "wait a little. Guests are told apart by their connection, so those who share one "
            "share this too; whoever signs in is counted alone."
        ),
    ),
)

RULES = (FLOOD,)
