"""What the judge measured, as an opinion that Coral can follow. Pure.

The thresholds are those with which a newsroom's policy starts: what it would decline is rejected,
what it would hold waits for a moderator, and of everything else we say nothing, so that Coral's
later phases decide.
"""

from collections.abc import Mapping
from typing import Any

from rejoinder.engine import Judgement
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules.abuse import THRESHOLDS
from rejoinder.moderation.rules.topic import META_FROM, TOPIC

# What a newsroom starts from.
_POLICY = Policy()

_CODES: Mapping[str, str] = {
    "threat": "ABUSIVE",
    "identity_attack": "HATE_SPEECH",
    "insult": "HARASSMENT_BULLYING",
    "sexually_explicit": "OFFENSIVE",
    "profanity": "OFFENSIVE",
    "spam": "SPAM",
    "severe_toxicity": "ABUSIVE",
    "toxicity": "ABUSIVE",
}
"""Coral's reason for each kind of abuse; the gravest kind first, which is the one told."""
_OFF_TOPIC = "IRRELEVANT_CONTENT"

Opinion = dict[str, Any]


def opinion_of(judgement: Judgement) -> Opinion | None:
    """Coral's response; None where we have no opinion, the language being unknown included."""
    if judgement.language is not None and not judgement.language.judged:
        return None
    declined = [
        name for name in _CODES if _score(judgement, name) >= _POLICY[THRESHOLDS[name]].decline
    ]
    if declined:
        return _rejected(_CODES[declined[0]], _flags(declined))
    if _is_below(judgement, _POLICY[TOPIC].decline_below):
        return _rejected(_OFF_TOPIC, [])
    held = [name for name in _CODES if _score(judgement, name) >= _POLICY[THRESHOLDS[name]].hold]
    if held or _is_below(judgement, _POLICY[TOPIC].hold_below):
        return {"status": "SYSTEM_WITHHELD", "actions": _flags(held)}
    return None


def _rejected(code: str, actions: list[Opinion]) -> Opinion:
    """Coral reads the status at one place and the reason at the other."""
    action = {"status": "REJECTED", "rejectionReason": {"code": code}}
    return {"status": "REJECTED", "actions": actions, "moderationAction": action}


def _flags(names: list[str]) -> list[Opinion]:
    reasons = ["COMMENT_DETECTED_TOXIC"] if any(name != "spam" for name in names) else []
    if "spam" in names:
        reasons.append("COMMENT_DETECTED_SPAM")
    return [{"actionType": "FLAG", "reason": reason} for reason in reasons]


def _score(judgement: Judgement, name: str) -> float:
    found = judgement.abuse.get(name)
    return 0.0 if found is None else found.score


def _is_below(judgement: Judgement, threshold: float) -> bool:
    topic = judgement.on_topic
    return topic is not None and topic.score < threshold and topic.meta < META_FROM
