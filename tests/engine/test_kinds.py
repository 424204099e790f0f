"""Held-back sentences of each kind of abuse: stopped themselves, and published where fair."""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judge, Judgement
from rejoinder.engine.judge import AnyCase
from training.measures.kinds import (
    PLACES,
    SURROUNDINGS,
    Expected,
    HeldBack,
    among_civil,
    are_stopped,
    civil_sentences,
    held_back,
    kind_figures,
    share_right_among_civil,
    shares_right,
)

FOLDER = Path(__file__).parents[1] / "data" / "judge_kinds"

# Of each kind the shares that the packaged model must stop, and must publish. Raise them here after
# every training that did better, a little below what it reached: one sentence is 2.5 to 8 points.
FLOORS: dict[str, tuple[float, float]] = {
    "adverts": (0.83, 0.94),
    "despair": (0.55, 0.92),
    "fair_words": (0.75, 0.84),
    "groups": (0.43, 0.95),
    "insults": (0.77, 0.87),
    "private_data": (0.9, 0.85),
    "short_abuse": (0.87, 0.95),
    "threats": (0.8, 0.85),
}
# The same over all kinds, among civil sentences.
FLOORS_AMONG_CIVIL: dict[Expected, float] = {"stop": 0.7, "publish": 0.9}


class Told(Judge):
    """A judge that finds an insult wherever a text has one of these sentences."""

    def __init__(self, rude: Iterable[str]) -> None:
        self.rude = tuple(rude)

    def batch(self, cases: Iterable[AnyCase], threads: int = 1) -> list[Judgement]:
        """An insult or none, case by case."""
        none = {name: AbuseScore(0.0) for name in ATTRIBUTES}
        scores = [{**none, "insult": AbuseScore(self._score(case))} for case in cases]
        return [Judgement(found, None, "told") for found in scores]

    def _score(self, case: AnyCase) -> float:
        text = case.text if isinstance(case, Case) else case[0]
        return float(any(sentence in text for sentence in self.rude))


@pytest.fixture(scope="module")
def sentences() -> list[HeldBack]:
    """The whole set."""
    return held_back(FOLDER)


@pytest.fixture(scope="module")
def civil() -> list[str]:
    """What they are put among."""
    return civil_sentences(FOLDER)


def test_every_kind_has_as_many_to_stop_as_to_publish(sentences: list[HeldBack]) -> None:
    expected = {kind: Counter[Expected]() for kind in FLOORS}
    for each in sentences:
        expected[each.kind][each.expected] += 1
    assert expected.pop("fair_words")["publish"] >= 50
    assert all(counted["stop"] == counted["publish"] >= 12 for counted in expected.values())


def test_every_text_stands_once(sentences: list[HeldBack], civil: list[str]) -> None:
    texts = Counter(
        " ".join(text.lower().split()) for text in (*civil, *(s.text for s in sentences))
    )
    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("line", ["keep\tThe harbour.", "stop", "stop\t ", ""])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "threats.tsv").write_text(f"stop\tI'll get you.\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"threats\.tsv, line 2"):
        held_back(tmp_path)


def test_a_sentence_is_put_before_civil_ones_amid_them_and_after_them() -> None:
    one = HeldBack("threats", "stop", "STOP")
    made = [among_civil([one], ["a", "b", "c", "d"], 2, place)[0] for place in PLACES]
    assert [each.text for each in made] == ["STOP c d", "a b STOP c d", "a b STOP"]
    assert {(each.kind, each.expected) for each in made} == {("threats", "stop")}


def test_a_comment_has_no_civil_sentence_twice(sentences: list[HeldBack], civil: list[str]) -> None:
    assert len(civil) >= 20
    for comment in among_civil(sentences, civil, 10, "amid"):
        assert all(comment.text.count(sentence) <= 1 for sentence in civil)


def test_a_judge_that_knows_every_sentence_is_right_everywhere(
    sentences: list[HeldBack],
) -> None:
    judge = Told(each.text for each in sentences if each.expected == "stop" and len(each.text) > 20)
    known = [each for each in sentences if len(each.text) > 20]
    assert all(set(shares.values()) == {1.0} for shares in shares_right(judge, known).values())
    assert share_right_among_civil(judge, known, ["Aye."], 1) == {"stop": 1.0, "publish": 1.0}


def test_what_the_form_would_not_take_counts_as_stopped() -> None:
    comments = [HeldBack("threats", "stop", text) for text in ("", "The harbour is open.")]
    assert are_stopped(Told(()), comments) == [True, False]


def test_every_figure_has_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "threats.tsv").write_text("stop\tI'll get you.\npublish\tGet tea.\n", "utf-8")
    (tmp_path / "civil_sentences.txt").write_text("The sea was calm.\n", "utf-8")
    figures = kind_figures(Told(["I'll get you."]), tmp_path)
    assert set(figures.values()) == {1.0}
    assert len(figures) == 8
    assert figures["held back, threats, stopped"] == 1


def test_the_packaged_judge_stops_and_publishes_so_many_of_each_kind(
    packaged_judge: Judge, sentences: list[HeldBack]
) -> None:
    right = shares_right(packaged_judge, sentences)
    below = {
        (kind, expected): round(right[kind][expected], 3)
        for kind, floors in FLOORS.items()
        for expected, floor in zip(get_args(Expected), floors, strict=True)
        if right[kind][expected] < floor
    }
    assert below == {}


def test_civil_sentences_around_it_do_not_change_what_becomes_of_it(
    packaged_judge: Judge, sentences: list[HeldBack], civil: list[str]
) -> None:
    """Each sentence in one of the ways: all of them in each would take minutes."""
    ways = [*product(SURROUNDINGS, PLACES)]
    made = [
        each
        for number, (count, place) in enumerate(ways)
        for each in among_civil(sentences[number :: len(ways)], civil, count, place)
    ]
    right = Counter[Expected]()
    for each, is_stopped in zip(made, are_stopped(packaged_judge, made), strict=True):
        right[each.expected] += is_stopped == (each.expected == "stop")
    wanted = Counter(each.expected for each in made)
    shares = {expected: right[expected] / count for expected, count in wanted.items()}
    assert {each: share for each, share in shares.items() if share < FLOORS_AMONG_CIVIL[each]} == {}
