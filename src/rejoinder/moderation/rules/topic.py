"""The text is unlikely to be about its article, or is a remark on the paper or the comments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Action, Case, Finding, Paragraph, Severity
from rejoinder.moderation.rule import Rule, RuleWords, Shown
from rejoinder.moderation.setting import (
    Choice,
    Contradiction,
    InvalidSetting,
    Policy,
    Probability,
    Table,
)
from rejoinder.moderation.thresholds import checked_probability, percent

# A text that is likelier than not a remark on the paper or the comments counts as one.
META_FROM: Final = 0.5


@dataclass(frozen=True, slots=True)
class TopicSettings:
    """Below which probability of being on-topic a comment is held, or declined; 0 is never.

    A remark on the paper itself or on the comments is never called off-topic, unless what is said
    beside it strays.
    """

    hold_below: Annotated[float, Probability()] = 0.18
    decline_below: Annotated[float, Probability()] = 0.05
    meta: Annotated[
        Action,
        Choice(Action),
        N_(
            "remarks on the headline, the author, a slip of the pen or the comments themselves are "
            "never called off-topic. What becomes of them, if no other rule objects: "
            '"publish" (the desk sees what they are) or "hold"'
        ),
    ] = Action.PUBLISH


def _contradictions(limits: TopicSettings) -> Iterator[Contradiction]:
    if limits.decline_below > limits.hold_below:
        yield Contradiction(
            ("hold_below",),
            ("decline_below",),
            InvalidSetting(
                N_("Declining begins (%(decline)s) before holding does (%(hold)s)."),
                decline=limits.decline_below,
                hold=limits.hold_below,
            ),
        )


TOPIC = Table(
    ("topic",),
    TopicSettings(),
    _contradictions,
    comment=N_("How likely a comment is about its article, from 0 to 1. 0: never."),
)


def topic(policy: Policy, case: Case) -> Iterator[Finding]:
    """The text is unlikely to be about its article, or is a remark on the paper or the comments.

    Such a remark is never called off-topic; a judge calls it none where the rest of the text is
    about something else. Without an article there is neither.

    Raises:
        ValueError: the judgement gives no probability for either.
    """
    on_topic = None if case.judgement is None else case.judgement.on_topic
    if on_topic is None:
        return
    limits = policy[TOPIC]
    score, meta = checked_probability(on_topic.score), checked_probability(on_topic.meta)
    if meta >= META_FROM:
        yield TOPIC_META.finding(limits.meta.severity, facts={"score": round(100 * meta)})
        return
    if score >= limits.hold_below:
        return
    nearest = on_topic.evidence
    yield OFF_TOPIC.finding(
        Severity.DECLINE if score < limits.decline_below else Severity.HOLD,
        evidence=() if nearest is None else (nearest.sentence,),
        facts={"score": round(100 * score)},
    )


def _thresholds(policy: Policy) -> Iterator[Paragraph]:
    hold, decline = percent(policy[TOPIC].hold_below), percent(policy[TOPIC].decline_below)
    if not decline:
        message = N_(
            "The judge gives every comment a figure for how likely it is on the subject, from "
            "0 to 100. Below %(hold)s a person looks first; the figure alone declines nothing."
        )
    elif decline == hold:
        message = N_(
            "The judge gives every comment a figure for how likely it is on the subject, from "
            "0 to 100. Below %(decline)s it is not posted."
        )
    else:
        message = N_(
            "The judge gives every comment a figure for how likely it is on the subject, from 0 "
            "to 100. Below %(hold)s a person looks first; below %(decline)s it is not posted."
        )
    yield message, {"hold": hold, "decline": decline}


OFF_TOPIC = Rule(
    id="off-topic",
    severity=Severity.DECLINE,
    check=topic,
    settings=(TOPIC,),
    in_force=lambda policy: policy[TOPIC].hold_below > 0,
    severity_under=lambda policy: (
        Severity.DECLINE if policy[TOPIC].decline_below else Severity.HOLD
    ),
    shows=Shown.NEAREST,
    faq_details=_thresholds,
    words=RuleWords(
        title=N_("Away from the subject"),
        message=N_("It seems to be about something other than this article."),
        advice=N_(
            "Tell us how your point bears on the article: one sentence is often enough. There "
            "may also be an article to which it belongs."
        ),
        faq=N_(
            "A comment is about the article, or about what another reader said of it. The judge "
            "compares it with the article's own sentences, and a short reply with the comment "
            "that it answers. A remark on the headline, the author, a slip of the pen or the "
            "comments themselves is never called off the subject."
        ),
    ),
)

TOPIC_META = Rule(
    id="topic-meta",
    severity=Severity.HOLD,
    check=topic,
    settings=(TOPIC,),
    in_force=lambda policy: policy[TOPIC].meta is Action.HOLD,
    words=RuleWords(
        title=N_("About the paper or the comments"),
        message=N_(
            "It seems to be about the headline, the author or the comments rather than the "
            "subject of the article, so one of us reads it first."
        ),
        advice=N_("Thank you for telling us. There is nothing that you need to do."),
        faq=N_(
            "What you tell us about ourselves, such as a slip in the headline, a word to the "
            "author or a question about these comments, is welcome. A person reads it first."
        ),
    ),
)

RULES = (OFF_TOPIC, TOPIC_META)
