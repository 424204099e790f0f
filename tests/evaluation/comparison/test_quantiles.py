"""A fitted table lets through the share that the other service did, and never turns an order."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rejoinder.dropin.formats.perspective.scale import problem_of, scaled
from rejoinder.evaluation.comparison import fit_scale
from rejoinder.evaluation.comparison.quantiles import MIN_TEXTS

DRAW = np.random.default_rng(0)
THEIRS = DRAW.beta(0.8, 4, size=4000)
OURS = np.clip(THEIRS**2 + DRAW.normal(scale=0.02, size=4000), 0, 1)


def moved(table: tuple[tuple[float, float], ...]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([scaled("A", float(each), {"A": table}) for each in OURS])


def test_the_share_over_each_point_is_theirs() -> None:
    table = fit_scale(OURS, THEIRS, at=(0.3, 0.5, 0.62))
    assert [told for _, told in table] == [0, 0.3, 0.5, 0.62, 1]
    for threshold in (0.3, 0.5, 0.62):
        over, recorded = ((scores > threshold).sum() for scores in (moved(table), THEIRS))
        assert over == pytest.approx(recorded, abs=1)


def test_a_smooth_table_lies_near_the_exact_one() -> None:
    exact, smooth = fit_scale(OURS, THEIRS), fit_scale(OURS, THEIRS, smooth=True)
    for (one, told), (other, again) in zip(exact, smooth, strict=True):
        assert told == again
        assert one == pytest.approx(other, abs=0.03)


def test_a_point_that_few_texts_would_place_is_left_out() -> None:
    theirs = np.concatenate([np.full(MIN_TEXTS - 1, 0.95), np.full(MIN_TEXTS, 0.65), THEIRS / 2])
    ours = np.concatenate([np.linspace(0.9, 0.99, 2 * MIN_TEXTS - 1), OURS / 2])
    told = [told for _, told in fit_scale(ours, theirs)]
    assert 0.6 in told
    assert 0.9 not in told


def test_weights_let_some_texts_stand_for_others() -> None:
    low = np.concatenate([OURS, np.zeros(4000)])
    weights = np.concatenate([np.ones(4000), np.zeros(4000)])
    assert fit_scale(low, THEIRS, weights=weights) == fit_scale(OURS, THEIRS)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=200))
def test_any_scores_make_a_table(pairs: list[tuple[float, float]]) -> None:
    ours, theirs = (np.array(each * 3) for each in zip(*pairs, strict=True))
    table = fit_scale(ours, theirs, at=(0.0, 0.1, 0.5, 0.5, 0.9, 1.0), smooth=len(pairs) % 2 == 0)
    assert problem_of(table) == ""
    assert all(a < b for a, b in pairwise(told for _, told in table))
