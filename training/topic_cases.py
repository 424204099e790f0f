"""Comments with an article to fit the head with: their own, a like one, or any other.

The debates have no body, so other readers' comments stand for one in half of the cases.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from rejoinder.engine.model import Article
from training.templates import SHORT
from training.topic_sources import Debate


@dataclass(frozen=True, slots=True)
class Case:
    """A text under an article (as a reply, if there is a parent), and whether it belongs there."""

    text: str
    article: Article
    parent: str | None
    on_topic: bool
    weight: float


OFF_TOPIC_WEIGHT = 0.35
"""Most comments are on-topic: beside each one stand two that are not, at this weight."""


def cases(debates: Sequence[Debate], seed: int) -> list[Case]:
    """On-topic and off-topic cases, whole and cut short, with and without a body or a parent."""
    draw = random.Random(seed)
    made = []
    for debate in debates:
        for comment in debate.comments:
            rest = [other for other in debate.comments if other != comment]
            article = _article(debate, rest, draw)
            parent = draw.choice(rest) if rest and draw.random() < 0.3 else None
            made.append(Case(_cut(comment, draw), article, parent, True, 1.0))
            for _ in range(2):
                other = draw.choice([found for found in debates if found is not debate])
                text = _cut(draw.choice(other.comments), draw)
                made.append(Case(text, article, parent, False, OFF_TOPIC_WEIGHT))
            made.append(Case(draw.choice(SHORT), article, parent, True, 0.1))
    return made


def _article(debate: Debate, others: list[str], draw: random.Random) -> Article:
    body = ""
    if others and draw.random() < 0.5:
        body = "\n".join(draw.sample(others, min(len(others), draw.randint(1, 8))))
    return Article(debate.title, debate.standfirst, body)


def _cut(text: str, draw: random.Random) -> str:
    """The whole, or in a third of cases its first few words."""
    if draw.random() < 0.67:
        return text
    return " ".join(text.split()[: draw.randint(3, 20)])
