"""Whether the author said the same before, or says too much at once."""

import math
from collections.abc import Iterator
from datetime import timedelta

from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules.check import Check


def repeat(policy: Policy, case: Case) -> Iterator[Finding]:
    """The same text again, but for case, spacing and punctuation."""
    letters = sum(letter.isalnum() for letter in case.text)
    # Texts without any letter all have one fingerprint.
    if not case.fingerprint or letters < max(1, policy.repeat.letters):
        return
    since = case.now - timedelta(hours=policy.repeat.hours)
    if any(
        earlier.fingerprint == case.fingerprint and earlier.created_at > since
        for earlier in case.earlier
    ):
        yield Finding("repeat", Severity.DECLINE, facts={"hours": policy.repeat.hours})


def flood(policy: Policy, case: Case) -> Iterator[Finding]:
    """More comments than the policy lets one author send in its minutes. An edit is not new."""
    window = timedelta(minutes=policy.flood.minutes)
    recent = [each.created_at for each in case.earlier if each.created_at > case.now - window]
    if case.is_edit or len(recent) < policy.flood.comments:
        return
    # There is room again when no more than one less than the limit are left in the window.
    first_to_leave = sorted(recent, reverse=True)[policy.flood.comments - 1]
    seconds = (first_to_leave + window - case.now).total_seconds()
    facts = {
        "comments": policy.flood.comments,
        "minutes": policy.flood.minutes,
        "seconds": 5 * math.ceil(seconds / 5),
    }
    yield Finding("flood", Severity.REFUSE, facts=facts)


def _repeat_rules(policy: Policy) -> Iterator[str]:
    if policy.repeat.hours:
        yield "repeat"


def _flood_rules(policy: Policy) -> Iterator[str]:
    if policy.flood.minutes:
        yield "flood"


CHECKS = (
    Check("repeat", repeat, _repeat_rules),
    Check("flood", flood, _flood_rules, excuses_staff=True),
)
