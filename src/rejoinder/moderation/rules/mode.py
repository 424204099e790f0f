"""Whether a person reads everything first."""

from collections.abc import Iterator

from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.policy import Mode, Policy
from rejoinder.moderation.rules.check import Check


def all_held(policy: Policy, case: Case) -> Iterator[Finding]:
    """The site publishes nothing without a person's yes."""
    if policy.mode is Mode.ALL_HELD:
        yield Finding("mode-all-held", Severity.HOLD)


def _rules(policy: Policy) -> Iterator[str]:
    if policy.mode is Mode.ALL_HELD:
        yield "mode-all-held"


CHECKS = (Check("all-held", all_held, _rules, excuses_staff=True),)
