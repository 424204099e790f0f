"""Comments with an article to fit the head with: their own, a like one, or any other.

The debates have no body, so other readers' comments stand for one in some of the cases.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rejoinder.engine.model import Article
from training.data.debates import Debate
from training.synthetic.templates import SHORT_COMMENTS


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


BODY = 5
"""The first comments of a debate, which stand for its article's body in some cases."""


def cases(
    debates: Sequence[Debate], seed: int, near: Mapping[str, Sequence[Debate]] | None = None
) -> list[Case]:
    """On-topic and off-topic cases, whole and cut short, with and without a body or a parent.

    With `near`, the debates most alike by key, one of a comment's two strays goes to one of those.
    """
    draw = random.Random(seed)
    made = []
    for debate in debates:
        bare = Article(debate.title, debate.standfirst)
        full = Article(debate.title, debate.standfirst, "\n".join(debate.comments[:BODY]))
        for place, comment in enumerate(debate.comments):
            rest = [other for other in debate.comments if other != comment]
            article = full if place >= BODY and draw.random() < 0.6 else bare
            parent = draw.choice(rest) if rest and draw.random() < 0.3 else None
            made.append(Case(_cut(comment, draw), article, parent, True, 1.0))
            others = [found for found in debates if found is not debate]
            for choice in (others, others if near is None else near[debate.key]):
                text = _cut(draw.choice(draw.choice(choice).comments), draw)
                made.append(Case(text, article, parent, False, OFF_TOPIC_WEIGHT))
            made.append(Case(draw.choice(SHORT_COMMENTS), article, parent, True, 0.1))
    return made


def _cut(text: str, draw: random.Random) -> str:
    """The whole, or in a third of cases its first few words."""
    if draw.random() < 0.67:
        return text
    return " ".join(text.split()[: draw.randint(3, 20)])
