"""What the judge measured, against the policy's thresholds; and its silence."""

from collections.abc import Iterator
from typing import Final

from rejoinder.engine import ATTRIBUTES, Judgement
from rejoinder.moderation.model import Case, Finding, Severity, Span
from rejoinder.moderation.policy import NEVER, Course, Policy
from rejoinder.moderation.rules.check import Check, always

GENERAL: Final = ("severe_toxicity", "toxicity")
"""Say only that a text is hostile; told to nobody for whom a plainer reason is as strict."""

LATER: Final = ("severe_toxicity", "sexually_explicit", "spam")
"""Not measured before languages were told apart: older judgements may leave them out."""

META_FROM: Final = 0.5
"""A text that is likelier than not a remark on the paper or the comments counts as one."""

# The gravest first: it is the one that the author is told first.
_GRAVITY: Final = (
    "threat",
    "identity_attack",
    "insult",
    "sexually_explicit",
    "profanity",
    "spam",
    *GENERAL,
)
_ORDER: Final = (*_GRAVITY, *(name for name in ATTRIBUTES if name not in _GRAVITY))

_SEVERITY: Final = {Course.PUBLISH: Severity.NOTE, Course.HOLD: Severity.HOLD}


def silent(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge gave no answer. Under a closed conversation it was not asked."""
    if case.judgement is None and not case.thread_closed:
        yield Finding("judge-silent", Severity.HOLD)


def language(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge does not know the language, so that it measured nothing."""
    if case.judgement is not None and _unjudged(case.judgement):
        yield Finding("language-unjudged", _SEVERITY[policy.language.unjudged])


def abuse(policy: Policy, case: Case) -> Iterator[Finding]:
    """A kind of abuse is likelier than the policy allows.

    Raises:
        LookupError, ValueError: the judgement leaves one out, or gives no probability for it.
    """
    if case.judgement is None or (_unjudged(case.judgement) and not case.judgement.abuse):
        return
    told: list[Finding] = []
    for attribute in _ORDER:
        found = _abused(policy, case, case.judgement, attribute)
        plain = attribute not in GENERAL
        if found and (plain or all(each.severity < found.severity for each in told)):
            told.append(found)
    yield from told


def topic(policy: Policy, case: Case) -> Iterator[Finding]:
    """The text is unlikely to be about its article, or is a remark on the paper or the comments.

    Such a remark is never called off-topic. Without an article there is neither.
    """
    on_topic = None if case.judgement is None else case.judgement.on_topic
    if on_topic is None:
        return
    score, meta = _probability(on_topic.score), _probability(on_topic.meta)
    if meta >= META_FROM:
        facts = {"score": round(100 * meta)}
        yield Finding("topic-meta", _SEVERITY[policy.topic.meta], facts=facts)
        return
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
    if limits.hold == NEVER or _older(judgement, attribute):
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


def _unjudged(judgement: Judgement) -> bool:
    return judgement.language is not None and not judgement.language.judged


def _older(judgement: Judgement, attribute: str) -> bool:
    """Whether the judgement was made before this was measured."""
    missing = attribute in LATER and attribute not in judgement.abuse
    return missing and judgement.language is None


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
    if policy.topic.meta is Course.HOLD:
        yield "topic-meta"


def _language_rules(policy: Policy) -> Iterator[str]:
    if policy.language.unjudged is Course.HOLD:
        yield "language-unjudged"


CHECKS = (
    Check("judge-silent", silent, always("judge-silent")),
    Check("language", language, _language_rules),
    Check("abuse", abuse, _abuse_rules),
    Check("topic", topic, _topic_rules),
)
