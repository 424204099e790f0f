"""The rules in force as the FAQ lists them, each with the policy's own numbers."""

from rejoinder.moderation.faq.model import RuleEntry
from rejoinder.moderation.model import Severity
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules import rules_in_force
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.staff_reasons import STAFF_REASONS


def declining(policy: Policy) -> tuple[RuleEntry, ...]:
    """The rules in force by which a comment may not be posted."""
    return tuple(
        _entry(policy, rule)
        for rule in rules_in_force(policy)
        if rule.strictest(policy) > Severity.HOLD
    )


def holding(policy: Policy) -> tuple[RuleEntry, ...]:
    """The rules in force by which a comment waits for a person, and no more."""
    return tuple(
        _entry(policy, rule)
        for rule in rules_in_force(policy)
        if rule.strictest(policy) <= Severity.HOLD
    )


def by_hand() -> tuple[RuleEntry, ...]:
    """The reasons with which a moderator may decline a comment."""
    return tuple(
        RuleEntry(reason, words.title, ((words.faq, {}),))
        for reason, words in STAFF_REASONS.items()
    )


def _entry(policy: Policy, rule: Rule) -> RuleEntry:
    explained = (rule.words.faq, rule.faq_fields(policy))
    return RuleEntry(rule.id, rule.words.title, (explained, *rule.faq_details(policy)))
