"""The figures by which models are compared: area under the curve, and calibration error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]


def area(truth: NDArray[np.bool_], scores: Floats) -> float:
    """The chance that a random positive scores above a random negative; nan without both."""
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(scores)[truth].sum()
    return float((ranks - positives * (positives + 1) / 2) / (positives * negatives))


def calibration_error(truth: Floats, scores: Floats, weights: Floats, bins: int = 10) -> float:
    """The mean gap between what was said and what was so, over ten bins of as many texts."""
    order = np.argsort(scores, kind="stable")
    gaps = [
        abs(float((weights[part] * (truth[part] - scores[part])).sum()))
        for part in np.array_split(order, bins)
    ]
    return sum(gaps) / float(weights.sum())
