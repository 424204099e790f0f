"""The measures say what scikit-learn says, wherever it says anything; and None where none can."""

from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from rejoinder.evaluation import measures
from rejoinder.evaluation.measures import Labels, Scores
from rejoinder.evaluation.model import Bin

Sample = tuple[Labels, Scores]

# Few distinct scores make ties common, and some lie on thresholds and on the bins' edges.
COARSE = st.integers(0, 20).map(lambda twentieth: twentieth / 20)
FINE = st.floats(0, 1)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Labels of both classes, and scores."""
    each = draw(st.sampled_from([COARSE, FINE]))
    told = draw(st.lists(st.tuples(st.booleans(), each), min_size=2, max_size=80))
    told += [(True, draw(each)), (False, draw(each))]
    return (
        np.array([label for label, _ in told], dtype=np.bool_),
        np.array([score for _, score in told], dtype=np.float64),
    )


@given(samples())
def test_the_area_is_scikit_learns(sample: Sample) -> None:
    assert measures.auc(*sample) == pytest.approx(metrics.roc_auc_score(*sample))


@given(samples())
def test_average_precision_is_scikit_learns(sample: Sample) -> None:
    expected = metrics.average_precision_score(*sample)
    assert measures.average_precision(*sample) == pytest.approx(expected)


@given(samples())
def test_the_roc_curve_is_scikit_learns(sample: Sample) -> None:
    curve = measures.roc_curve(*sample)
    false, true, _ = metrics.roc_curve(*sample, drop_intermediate=False)
    assert curve is not None
    assert curve.x == pytest.approx(false)
    assert curve.y == pytest.approx(true)


@given(samples())
def test_the_precision_recall_curve_is_scikit_learns(sample: Sample) -> None:
    curve = measures.precision_recall_curve(*sample)
    precision, recall, _ = metrics.precision_recall_curve(*sample)
    assert curve is not None
    # scikit-learn adds a point at the left that no threshold gives.
    assert curve.x == pytest.approx(recall[:-1][::-1])
    assert curve.y == pytest.approx(precision[:-1][::-1])


@given(samples(), COARSE)
def test_figures_at_a_threshold_are_scikit_learns(sample: Sample, threshold: float) -> None:
    labels, scores = sample
    flagged = scores >= threshold
    found = measures.at_threshold(labels, scores, threshold)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, flagged, average="binary", zero_division=0.0
    )
    assert found.flagged == flagged.sum()
    assert (found.precision is None) == (not flagged.any())
    assert (found.precision or 0.0) == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)
    assert found.f1 == pytest.approx(f1)
    assert found.false_positive_rate == pytest.approx(flagged[~labels].mean())


@given(samples(), COARSE)
def test_macro_f1_is_scikit_learns(sample: Sample, threshold: float) -> None:
    labels, scores = sample
    expected = metrics.f1_score(labels, scores >= threshold, average="macro", zero_division=0.0)
    assert measures.macro_f1(labels, scores, threshold) == pytest.approx(expected)


@given(samples())
def test_the_calibration_error_is_the_mean_gap_of_each_texts_bin(sample: Sample) -> None:
    labels, scores = sample
    homes = [min(int(score * 10), 9) for score in scores]
    gaps = []
    for home in homes:
        inside = np.array(homes) == home
        gaps.append(abs(scores[inside].mean() - labels[inside].mean()))
    bins = measures.calibration_bins(labels, scores)
    assert sum(each.n for each in bins) == len(labels)
    assert measures.calibration_error(bins) == pytest.approx(np.mean(gaps))


def test_the_calibration_error_of_known_bins_is_reckoned_by_hand() -> None:
    bins = (Bin(0.0, 0.5, 3, 0.2, 0.0), Bin(0.5, 1.0, 1, 0.9, 1.0))
    assert measures.calibration_error(bins) == pytest.approx(0.75 * 0.2 + 0.25 * 0.1)


def test_the_adaptive_calibration_error_is_the_gap_between_said_and_so() -> None:
    said = np.full(1000, 0.7)
    so = np.repeat([1.0, 0.0], 500)
    alike = np.ones(1000)
    error = measures.adaptive_calibration_error
    assert error(so, said, alike, bins=1) == pytest.approx(0.2)
    assert error(so, np.full(1000, 0.5), alike, bins=1) == pytest.approx(0)


@settings(deadline=None)
@given(samples())
def test_the_interval_is_delongs_by_pairs(sample: Sample) -> None:
    """The variance from its definition, a comparison of every pair, rather than from ranks."""
    labels, scores = sample
    interval = measures.auc_interval(labels, scores)
    wins = (scores[labels][:, None] > scores[~labels]) + 0.5 * (
        scores[labels][:, None] == scores[~labels]
    )
    positives, negatives = wins.shape
    if min(positives, negatives) < 2:
        assert interval is None
        return
    variance = wins.mean(1).var(ddof=1) / positives + wins.mean(0).var(ddof=1) / negatives
    area = float(wins.mean())
    if area in {0.0, 1.0}:
        assert interval is None
        return
    if variance < 1e-12:
        return
    assert interval is not None
    low, high = (np.log(end / (1 - end)) for end in interval)
    middle = np.log(area / (1 - area))
    assert (low + high) / 2 == pytest.approx(middle, abs=1e-6)
    assert high - middle == pytest.approx(1.959964 * np.sqrt(variance) / (area * (1 - area)))


def test_the_interval_holds_the_true_area_nineteen_times_in_twenty() -> None:
    dice = np.random.default_rng(7)
    labels = np.arange(120) < 40
    held = 0
    for _ in range(600):
        scores = dice.normal(size=120) + labels * 1.4
        low, high = cast("tuple[float, float]", measures.auc_interval(labels, scores))
        held += low <= 0.8389 <= high  # Normal(1.4 / sqrt 2)
    assert 0.92 <= held / 600 <= 0.98


@pytest.mark.parametrize("label", [True, False])
def test_one_class_alone_has_no_area_and_no_curve(label: bool) -> None:
    labels, scores = np.full(5, label), np.linspace(0, 1, 5)
    assert measures.auc(labels, scores) is None
    assert measures.auc_interval(labels, scores) is None
    assert measures.average_precision(labels, scores) is None
    assert measures.macro_f1(labels, scores, 0.5) is None
    assert measures.roc_curve(labels, scores) is None
    assert measures.precision_recall_curve(labels, scores) is None


def test_no_texts_have_no_figures() -> None:
    labels, scores = np.array([], dtype=np.bool_), np.array([], dtype=np.float64)
    found = measures.at_threshold(labels, scores, 0.5)
    assert (found.precision, found.recall, found.f1, found.false_positive_rate) == (None,) * 4
    assert measures.auc(labels, scores) is None
    assert measures.calibration_error(measures.calibration_bins(labels, scores)) is None
    assert sum(measures.histogram(labels, scores).positives) == 0


def test_classes_that_do_not_overlap_have_an_area_of_one_and_no_interval() -> None:
    labels, scores = np.array([False, False, True, True]), np.array([0.1, 0.2, 0.8, 0.9])
    assert measures.auc(labels, scores) == 1.0
    assert measures.auc_interval(labels, scores) is None


def test_a_long_curve_is_thinned_and_keeps_its_ends_and_its_area() -> None:
    dice = np.random.default_rng(3)
    labels = dice.random(20_000) < 0.3
    scores = 1 / (1 + np.exp(-dice.normal(size=20_000) - labels))
    curve = measures.roc_curve(labels, scores)
    assert curve is not None
    assert len(curve.x) <= measures.CURVE_POINTS
    assert (curve.x[0], curve.y[0], curve.x[-1], curve.y[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(measures.auc(labels, scores), abs=0.005)


@given(samples())
def test_a_histogram_counts_every_text_once(sample: Sample) -> None:
    labels, scores = sample
    found = measures.histogram(labels, scores)
    assert sum(found.positives) == labels.sum()
    assert sum(found.negatives) == (~labels).sum()
    edges = np.linspace(0, 1, measures.HISTOGRAM_BINS + 1)
    clear = ~np.isclose(scores[:, None], edges[1:-1]).any(axis=1)
    if clear.all():
        assert found.positives == tuple(np.histogram(scores[labels], edges)[0])
