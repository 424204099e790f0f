"""Measures of how scores agree with labels: pure functions of a label and a score per text.

Labels are booleans, scores 0 to 1. Equal scores are ties and count as such everywhere. A measure
that the texts cannot answer is None.
"""

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from rejoinder.evaluation.model import Bin, Curve, Histogram, Interval, ThresholdFigures

Labels = NDArray[np.bool_]
Scores = NDArray[np.float64]

# As in Naeini et al. (2015); wide enough that a few hundred texts fill them.
CALIBRATION_BINS = 10

HISTOGRAM_BINS = 20

# More cannot be told apart in a plot as wide as a column.
CURVE_POINTS = 200

_95_PERCENT = NormalDist().inv_cdf(0.975)


def auc(labels: Labels, scores: Scores) -> float | None:
    """The area under the ROC curve: how often a positive scores above a negative, ties half.

    By the rank sum of Mann and Whitney (1947) with mid-ranks, which Hanley and McNeil (1982)
    showed to be the area. None when there is one class only.
    """
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if not positives or not negatives:
        return None
    rank_sum = float(mid_ranks(scores)[labels].sum())
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def auc_interval(labels: Labels, scores: Scores) -> Interval | None:
    """The area's 95 % interval: DeLong's variance, on the scale of log odds, so within 0 and 1.

    DeLong, DeLong and Clarke-Pearson (1988), from mid-ranks as in Sun and Xu (2014); the log odds
    keep their promise better near 1 (Pepe 2003). None for fewer than two texts of
    either class, and when the classes do not overlap: the variance then says nothing.
    """
    area = auc(labels, scores)
    positives = int(labels.sum())
    negatives = len(labels) - positives
    if area is None or min(positives, negatives) < 2:
        return None
    ranks = mid_ranks(scores)
    above = (ranks[labels] - mid_ranks(scores[labels])) / negatives
    below = (ranks[~labels] - mid_ranks(scores[~labels])) / positives
    variance = float(above.var(ddof=1) / positives + below.var(ddof=1) / negatives)
    if variance <= 0 or not 0 < area < 1:
        return None
    middle = np.log(area / (1 - area))
    reach = _95_PERCENT * np.sqrt(variance) / (area * (1 - area))
    return (
        float(1 / (1 + np.exp(-(middle - reach)))),
        float(1 / (1 + np.exp(-(middle + reach)))),
    )


def mid_ranks(values: Scores) -> Scores:
    """Ranks from 1; equal values share the mean of theirs."""
    _, index, counts = np.unique(values, return_inverse=True, return_counts=True)
    middles: Scores = np.cumsum(counts) - (counts - 1) / 2
    return middles[index]


def average_precision(labels: Labels, scores: Scores) -> float | None:
    """Precision at each score, weighted by the recall gained there; nothing is interpolated.

    As scikit-learn defines it, after Davis and Goadrich (2006), who show why straight lines
    between the points flatter. None when there is one class only.
    """
    if not labels.any() or labels.all():
        return None
    hits, flagged = _cumulated(labels, scores)
    gained = np.diff(hits, prepend=0) / hits[-1]
    return float((gained * hits / flagged).sum())


def roc_curve(labels: Labels, scores: Scores) -> Curve | None:
    """The true positive rate over the false positive rate (Fawcett 2006), at most 200 points.

    None when there is one class only.
    """
    if not labels.any() or labels.all():
        return None
    hits, flagged = _cumulated(labels, scores)
    misses = flagged - hits
    x = np.concatenate(([0.0], misses / misses[-1]))
    y = np.concatenate(([0.0], hits / hits[-1]))
    return _thinned(x, y)


def precision_recall_curve(labels: Labels, scores: Scores) -> Curve | None:
    """Precision over recall at each score, at most 200 points. None when there is one class."""
    if not labels.any() or labels.all():
        return None
    hits, flagged = _cumulated(labels, scores)
    return _thinned(hits / hits[-1], hits / flagged)


