"""The scale is set from texts that the judge has not learnt from."""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from rejoinder.dropin.formats.perspective.scale import problem_of
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, Language
from training.calibration import perspective
from training.data.folds import fold_of

DRAW = np.random.default_rng(0)
SCORES = {f"text {n}": float(score) for n, score in enumerate(DRAW.beta(0.7, 3, size=4000))}


class Learnt:
    """Finds what it has learnt half as hostile as it would have found it unseen."""

    version = "learnt-1"

    def batch(self, cases: Iterable[Case]) -> list[Judgement]:
        """One judgement for each."""
        return [self._judged(each.text) for each in cases]

    def _judged(self, text: str) -> Judgement:
        score = SCORES[text] if fold_of(text) < 2 else SCORES[text] / 2
        abuse = {name: AbuseScore(score) for name in ATTRIBUTES}
        return Judgement(abuse, None, self.version, Language("en", 1.0, judged=True))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Texts with recorded scores, all of them called civil."""
    folder = tmp_path / "context_toxicity"
    folder.mkdir()
    with (folder / "gn.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "text", "label", "api", "parent"])
        lines.writerows([text, text, 0, score, ""] for text, score in SCORES.items())
    return tmp_path


def test_what_the_judge_learnt_does_not_move_the_scale(data: Path) -> None:
    found = perspective.recorded(data, Learnt())
    assert found.weights.sum() == pytest.approx(len(SCORES))
    assert not found.weights[[fold_of(text) >= 2 for text in SCORES]].any()
    made = perspective.scale_of(found, "learnt-1")
    table = made.tables["TOXICITY"]
    assert problem_of(table) == ""
    assert made.model == "learnt-1"
    # Unseen texts are scored as they were recorded, so the table changes little.
    assert [ours for ours, _ in table] == pytest.approx([told for _, told in table], abs=0.06)
    assert any("over 0.7" in line for line in perspective.summary(found, made))
