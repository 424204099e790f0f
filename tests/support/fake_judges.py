"""Judges to test with, besides the real one: hand-written, each with a fault of its own."""

import threading
from dataclasses import dataclass, field, replace

from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, ModelError, OnTopic


def gentle(_question: Case) -> Judgement:
    """Finds everything kind and to the point, at once."""
    kind = {name: AbuseScore(0.01) for name in ATTRIBUTES}
    return Judgement(kind, OnTopic(0.99), "gentle")


def concerned(question: Case) -> Judgement:
    """Reads despair where somebody says that they cannot go on, and a threat beside it."""
    judgement = gentle(question)
    at = question.text.find("cannot go on")
    if at < 0:
        return judgement
    marked = ((at, at + len("cannot go on")),)
    found = {"despair": AbuseScore(0.9, marked), "threat": AbuseScore(0.95, marked)}
    return replace(judgement, abuse={**judgement.abuse, **found})


def broken(_question: Case) -> Judgement:
    """Has a fault that nobody thought of."""
    raise ZeroDivisionError("a fault that nobody thought of")


def missing(_question: Case) -> Judgement:
    """Has no model."""
    raise ModelError("There is no model.")


@dataclass(slots=True)
class Slow:
    """Does not answer until it is let go."""

    asked: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.asked.set()
        self.let_go.wait(timeout=30)
        return gentle(question)
