"""The author sent the same text before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.setting import Integer, Policy, Table


@dataclass(frozen=True, slots=True)
class RepeatSettings:
    """For how many hours the same text is not taken again; 0 allows it at once."""

    hours: Annotated[int, Integer(0, 7 * 24), N_("0: it never is")] = 24
    letters: Annotated[
        int,
        Integer(0, LONGEST_COMMENT),
        N_('texts with fewer, such as "Thank you!", may be repeated'),
    ] = 20


REPEAT_SETTINGS = Table(
    ("repeat",),
    RepeatSettings(),
    comment=N_("The same text again by the same author is declined."),
)


def repeat(policy: Policy, case: Case) -> Iterator[Finding]:
    """The same text again, but for case, spacing and punctuation."""
    limits = policy[REPEAT_SETTINGS]
    if limits.hours == 0:
        return  # what came while this one waited is later than now
    letters = sum(map(str.isalnum, case.as_read.visible.text))
    # Texts without any letter all have one fingerprint.
    if not case.fingerprint or letters < max(1, limits.letters):
        return
    since = case.now - timedelta(hours=limits.hours)
    if any(
        earlier.fingerprint == case.fingerprint and earlier.created_at > since
        for earlier in case.earlier
    ):
        yield REPEAT.finding(facts={"hours": limits.hours})


REPEAT = Rule(
    id="repeat",
    severity=Severity.DECLINE,
    check=repeat,
    settings=(REPEAT_SETTINGS,),
    in_force=lambda policy: policy[REPEAT_SETTINGS].hours > 0,
    faq_fields=lambda policy: {
        "hours": policy[REPEAT_SETTINGS].hours,
        "repeat_letters": policy[REPEAT_SETTINGS].letters,
    },
    words=RuleWords(
        title=N_("The same comment again"),
        found=N_("Its author sent the same text before, not longer ago than %(hours)s hours."),
        message=N_("You sent us the same comment a little while ago."),
        advice=N_(
            "If the first one has not appeared, it may be waiting for a person; sending it again "
            "does not make it faster. If you have something to add, we should like to read that."
        ),
        faq=N_(
            "The same text from the same person is taken once in %(hours)s hours, under "
            "whichever article it stands. A short answer with fewer than %(repeat_letters)s "
            "letters, such as a thank-you, can be given as often as you like."
        ),
    ),
)

RULES = (REPEAT,)
