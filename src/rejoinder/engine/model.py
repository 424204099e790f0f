"""What the judge reads and what it answers: plain frozen values, stored with every decision.

Everything that asks the judge, and everything that keeps its answers, speaks in these types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ATTRIBUTES = (
    "toxicity",
    "severe_toxicity",
    "insult",
    "threat",
    "identity_attack",
    "profanity",
    "sexually_explicit",
    "spam",
)
"""What the judge measures of every text, in the order in which it always answers."""

Span = tuple[int, int]
"""Start and end in characters of the text as it was given; the end is not included."""


class ModelError(Exception):
    """The model's folder is missing, damaged, or made for another version. One clear sentence."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is discussed. Every part may be empty; without any words it counts as no article."""

    headline: str = ""
    standfirst: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """One text to judge, with the article it stands under and the comment it replies to."""

    text: str
    article: Article | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class AbuseScore:
    """A calibrated probability, 0 to 1, and the words that speak for it (none when it is low)."""

    score: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The article's sentence nearest to the text, and how near: cosine similarity, -1 to 1."""

    sentence: str
    similarity: float


@dataclass(frozen=True, slots=True)
class OnTopic:
    """The calibrated probability, 0 to 1, that the text is about its article.

    `meta` is the probability that it speaks of the comments, their moderation, the headline, the
    author or a slip of the pen rather than of the article's subject.
    """

    score: float
    evidence: Evidence | None = None
    meta: float = 0.0


@dataclass(frozen=True, slots=True)
class Language:
    """Which language a text is in: an ISO 639-1 code ("und" where nothing tells), how sure, 0 to 1.

    `judged` says whether the model knows the language; where it does not, nothing is measured.
    """

    code: str
    confidence: float
    judged: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that the judge measured of one text, and the version of the model that measured it.

    `on_topic` is None when the text was judged without an article. In a language that the model
    does not know, `abuse` is empty and `on_topic` None: no score is not a low score. `language` is
    None in judgements stored before languages were told apart.
    """

    abuse: Mapping[str, AbuseScore]
    on_topic: OnTopic | None
    model: str
    language: Language | None = None

    def to_dict(self) -> dict[str, Any]:
        """The judgement as plain JSON values; `from_dict` gives the same judgement back."""
        return {
            "abuse": {
                name: {"score": found.score, "spans": [list(span) for span in found.spans]}
                for name, found in self.abuse.items()
            },
            "on_topic": _topic_to_dict(self.on_topic),
            "model": self.model,
            "language": _language_to_dict(self.language),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Judgement:
        """Read what `to_dict` wrote. Raises ValueError when it is not a judgement."""
        try:
            abuse = {
                str(name): AbuseScore(
                    float(found["score"]),
                    tuple((int(start), int(end)) for start, end in found["spans"]),
                )
                for name, found in stored["abuse"].items()
            }
            return cls(
                abuse,
                _topic_from_dict(stored["on_topic"]),
                str(stored["model"]),
                _language_from_dict(stored.get("language")),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise ValueError("This is not a stored judgement.") from problem


def _topic_to_dict(topic: OnTopic | None) -> dict[str, Any] | None:
    if topic is None:
        return None
    near = topic.evidence
    evidence = None if near is None else {"sentence": near.sentence, "similarity": near.similarity}
    return {"score": topic.score, "evidence": evidence, "meta": topic.meta}


def _topic_from_dict(stored: Mapping[str, Any] | None) -> OnTopic | None:
    if stored is None:
        return None
    near = stored["evidence"]
    evidence = None if near is None else Evidence(str(near["sentence"]), float(near["similarity"]))
    return OnTopic(float(stored["score"]), evidence, float(stored.get("meta", 0.0)))


def _language_to_dict(language: Language | None) -> dict[str, Any] | None:
    if language is None:
        return None
    return {
        "code": language.code,
        "confidence": language.confidence,
        "judged": language.judged,
    }


def _language_from_dict(stored: Mapping[str, Any] | None) -> Language | None:
    if stored is None:
        return None
    return Language(str(stored["code"]), float(stored["confidence"]), bool(stored["judged"]))
