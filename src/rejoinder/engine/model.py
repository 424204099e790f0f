"""What the judge reads and what it answers: plain frozen values, stored with every decision.

Everything that asks the judge, and everything that keeps its answers, speaks in these types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import msgspec

# What the judge measures of every text, in the order in which it always answers. Private data are
# found by patterns too.
ATTRIBUTES = (
    "toxicity",
    "severe_toxicity",
    "insult",
    "threat",
    "identity_attack",
    "profanity",
    "sexually_explicit",
    "spam",
    "private_data",
    "despair",
)

# Start and end in characters of the text as it was given; the end is not included.
Span = tuple[int, int]


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
    """The article's sentence nearest to the text, and how near its passage is: cosine, -1 to 1."""

    sentence: str
    similarity: float


@dataclass(frozen=True, slots=True)
class OnTopic:
    """The calibrated probability, 0 to 1, that the text is about its article.

    `meta` is the probability that it speaks of the comments, their moderation, the headline, the
    author or a slip of the pen rather than of the article's subject, and that nothing beside it
    strays. `evidence` is None where no sentence is so near that a reader would accept it.
    """

    score: float
    evidence: Evidence | None = None
    meta: float = 0.0


@dataclass(frozen=True, slots=True)
class Language:
    """Which language a text is in: an ISO 639-1 code ("und" where nothing tells), how sure, 0 to 1.

    `judged` says whether the model knows the language; where it does not, nothing is measured.
    `passages` are those of a judged text that were not understood: what is in another language, and
    the end of a text that is longer than what is read.
    """

    code: str
    confidence: float
    judged: bool
    passages: tuple[Span, ...] = ()


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
    unread_from: int | None = None
    """Where the judge stopped reading a text that is longer than what it reads, a place in the text
    as it was given; None where it came to the end."""

    @property
    def in_known_language(self) -> bool:
        """Whether the judge could measure the text; so it is taken where no language was told."""
        return self.language is None or self.language.judged

    @property
    def unread(self) -> tuple[Span, ...]:
        """The passages of a measured text that the judge did not understand."""
        return () if self.language is None else self.language.passages

    def to_dict(self) -> dict[str, Any]:
        """The judgement as plain values for JSON: the one shape, in the API and in the store too.

        `from_dict` gives the same judgement back.
        """
        plain: dict[str, Any] = msgspec.to_builtins(self)
        if self.language is not None and not self.language.passages:
            del plain["language"]["passages"]
        if self.unread_from is None:
            del plain["unread_from"]
        return plain

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Reads what `to_dict` wrote, in this version or before.

        Raises ValueError when it is not a judgement.
        """
        try:
            judgement = msgspec.convert(stored, cls)
        except msgspec.ValidationError as problem:
            raise ValueError("This is not a stored judgement.") from problem
        if judgement.on_topic is not None and "evidence" not in stored["on_topic"]:
            # Left out by who makes one, never by who writes one down.
            raise ValueError("This is not a stored judgement.")
        return judgement
