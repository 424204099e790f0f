"""Decides: every check is asked, the strictest finding wins. Pure; actions and previews call it."""

import logging
from typing import Final

from rejoinder.moderation.model import Case, Finding, Outcome, Severity, Verdict
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules import CHECKS, Check

log = logging.getLogger(__name__)

OUTCOMES: Final = {
    Severity.NOTE: Outcome.PUBLISH,
    Severity.HOLD: Outcome.HOLD,
    Severity.DECLINE: Outcome.DECLINE,
    Severity.REFUSE: Outcome.DECLINE,
}

_FROM_ELSEWHERE: Final = ("reported", "check-failed")
"""Rules that no check names: readers bring one, a fault in the rules the other."""


def decide(policy: Policy, case: Case, checks: tuple[Check, ...] = CHECKS) -> Verdict:
    """What becomes of a comment, with every finding, strictest first. Never raises.

    `checks` is for those who try other rules out. The site's own staff are not asked all of them.
    """
    asked = [check for check in checks if not (case.is_staff and check.excuses_staff)]
    findings = [finding for check in asked for finding in _said_by(check, policy, case)]
    findings.sort(key=lambda finding: -finding.severity)
    strictest = findings[0].severity if findings else Severity.NOTE
    return Verdict(OUTCOMES[strictest], tuple(findings), refused=strictest is Severity.REFUSE)


def rules_in_force(policy: Policy) -> tuple[str, ...]:
    """The id of every rule that can be the reason of a decision under this policy."""
    named = [rule for check in CHECKS for rule in check.rules(policy)]
    return (*named, *_FROM_ELSEWHERE)


def _said_by(check: Check, policy: Policy, case: Case) -> list[Finding]:
    try:
        return list(check.run(policy, case))
    except Exception as failure:  # noqa: BLE001 - a rule that breaks must never publish
        # The failure's message may quote the reader, so only its kind is logged.
        log.error("policy: check %s: %s; held", check.name, type(failure).__name__)
        return [Finding("check-failed", Severity.HOLD, evidence=(check.name,))]
