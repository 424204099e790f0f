"""The rules in force as the FAQ lists them, each with the policy's own numbers."""

from collections.abc import Iterator, Mapping
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.decide import rules_in_force
from rejoinder.moderation.faq.model import Paragraph, RuleEntry
from rejoinder.moderation.policy import NEVER, Policy
from rejoinder.moderation.rules.judged import rule_of
from rejoinder.moderation.wording import RULES, STAFF_REASONS

_ONLY_HELD: Final = frozenset(
    (
        "shouting",
        "words-watched",
        "name-watched",
        "links-many",
        "standing-watched",
        "standing-new",
        "mode-all-held",
        "judge-silent",
        "language-unjudged",
        "topic-meta",
        "reported",
        "check-failed",
    )
)


def declining(policy: Policy) -> tuple[RuleEntry, ...]:
    """The rules in force by which a comment may not be posted."""
    held = _only_held(policy)
    return tuple(_entry(policy, rule) for rule in rules_in_force(policy) if rule not in held)


def holding(policy: Policy) -> tuple[RuleEntry, ...]:
    """The rules in force by which a comment waits for a person, and no more."""
    held = _only_held(policy)
    return tuple(_entry(policy, rule) for rule in rules_in_force(policy) if rule in held)


def by_hand(policy: Policy) -> tuple[RuleEntry, ...]:
    """The reasons with which a moderator may decline a comment."""
    return tuple(_entry(policy, reason) for reason in STAFF_REASONS)


def numbers(policy: Policy) -> Mapping[str, object]:
    """Every number of the policy, by the names that the rules' words have for them."""
    shares = policy.shouting.share
    return {
        "minimum": policy.length.minimum,
        "maximum": policy.length.maximum,
        "share": 100 if shares == NEVER else round(100 * shares),
        "letters": policy.shouting.letters,
        "allowed": policy.links.allowed,
        "allowed_for_new": policy.links.allowed_for_new,
        "hours": policy.repeat.hours,
        "repeat_letters": policy.repeat.letters,
        "comments": policy.flood.comments,
        "minutes": policy.flood.minutes,
        "known_after": policy.standing.known_after,
        "hold_after": policy.reports.hold_after,
        "edit_minutes": policy.editing.edit_minutes,
    }


def _only_held(policy: Policy) -> frozenset[str]:
    mild = {rule_of(name) for name, limits in policy.abuse.items() if limits.decline == NEVER}
    if not policy.topic.decline_below:
        mild.add("off-topic")
    return _ONLY_HELD | mild


def _entry(policy: Policy, rule: str) -> RuleEntry:
    words = RULES[rule]
    explained = (words.faq, numbers(policy))
    return RuleEntry(rule, words.title, (explained, *_thresholds(policy, rule)))


def _thresholds(policy: Policy, rule: str) -> Iterator[Paragraph]:
    for name, limits in policy.abuse.items():
        if rule == rule_of(name):
            yield _from(_percent(limits.hold), _percent(limits.decline))
    if rule == "off-topic":
        yield _below(_percent(policy.topic.hold_below), _percent(policy.topic.decline_below))


def _percent(share: float) -> float:
    """In a hundred, as exactly as the policy has it; 70 rather than 70.0."""
    percent = round(100 * share, 4)
    return int(percent) if percent.is_integer() else percent


def _from(hold: float, decline: float) -> Paragraph:
    fields = {"hold": hold, "decline": decline}
    if decline == NEVER:
        return (
            N_(
                "The judge gives every comment a figure for this, from 0 to 100. From %(hold)s a "
                "person looks first; the figure alone declines nothing."
            ),
            fields,
        )
    if decline == hold:
        return (
            N_(
                "The judge gives every comment a figure for this, from 0 to 100. From "
                "%(decline)s it is not posted."
            ),
            fields,
        )
    return (
        N_(
            "The judge gives every comment a figure for this, from 0 to 100. From %(hold)s a "
            "person looks first; from %(decline)s it is not posted."
        ),
        fields,
    )


def _below(hold: float, decline: float) -> Paragraph:
    fields = {"hold": hold, "decline": decline}
    if not decline:
        return (
            N_(
                "The judge gives every comment a figure for how likely it is on the subject, from "
                "0 to 100. Below %(hold)s a person looks first; the figure alone declines nothing."
            ),
            fields,
        )
    if decline == hold:
        return (
            N_(
                "The judge gives every comment a figure for how likely it is on the subject, from "
                "0 to 100. Below %(decline)s it is not posted."
            ),
            fields,
        )
    return (
        N_(
            "The judge gives every comment a figure for how likely it is on the subject, from 0 "
            "to 100. Below %(hold)s a person looks first; below %(decline)s it is not posted."
        ),
        fields,
    )
