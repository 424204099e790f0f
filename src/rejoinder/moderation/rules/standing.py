"""How the site regards the author."""

from collections.abc import Iterator

from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.policy import Mode, Policy
from rejoinder.moderation.rules.check import Check
from rejoinder.readers.model import Standing


def standing(policy: Policy, case: Case) -> Iterator[Finding]:
    """Staff said that this author may not write, or only under their eyes; or nobody knows them."""
    if case.standing is Standing.BANNED:
        yield Finding("standing-banned", Severity.DECLINE)
    if case.standing is Standing.WATCHED:
        yield Finding("standing-watched", Severity.HOLD)
    if case.standing is Standing.NEW and policy.mode is Mode.ASSISTED:
        yield Finding("standing-new", Severity.HOLD)


def _rules(policy: Policy) -> Iterator[str]:
    yield "standing-banned"
    yield "standing-watched"
    if policy.mode is Mode.ASSISTED:
        yield "standing-new"


CHECKS = (Check("standing", standing, _rules, excuses_staff=True),)
