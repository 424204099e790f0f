"""Thresholds keep within what civil comments may suffer, and their page tells what they do."""

import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from rejoinder.engine import AbuseScore, Case, Judgement, Language
from training.measures.policy_figures import ATTRIBUTES, in_force, scores_of
from training.measures.policy_page import chart, page, proposal
from training.measures.thresholds import (
    LEAST_TO_DECLINE,
    LEAST_TO_HOLD,
    NEVER,
    Budget,
    Floats,
    Kind,
    Limits,
    Measured,
    proposed,
    share_held,
    share_stopped,
)

DRAW = np.random.default_rng(3)
ALL = [True] * len(ATTRIBUTES)


def scores(count: int, mean: float) -> Floats:
    """Of so many texts, a score for each attribute."""
    drawn: Floats = DRAW.beta(4 * mean, 4 * (1 - mean), size=(count, len(ATTRIBUTES)))
    return drawn


CIVIL, TOXIC = scores(1000, 0.15), scores(300, 0.7)
MEASURED = Measured(
    model="judge-1",
    attributes=ATTRIBUTES,
    civil=CIVIL,
    unmarked=scores(80, 0.3),
    talk=scores(200, 0.1),
    toxic=TOXIC,
    kinds={name: Kind(scores(40, 0.8), ("toxic_spans",)) for name in ATTRIBUTES},
)


@pytest.mark.parametrize("budget", [Budget(), Budget(0.1, 0.02), Budget(0.004, 0.0)])
def test_what_is_proposed_keeps_within_the_budget(budget: Budget) -> None:
    limits = proposed(CIVIL, declinable=ALL, budget=budget)
    assert share_held(CIVIL, limits.hold) <= budget.held
    assert share_stopped(CIVIL, limits.decline) <= budget.declined
    both = list(zip(limits.hold, limits.decline, strict=True))
    assert all(LEAST_TO_HOLD <= hold <= decline for hold, decline in both)
    assert min(limits.decline) >= LEAST_TO_DECLINE


def test_a_larger_budget_stops_more() -> None:
    small, large = (
        proposed(CIVIL, declinable=ALL, budget=Budget(held, held / 6)) for held in (0.01, 0.1)
    )
    assert share_held(TOXIC, large.hold) > share_held(TOXIC, small.hold)


def test_what_costs_nothing_is_held_no_lower_than_a_likely_kind() -> None:
    limits = proposed(np.full((500, 2), 0.01), declinable=[True, True])
    assert limits == Limits((LEAST_TO_HOLD,) * 2, (LEAST_TO_DECLINE,) * 2)


def test_what_only_a_person_may_decline_is_declined_by_no_score() -> None:
    limits = proposed(CIVIL, declinable=[name != "threat" for name in ATTRIBUTES])
    assert limits.decline[ATTRIBUTES.index("threat")] == NEVER
    assert limits.hold[ATTRIBUTES.index("threat")] <= 1


def test_what_no_threshold_keeps_within_is_never_proposed() -> None:
    limits = proposed(np.full((500, 1), 1.0), declinable=[True])
    assert limits == Limits((NEVER,), (NEVER,))


def test_what_the_judge_cannot_read_counts_as_held() -> None:
    unread = np.vstack([CIVIL, np.full((10, len(ATTRIBUTES)), np.nan)])
    assert share_held(unread, [NEVER] * len(ATTRIBUTES)) == 10 / 1010
    assert share_stopped(unread, [0.0] * len(ATTRIBUTES)) == 1000 / 1010
    assert share_held(unread, proposed(unread, declinable=ALL).hold) <= 0.03


def test_the_page_tells_what_each_set_of_thresholds_does() -> None:
    limits = proposed(CIVIL, declinable=ALL)
    told = page(MEASURED, in_force(), limits)
    assert "judge-1" in told
    row = next(line for line in told.splitlines() if line.startswith("| proposed |"))
    held, declined, *_ = (float(each) for each in re.findall(r"([\d.]+) %", row))
    assert (held, declined) == (
        round(100 * share_held(CIVIL, limits.hold), 1),
        round(100 * share_stopped(CIVIL, limits.decline), 1),
    )
    for name in ATTRIBUTES:
        assert f"### `{name}`" in told
    assert told.count("proposed to hold") == len(ATTRIBUTES)
    assert page(MEASURED, in_force(), limits) == told


def test_the_picture_is_one_that_a_browser_draws() -> None:
    drawn = ElementTree.fromstring(chart(MEASURED, in_force(), proposed(CIVIL, declinable=ALL)))  # noqa: S314 - ours
    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.attrib["aria-label"]


def test_the_proposal_is_as_the_code_has_its_defaults() -> None:
    lines = proposal(
        MEASURED, Limits((0.35,) * len(ALL), (*(0.9,) * (len(ALL) - 1), NEVER))
    ).splitlines()
    assert lines[0] == f'    "{ATTRIBUTES[0]}": Thresholds(hold=0.35, decline=0.9),'
    assert lines[-1].endswith("decline=NEVER),")


class Counting:
    """Scores each text by its length, and counts what it was asked."""

    version = "counting-1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def batch(self, cases: Iterable[Case], _threads: int = 1) -> list[Judgement]:
        """One judgement for each."""
        return [self._judged(case.text) for case in cases]

    def _judged(self, text: str) -> Judgement:
        self.asked.append(text)
        known = Language("en", 1.0, judged=True)
        if text == "mae":
            return Judgement({}, None, self.version, known)
        abuse = {name: AbuseScore(len(text) / 100) for name in ATTRIBUTES}
        return Judgement(abuse, None, self.version, known)


def test_no_text_is_judged_twice_by_one_model(tmp_path: Path) -> None:
    judge = Counting()
    first = scores_of(judge, ["one", "three", "mae"], tmp_path)
    again = scores_of(judge, ["three", "seventeen", "mae"], tmp_path)
    assert judge.asked == ["one", "three", "mae", "seventeen"]
    assert np.array_equal(first["three"], again["three"])
    assert np.isnan(again["mae"]).all()
    newer = Counting()
    newer.version = "counting-2"
    scores_of(newer, ["one"], tmp_path)
    assert newer.asked == ["one"]
