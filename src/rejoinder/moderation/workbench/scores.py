"""What is needed of a stored judgement and of stored findings, read without the rest. Pure.

Reading a whole judgement, with what was marked and the article's sentence, takes six times as long,
and a replay reads a hundred thousand.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Final

import msgspec


class Score(msgspec.Struct, gc=False):
    """A probability of one kind of abuse."""

    score: float


class Topic(msgspec.Struct, gc=False):
    """How likely the text is about its article, or a remark on the paper."""

    score: float
    meta: float = 0.0


class Language(msgspec.Struct, gc=False):
    """Whether the judge knew the language, and the passages that it did not understand."""

    judged: bool = True
    passages: list[tuple[int, int]] = []


class Abuse(msgspec.Struct, gc=False):
    """What was measured of each kind of abuse, by its name; None of what was not."""

    toxicity: Score | None = None
    severe_toxicity: Score | None = None
    insult: Score | None = None
    threat: Score | None = None
    identity_attack: Score | None = None
    profanity: Score | None = None
    sexually_explicit: Score | None = None
    spam: Score | None = None
    private_data: Score | None = None
    despair: Score | None = None


NOTHING_MEASURED: Final = Abuse()


class Scores(msgspec.Struct, gc=False):
    """A judgement as a replay needs it."""

    abuse: Abuse
    on_topic: Topic | None = None
    language: Language | None = None
    unread_from: int | None = None


class KeptFinding(msgspec.Struct, gc=False):
    """What a rule said of a comment when it was decided."""

    rule: str
    severity: str


def measured_of(names: Sequence[str]) -> Callable[[Abuse], Sequence[Score | None]]:
    """What gives the figures of these kinds of abuse, in their order: one call for them all."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda abuse: [getattr(abuse, name) for name in names]


_SCORES: Final = msgspec.json.Decoder(Scores | None)
_FINDINGS: Final = msgspec.json.Decoder(list[KeptFinding])


def read_scores(stored: str | None) -> Scores | None:
    """The scores of a judgement as it stands in the store; None where the judge was silent."""
    return None if stored is None else _SCORES.decode(stored)


def read_findings(stored: str) -> list[KeptFinding]:
    """The findings of a decision as they stand in the store; most have none."""
    return [] if stored == "[]" else _FINDINGS.decode(stored)
