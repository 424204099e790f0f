"""Our own graded comments under the demo newsroom's articles, and what a judge makes of them.

The set is small and ours: it shows where the judge strays, and is never its headline figure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from rejoinder.demo.source import threads
from rejoinder.engine import Article, Case, Judge, Judgement
from training.measures.roc import auc_or_nan

Grade = Literal["on", "other", "section", "meta"]
GRADES: tuple[Grade, ...] = get_args(Grade)

Graded = list[tuple["OwnTopic", Judgement]]


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """One comment, the article it stands under, what it replies to, and its grade.

    The grade is "on" (about the article's subject), "other" (about something else altogether),
    "section" (another matter of the same section) or "meta" (about the page and its people).
    """

    id: str
    article: str
    """The article's slug in the demo newsroom."""
    parent: str | None
    text: str
    grade: Grade


def own_topics(folder: Path) -> list[OwnTopic]:
    """Reads `comments.jsonl` in the folder, in its order.

    Raises ValueError naming the line that is not such a comment, and OSError without the file.
    """
    lines = (folder / "comments.jsonl").read_text(encoding="utf-8").splitlines()
    return [_parsed(number, line) for number, line in enumerate(lines, 1)]


def demo_articles() -> dict[str, Article]:
    """Gives the demo newsroom's articles by slug, in the words that the judge gets on a site."""
    sources = [thread.source for thread in threads()]
    return {
        source.slug: Article(source.headline, source.standfirst, source.text.words)
        for source in sources
    }


def own_topic_figures(
    judge: Judge, topics: Sequence[OwnTopic], articles: Mapping[str, Article]
) -> dict[str, float]:
    """Gives areas under the curve, 0 to 1 (0.5 is a coin): how well grades are told from "on".

    "other" and "section" are told by the on-topic score, "meta" by the meta score; a comment that
    the judge gives no answer for counts as on-topic. A figure is nan where a side of it is empty.
    Raises KeyError when a comment's article is not among the articles.
    """
    cases = [Case(each.text, articles[each.article], each.parent) for each in topics]
    judged = list(zip(topics, judge.batch(cases), strict=True))
    replies = [pair for pair in judged if pair[0].parent is not None]
    return {
        "on above other": _on_above(judged, ("other",)),
        "on above section": _on_above(judged, ("section",)),
        "meta above on, by the meta score": _meta_above_on(judged),
        "replies only: on above other and section": _on_above(replies, ("other", "section")),
    }


def _parsed(number: int, line: str) -> OwnTopic:
    try:
        fields: dict[str, Any] = json.loads(line)
        topic = OwnTopic(**fields)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"Line {number} is not a graded comment.") from problem
    texts = (topic.id, topic.article, topic.text, "" if topic.parent is None else topic.parent)
    if topic.grade not in GRADES or not all(isinstance(each, str) for each in texts):
        raise ValueError(f"Line {number} is not a graded comment.")
    return topic


def _on_above(judged: Graded, against: tuple[Grade, ...]) -> float:
    compared = [
        (topic.grade, judgement.on_topic)
        for topic, judgement in judged
        if topic.grade in ("on", *against)
    ]
    labels = np.array([grade == "on" for grade, _ in compared], dtype=bool)
    return auc_or_nan(
        labels, np.array([1.0 if found is None else found.score for _, found in compared])
    )


def _meta_above_on(judged: Graded) -> float:
    compared = [
        (topic.grade, judgement.on_topic)
        for topic, judgement in judged
        if topic.grade in ("on", "meta")
    ]
    labels = np.array([grade == "meta" for grade, _ in compared], dtype=bool)
    return auc_or_nan(
        labels, np.array([0.0 if found is None else found.meta for _, found in compared])
    )
