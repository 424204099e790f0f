"""What the judge measured, against the policy's thresholds; and its silence."""

from collections.abc import Iterator
from typing import Final

from rejoinder.engine import ATTRIBUTES, Judgement
from rejoinder.moderation.checks.check import Check, always
from rejoinder.moderation.document import NEVER, Policy
from rejoinder.moderation.model import Case, Finding, Severity, Span

GENERAL: Final = "toxicity"
"""Says only that a text is hostile; told to nobody for whom a plainer reason is as strict."""

# The gravest first: it is the one that the author is told first.
_GRAVITY: Final = ("threat", "identity_attack", "insult", "profanity")
_ORDER: Final = (*_GRAVITY, *(name for name in ATTRIBUTES if name not in _GRAVITY))


def silent(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge gave no answer. Under a closed conversation it was not asked."""
    if case.judgement is None and not case.thread_closed:
        yield Finding("judge-silent", Severity.HOLD)


def abuse(policy: Policy, case: Case) -> Iterator[Finding]:
    """A kind of abuse is likelier than the policy allows.

    Raises:
        LookupError, ValueError: the judgement leaves one out, or gives no probability for it.
    """
    if case.judgement is None:
        return
    plain = [
        found
        for attribute in _ORDER
        if attribute != GENERAL and (found := _abused(policy, case, case.judgement, attribute))
    ]
    yield from plain
    general = _abused(policy, case, case.judgement, GENERAL)
    if general and all(found.severity < general.severity for found in plain):
        yield general


def topic(policy: Policy, case: Case) -> Iterator[Finding]:
    """The text is unlikely to be about its article. Without an article there is no off-topic."""
    on_topic = None if case.judgement is None else case.judgement.on_topic
    if on_topic is None:
        return
    score = _probability(on_topic.score)
    if score >= policy.topic.hold_below:
        return
    declined = score < policy.topic.decline_below
    yield Finding(
        "off-topic",
        Severity.DECLINE if declined else Severity.HOLD,
        evidence=(on_topic.evidence.sentence,) if on_topic.evidence else (),
        facts={"score": round(100 * score)},
    )


def _abused(policy: Policy, case: Case, judgement: Judgement, attribute: str) -> Finding | None:
    limits = policy.abuse[attribute]
    if limits.hold == NEVER:
        return None
    measured = judgement.abuse[attribute]
    score = _probability(measured.score)
    if score < limits.hold:
        return None
    spans = tuple(span for span in measured.spans if _stands_in(case.text, span))
    return Finding(
        rule_of(attribute),
        Severity.DECLINE if score >= limits.decline else Severity.HOLD,
        spans=spans,
        evidence=tuple(dict.fromkeys(case.text[start:end] for start, end in spans)),
        facts={"score": round(100 * score)},
    )


def rule_of(attribute: str) -> str:
    """The id of the rule about one kind of abuse."""
    return f"abuse-{attribute.replace('_', '-')}"


def _probability(score: float) -> float:
    """The score. Every comparison with what is no number is false, and would publish."""
    if not 0 <= score <= 1:
        raise ValueError("a judgement without a probability")
    return score


def _stands_in(text: str, span: Span) -> bool:
    return 0 <= span[0] < span[1] <= len(text)


def _abuse_rules(policy: Policy) -> Iterator[str]:
    return (rule_of(name) for name in _ORDER if policy.abuse[name].hold < NEVER)


def _topic_rules(policy: Policy) -> Iterator[str]:
    if policy.topic.hold_below:
        yield "off-topic"


CHECKS = (
    Check("judge-silent", silent, always("judge-silent")),
    Check("abuse", abuse, _abuse_rules),
    Check("topic", topic, _topic_rules),
)
