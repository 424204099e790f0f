"""Yes or no: whether a comment belongs in the spam folder. Pure.

The thresholds are those with which a newsroom's policy starts: advertising from where a person
should look, since the folder is where a person looks; everything else only from where the policy
would decline it.
"""

from dataclasses import dataclass

from rejoinder.dropin.formats.akismet.fields import Fields
from rejoinder.engine import Judgement
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules.abuse import THRESHOLDS
from rejoinder.moderation.rules.topic import META_FROM, TOPIC

# What a newsroom starts from.
_POLICY = Policy()
TEST_AUTHOR = "viagra-test-123"
TEST_EMAIL = "akismet-guaranteed-spam@example.com"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and what decided it."""

    is_spam: bool
    reason: str = ""
    """One word for a header; empty where nothing spoke against the comment."""
    is_blatant: bool = False
    """So surely advertising that nobody need look at it."""


def without_the_judge(fields: Fields) -> Verdict | None:
    """What the fields alone decide; None if the judge must be asked."""
    if fields.get("user_role") == "administrator":
        return Verdict(False)
    if fields.get("comment_author") == TEST_AUTHOR:
        return Verdict(True, "test")
    if fields.get("comment_author_email") == TEST_EMAIL:
        return Verdict(True, "test")
    trap = fields.get("honeypot_field_name", "")
    if trap and fields.get(trap):
        return Verdict(True, "honeypot")
    return None


def by_the_judge(judgement: Judgement) -> Verdict | None:
    """What the judge's measurements decide; None if it does not know the language."""
    if judgement.language is not None and not judgement.language.judged:
        return None
    spam = judgement.abuse.get("spam")
    if spam is not None and spam.score >= _POLICY[THRESHOLDS["spam"]].hold:
        return Verdict(True, "spam", spam.score >= _POLICY[THRESHOLDS["spam"]].decline)
    for name, found in judgement.abuse.items():
        if name in THRESHOLDS and found.score >= _POLICY[THRESHOLDS[name]].decline:
            return Verdict(True, name)
    return Verdict(True, "off_topic") if _is_off_topic(judgement) else Verdict(False)


def _is_off_topic(judgement: Judgement) -> bool:
    topic = judgement.on_topic
    return (
        topic is not None and topic.score < _POLICY[TOPIC].decline_below and topic.meta < META_FROM
    )