def at_threshold(labels: Labels, scores: Scores, threshold: float) -> ThresholdFigures:
    """Precision, recall, F1 and false positive rate when scores of `threshold` up are flagged."""
    flagged = scores >= threshold
    hits = int((flagged & labels).sum())
    false = int(flagged.sum()) - hits
    positives = int(labels.sum())
    return ThresholdFigures(
        threshold=threshold,
        flagged=int(flagged.sum()),
        precision=_share(hits, hits + false),
        recall=_share(hits, positives),
        f1=_share(2 * hits, 2 * hits + false + positives - hits),
        false_positive_rate=_share(false, len(labels) - positives),
    )


def macro_f1(labels: Labels, scores: Scores, threshold: float) -> float | None:
    """The mean of F1 for the positives and F1 for the negatives: neither class can hide.

    Sokolova and Lapalme (2009). None when there is one class only.
    """
    if not labels.any() or labels.all():
        return None
    flagged = scores >= threshold
    wrong = int((flagged != labels).sum())
    both = (2 * int((flagged & labels).sum()), 2 * int((~flagged & ~labels).sum()))
    return sum(right / (right + wrong) if right else 0.0 for right in both) / 2


def calibration_bins(labels: Labels, scores: Scores) -> tuple[Bin, ...]:
    """Ten equally wide bins: what the scores promise in each, and what the labels say."""
    placed = _placed(scores, CALIBRATION_BINS)
    bins = []
    for number in range(CALIBRATION_BINS):
        inside = placed == number
        n = int(inside.sum())
        bins.append(
            Bin(
                low=number / CALIBRATION_BINS,
                high=(number + 1) / CALIBRATION_BINS,
                n=n,
                mean_score=float(scores[inside].mean()) if n else None,
                positive_share=float(labels[inside].mean()) if n else None,
            )
        )
    return tuple(bins)


def calibration_error(bins: tuple[Bin, ...]) -> float | None:
    """The expected calibration error: how far promise and share lie apart, weighted by texts.

    Naeini, Cooper and Hauskrecht (2015), for the score of the positive class. None without texts.
    """
    total = sum(each.n for each in bins)
    if not total:
        return None
    return sum(
        each.n / total * abs(each.mean_score - each.positive_share)
        for each in bins
        if each.mean_score is not None and each.positive_share is not None
    )


def adaptive_calibration_error(
    truth: Scores, scores: Scores, weights: Scores, bins: int = CALIBRATION_BINS
) -> float:
    """The same gap over bins of as many texts each, as Nguyen and O'Connor (2015) have it.

    Here labels may be probabilities, and each text has a weight.
    """
    order = np.argsort(scores, kind="stable")
    gaps = [
        abs(float((weights[part] * (truth[part] - scores[part])).sum()))
        for part in np.array_split(order, bins)
    ]
    return sum(gaps) / float(weights.sum())


def histogram(labels: Labels, scores: Scores) -> Histogram:
    """How the scores of both classes lie, in twenty bins."""
    placed = _placed(scores, HISTOGRAM_BINS)
    return Histogram(
        positives=tuple(np.bincount(placed[labels], minlength=HISTOGRAM_BINS).tolist()),
        negatives=tuple(np.bincount(placed[~labels], minlength=HISTOGRAM_BINS).tolist()),
    )


def _cumulated(labels: Labels, scores: Scores) -> tuple[Scores, Scores]:
    """Positives, and all texts, that score at least as high as each distinct score, from the top.

    Needs at least one text.
    """
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    ends = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    hits = np.cumsum(labels[order])[ends].astype(np.float64)
    return hits, (ends + 1).astype(np.float64)


def _thinned(x: Scores, y: Scores) -> Curve:
    """The curve in few points, evenly along its length, both ends kept."""
    if len(x) > CURVE_POINTS:
        way = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))))
        wanted = np.linspace(0.0, way[-1], CURVE_POINTS)
        chosen = np.unique(np.append(np.searchsorted(way, wanted)[:-1], len(x) - 1))
        x, y = x[chosen], y[chosen]
    return Curve(tuple(x.tolist()), tuple(y.tolist()))


def _placed(scores: Scores, bins: int) -> NDArray[np.int64]:
    """Each score's bin; a score of 1 belongs to the last."""
    return np.clip((scores * bins).astype(np.int64), 0, bins - 1)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
