"""Comments with an article to fit the heads with: their own, a like one, or any other.

The debates have no body, so other readers' comments stand for one in some of the cases.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rejoinder.engine.model import Article
from training.config import TOPIC
from training.data.debates import Debate
from training.synthetic.templates import SHORT_COMMENTS

# The first comments of a debate, which stand for its article's body in some cases: of the comments
# after them, in this share.
BODY_COMMENTS, BODY_SHARE = 5, 0.6

# The share of comments that get another as their parent.
PARENT_SHARE = 0.3

# The share of comments that stay whole, and to how many words the rest are cut.
WHOLE_SHARE = 0.67
CUT_WORDS = (3, 20)


@dataclass(frozen=True, slots=True)
class TopicCase:
    """A text under an article (as a reply, if there is a parent), and whether it belongs there."""

    text: str
    article: Article
    parent: str | None
    on_topic: bool
    weight: float


def topic_cases(
    debates: Sequence[Debate], seed: int, near: Mapping[str, Sequence[Debate]]
) -> list[TopicCase]:
    """Gives on- and off-topic cases, whole and cut short, with and without a body or a parent.

    `near` has the debates most alike by key: one of a comment's two strays goes to one of those.
    """
    draw = random.Random(seed)
    cases = []
    for debate in debates:
        bare = debate.article
        body = "\n".join(debate.comments[:BODY_COMMENTS])
        full = replace(bare, body=body)
        others = [other for other in debates if other is not debate]
        for index, comment in enumerate(debate.comments):
            rest = [other for other in debate.comments if other != comment]
            has_body = index >= BODY_COMMENTS and draw.random() < BODY_SHARE
            article = full if has_body else bare
            parent = draw.choice(rest) if rest and draw.random() < PARENT_SHARE else None
            cases.append(TopicCase(_cut(comment, draw), article, parent, True, 1.0))
            for choice in (others, near[debate.key]):
                stray = _cut(draw.choice(draw.choice(choice).comments), draw)
                cases.append(TopicCase(stray, article, parent, False, TOPIC.off_topic_weight))
            short = draw.choice(SHORT_COMMENTS)
            cases.append(TopicCase(short, article, parent, True, TOPIC.short_comment_weight))
    return cases


def _cut(text: str, draw: random.Random) -> str:
    """Gives the whole, or in a third of cases its first few words."""
    if draw.random() < WHOLE_SHARE:
        return text
    return " ".join(text.split()[: draw.randint(*CUT_WORDS)])
