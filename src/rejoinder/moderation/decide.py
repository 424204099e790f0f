"""Decides: every rule is asked, the strictest finding wins. Pure; actions and previews call it."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from rejoinder.moderation.model import Case, Finding, Severity, Verdict
from rejoinder.moderation.rule import Check, Rule
from rejoinder.moderation.rules import BY_PEOPLE, FOR_A_PERSON, RULES
from rejoinder.moderation.rules.check_failed import CHECK_FAILED
from rejoinder.moderation.rules.mode import MODE
from rejoinder.moderation.setting import Policy

log = logging.getLogger(__name__)


def decide(policy: Policy, case: Case, rules: Iterable[Rule] = RULES) -> Verdict:
    """What becomes of a comment, with every finding, strictest first. Never raises.

    `rules` is for those who ask only some: `rules.JUDGED` are those that look at the judgement
    and at nothing else. Rules that share a check are asked together, so name them all. The site's
    own staff are not asked every rule. Whose author may harm themselves is declined by no program,
    nor is anybody by rules that another policy has replaced which cannot be read.
    """
    asked = [rule for rule in rules if not (case.is_staff and rule.excuses_staff)]
    checks = dict.fromkeys(rule.check for rule in asked if rule.check is not None)
    findings = [finding for check in checks for finding in _findings(check, policy, case)]
    if not policy[MODE].readable or any(each.rule in FOR_A_PERSON for each in findings):
        findings = [_for_a_person(finding) for finding in findings]
    findings.sort(key=lambda found: (-found.severity, found.rule not in FOR_A_PERSON))
    return Verdict(tuple(findings))


def _for_a_person(finding: Finding) -> Finding:
    """The finding where a person must read the comment: what people said of its author stands."""
    milder = finding.severity is Severity.DECLINE and finding.rule not in BY_PEOPLE
    return replace(finding, severity=Severity.HOLD) if milder else finding


def _findings(check: Check, policy: Policy, case: Case) -> list[Finding]:
    try:
        return list(check(policy, case))
    except Exception as failure:  # noqa: BLE001 - a rule that breaks must never publish
        # The failure's message may quote the reader, so only its kind is logged.
        name = check.__name__.replace("_", "-")
        log.error("policy: check %s: %s; held", name, type(failure).__name__)
        return [CHECK_FAILED.finding(evidence=(name,))]
