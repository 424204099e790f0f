"""Agreement with recorded scores: by hand, against scipy, and with texts that cannot tell."""

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score

from rejoinder.engine import Judgement
from rejoinder.evaluation.comparison import Recording, Recordings, compare, score_recordings
from rejoinder.evaluation.comparison.figures import agreement, correlation
from tests.support.labelled_judges import Scripted


def recordings(*rows: Recording) -> Recordings:
    return Recordings(rows, ("TOXICITY", "INSULT"), ())


def toxicity(judgement: Judgement) -> dict[str, float]:
    return {"TOXICITY": judgement.abuse["toxicity"].score}


def test_the_correlation_is_spearmans_ties_and_all() -> None:
    draw = np.random.default_rng(0)
    one = draw.integers(0, 12, size=300) / 12
    other = np.clip(one + draw.normal(scale=0.3, size=300).round(1), 0, 1)
    assert correlation(one, other) == pytest.approx(spearmanr(one, other).statistic)
    assert correlation(one, np.full(300, 0.2)) is None
    assert correlation(one[:1], other[:1]) is None


def test_agreement_counts_each_side_and_at_the_threshold_is_not_over_it() -> None:
    theirs, ours = np.array([0.9, 0.8, 0.9, 0.1, 0.2]), np.array([0.9, 0.9, 0.8, 0.95, 0.1])
    found = agreement(theirs, ours, 0.8)
    assert (found.both, found.only_theirs, found.only_ours, found.neither) == (1, 1, 2, 1)
    assert (found.theirs, found.ours, found.same) == (0.4, 0.6, 0.4)
    assert found.kappa == pytest.approx(cohen_kappa_score(theirs > 0.8, ours > 0.8))
    assert agreement(theirs, ours, 0.99).kappa is None


def test_what_was_not_scored_is_in_no_figure() -> None:
    judge = Scripted({"one": {"toxicity": 0.9}, "two": {"toxicity": 0.1}})
    rows = recordings(
        Recording("one", {"TOXICITY": 0.2, "INSULT": 0.4}, 2),
        Recording("two", {"TOXICITY": 0.3}, 3),
        Recording("drei", {"TOXICITY": 1.0}, 4),
    )
    scores, languages = score_recordings(rows.rows, judge, toxicity)
    assert scores == [{"TOXICITY": 0.9}, {"TOXICITY": 0.1}, None]
    assert languages == {"de": 1}
    first, second = compare(rows, scores, thresholds=(0.8, 0.5, 0.8))
    assert (first.n, first.unscored) == (2, 1)
    assert [each.threshold for each in first.agreements] == [0.5, 0.8]
    assert first.correlation == pytest.approx(-1)
    assert [(each.line, each.theirs, each.ours) for each in first.ours_higher] == [(2, 0.2, 0.9)]
    assert [each.line for each in first.theirs_higher] == [3]
    assert (second.n, second.unscored, second.correlation, second.agreements) == (0, 1, None, ())


def test_the_farthest_apart_come_first_and_are_few() -> None:
    rows = recordings(*(Recording(f"{n}", {"TOXICITY": 0.05 * n}, n) for n in range(20)))
    (found, _) = compare(rows, [{"TOXICITY": 0.0}] * 20)
    assert [each.line for each in found.theirs_higher] == [19, 18, 17, 16, 15]
    assert found.ours_higher == ()
