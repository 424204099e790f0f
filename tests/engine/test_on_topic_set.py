"""Our own on-topic set: its form, and that its figures say what their names say."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from rejoinder.demo.source import threads
from rejoinder.engine import Case, Judge, Judgement, OnTopic
from rejoinder.engine.judge import AnyCase
from training.measures.own_topics import (
    GRADES,
    OwnTopic,
    demo_articles,
    own_topic_figures,
    own_topics,
)

FOLDER = Path(__file__).parents[1] / "data" / "on_topic"
SHORTEST, LONGEST = 4, 70

Answer = Callable[[str], OnTopic | None]


class Told(Judge):
    """A judge that answers what the test tells it, by the text alone."""

    def __init__(self, answer: Answer) -> None:
        self._told = answer

    def batch(self, cases: Iterable[AnyCase], threads: int = 1) -> list[Judgement]:
        """What was told, case by case."""
        texts = [case.text if isinstance(case, Case) else case[0] for case in cases]
        return [Judgement({}, self._told(text), "told") for text in texts]


@pytest.fixture(scope="module")
def comments() -> list[OwnTopic]:
    """The whole set."""
    return own_topics(FOLDER)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def test_every_article_of_the_newsroom_has_every_grade(comments: list[OwnTopic]) -> None:
    grades: dict[str, Counter[str]] = defaultdict(Counter)
    for comment in comments:
        grades[comment.article][comment.grade] += 1
    assert set(grades) == {thread.source.slug for thread in threads()}
    for slug, found in grades.items():
        assert found["on"] >= 5, slug
        assert all(found[grade] >= 3 for grade in GRADES), slug


def test_every_article_has_short_replies_that_lean_on_a_parent(comments: list[OwnTopic]) -> None:
    leaning = Counter(
        comment.article
        for comment in comments
        if comment.grade == "on" and comment.parent and len(comment.text.split()) < 15
    )
    assert all(leaning[slug] >= 2 for slug in demo_articles())


def test_having_a_parent_does_not_give_the_grade_away(comments: list[OwnTopic]) -> None:
    replies = Counter(comment.grade for comment in comments if comment.parent)
    assert all(replies[grade] >= 10 for grade in GRADES)


def test_ids_and_texts_stand_once(comments: list[OwnTopic]) -> None:
    assert len({comment.id for comment in comments}) == len(comments)
    texts = Counter(_plain(comment.text) for comment in comments)
    assert [text for text, count in texts.items() if count > 1] == []


def test_none_is_taken_from_the_newsrooms_threads(comments: list[OwnTopic]) -> None:
    demo = {_plain(each.text) for thread in threads() for each in thread.comments}
    ours = {_plain(each) for comment in comments for each in (comment.text, comment.parent or "")}
    assert demo.isdisjoint(ours)


def test_each_is_as_long_as_comments_are(comments: list[OwnTopic]) -> None:
    lengths = {comment.id: len(comment.text.split()) for comment in comments}
    assert {name: n for name, n in lengths.items() if not SHORTEST <= n <= LONGEST} == {}
    for comment in comments:
        assert comment.text == comment.text.strip()
        assert comment.parent is None or comment.parent.strip()


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"id": "a-01"}',
        '{"id": "a", "article": "b", "parent": null, "text": "c", "grade": "off"}',
        '{"id": "a", "article": "b", "parent": null, "text": 3, "grade": "on"}',
        '{"id": "a", "article": "b", "parent": 3, "text": "c", "grade": "on"}',
    ],
)
def test_a_line_that_is_no_graded_comment_is_named(tmp_path: Path, line: str) -> None:
    good = json.dumps({"id": "x", "article": "y", "parent": None, "text": "z", "grade": "on"})
    (tmp_path / "comments.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Line 2"):
        own_topics(tmp_path)


def test_a_judge_that_tells_all_grades_apart_has_full_figures(comments: list[OwnTopic]) -> None:
    grades = {comment.text: comment.grade for comment in comments}

    def knows(text: str) -> OnTopic:
        return OnTopic(float(grades[text] == "on"), meta=float(grades[text] == "meta"))

    assert set(own_topic_figures(Told(knows), comments, demo_articles()).values()) == {1.0}


def test_a_judge_that_is_wrong_throughout_has_none(comments: list[OwnTopic]) -> None:
    grades = {comment.text: comment.grade for comment in comments}

    def errs(text: str) -> OnTopic:
        return OnTopic(float(grades[text] != "on"), meta=float(grades[text] != "meta"))

    assert set(own_topic_figures(Told(errs), comments, demo_articles()).values()) == {0.0}


def test_a_judge_without_an_answer_tells_nothing(comments: list[OwnTopic]) -> None:
    found = own_topic_figures(Told(lambda _: None), comments, demo_articles())
    assert set(found.values()) == {0.5}


def test_a_figure_with_an_empty_side_is_no_number(comments: list[OwnTopic]) -> None:
    only_on = [comment for comment in comments if comment.grade == "on"]
    found = own_topic_figures(Told(lambda _: OnTopic(0.5)), only_on, demo_articles())
    assert all(math.isnan(value) for value in found.values())
