"""Comments with an article to fit the heads with: their own, a like one, or any other.

The debates have no body, so other readers' comments stand for one in some of the cases; our own
comments stand under articles that have one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rejoinder.engine.model import Article
from training.config import TOPIC
from training.data.debates import Debate
from training.topic.written import WrittenComment, written_articles

# The first comments of a debate, which stand for its article's body in some cases: of the comments
# after them, in this share.
BODY_COMMENTS, BODY_SHARE = 5, 0.6

# The share of comments that get another as their parent.
PARENT_SHARE = 0.3

# How many of the comments that belong stay whole, how many of those that stray, and to how many
# words the rest are cut: readers who keep to the subject have more to say.
WHOLE_SHARE, STRAY_WHOLE_SHARE = 0.8, 0.6
CUT_WORDS = (3, 20)

# Words at the beginning of a comment that stand for a reply to the rest of it.
REPLY_WORDS = (4, 16)

# Words of our own comments from which on one says what it is about without its article.
ENOUGH_WORDS = 8


@dataclass(frozen=True, slots=True)
class TopicCase:
    """A text under an article (as a reply, if there is a parent), and whether it belongs there."""

    text: str
    article: Article
    parent: str | None
    on_topic: bool
    weight: float


def topic_cases(
    debates: Sequence[Debate],
    written: Sequence[WrittenComment],
    seed: int,
    near: Mapping[str, Sequence[Debate]],
) -> list[TopicCase]:
    """Gives on- and off-topic cases, whole and cut short, with and without a body or a parent.

    `near` has the debates most alike by key: one of a comment's two strays goes to one of those.
    """
    draw = random.Random(seed)
    cases: list[TopicCase] = []
    for debate in debates:
        cases += _debate_cases(debate, debates, near[debate.key], draw)
        cases += _reply_cases(debate, debates, draw)
    return cases + list(_written_cases(written, draw))


def _debate_cases(
    debate: Debate, debates: Sequence[Debate], near: Sequence[Debate], draw: random.Random
) -> Iterator[TopicCase]:
    """Gives each comment under its debate, and a stray from a like one and one from any other."""
    full = replace(debate.article, body="\n".join(debate.comments[:BODY_COMMENTS]))
    others = [other for other in debates if other is not debate]
    for index, comment in enumerate(debate.comments):
        rest = [other for other in debate.comments if other != comment]
        has_body = index >= BODY_COMMENTS and draw.random() < BODY_SHARE
        article = full if has_body else debate.article
        parent = draw.choice(rest) if rest and draw.random() < PARENT_SHARE else None
        yield TopicCase(_cut(comment, WHOLE_SHARE, draw), article, parent, True, 1.0)
        for choice in (others, near):
            stray = _cut(draw.choice(draw.choice(choice).comments), STRAY_WHOLE_SHARE, draw)
            yield TopicCase(stray, article, parent, False, TOPIC.off_topic_weight)


def _reply_cases(
    debate: Debate, debates: Sequence[Debate], draw: random.Random
) -> Iterator[TopicCase]:
    """Gives the beginning of each comment as a reply to its rest, and to another's comment."""
    others = [other for other in debates if other is not debate]
    for comment in debate.comments:
        words = comment.split()
        count = draw.randint(*REPLY_WORDS)
        reply, rest = " ".join(words[:count]), " ".join(words[count:])
        if not rest:
            continue
        other = draw.choice(others)
        parent = draw.choice(other.comments)
        yield TopicCase(reply, debate.article, rest, True, TOPIC.reply_weight)
        yield TopicCase(reply, other.article, parent, False, TOPIC.reply_weight / 2)


def _written_cases(written: Sequence[WrittenComment], draw: random.Random) -> Iterator[TopicCase]:
    """Gives our own comments as they stand, strays as replies too, and some under other articles.

    Remarks on the page are told by their signs, so they are no case.
    """
    articles = written_articles()
    weight = TOPIC.written_weight
    names = sorted({each.article for each in written})
    on_topic = {
        name: [each.text for each in written if each.article == name and each.kind == "on"]
        for name in names
    }
    for each in written:
        if each.kind == "meta":
            continue
        belongs = each.kind == "on"
        yield TopicCase(each.text, articles[each.article], each.parent, belongs, weight)
        if not belongs and each.parent is None:
            parent = draw.choice(on_topic[each.article])
            yield TopicCase(each.text, articles[each.article], parent, False, weight / 2)
        if belongs and len(each.text.split()) >= ENOUGH_WORDS:
            other = draw.choice([name for name in names if name != each.article])
            yield TopicCase(each.text, articles[other], None, False, weight / 2)


def _cut(text: str, whole_share: float, draw: random.Random) -> str:
    """Gives the whole, or in the other cases its first few words."""
    if draw.random() < whole_share:
        return text
    return " ".join(text.split()[: draw.randint(*CUT_WORDS)])
