"""A table of points that brings our scores to where another service's thresholds cut.

By quantiles: at each of the other's scores stands that score of ours above which the same share of
the texts lies. Pure functions of two scores for each text.
"""

from collections.abc import Iterable
from math import sqrt

import numpy as np

from rejoinder.evaluation.measures import Scores

# Our score, and theirs.
Point = tuple[float, float]

GRID = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

# Texts on either side of a point, at the least: below that, chance would place it.
MIN_TEXTS = 20

# As many as the judge's scores have, so that no text changes sides.
_DIGITS = 6


def fit_scale(
    ours: Scores,
    theirs: Scores,
    *,
    at: Iterable[float] = GRID,
    weights: Scores | None = None,
    smooth: bool = False,
) -> tuple[Point, ...]:
    """The table, from (0, 0) to (1, 1); only these two where the texts can place no point.

    `weights` say for how many texts each of our scores stands; theirs stand for one each. Where
    it is to be `smooth`, a point is the mean over as many ranks as chance would move it.
    """
    counts = np.ones_like(ours) if weights is None else weights
    ours, counts = ours[counts > 0], counts[counts > 0]
    falling = np.argsort(-ours, kind="stable")
    odds = np.log(np.clip(ours, 1e-9, 1 - 1e-9) / np.clip(1 - ours, 1e-9, 1))[falling]
    ends = np.cumsum(counts[falling]) / counts.sum()
    points = [(0.0, 0.0)]
    last = 0
    for their_score in sorted(at):
        over = int((theirs > their_score).sum())
        if not MIN_TEXTS <= over <= len(theirs) - MIN_TEXTS:
            continue
        reach = int(sqrt(min(over, len(theirs) - over))) if smooth else 0
        shares = (over + np.arange(-reach, reach + 1)) / len(theirs)
        score = round(float(1 / (1 + np.exp(-_between(odds, ends, shares).mean()))), _DIGITS)
        if over == last:  # nothing of theirs lies between: one gap of ours parts off both
            score = round(points[-1][0] + 10**-_DIGITS, _DIGITS)
        if points[-1][0] < score < 1 and points[-1][1] < their_score < 1:
            points.append((score, their_score))
            last = over
    return (*points, (1.0, 1.0))


def _between(odds: Scores, ends: Scores, shares: Scores) -> Scores:
    """Log odds that part off these shares of the texts: halfway between the two neighbours."""
    # A share that ends with a text parts it from the next; rounding must not take it for the next.
    last = np.clip(np.searchsorted(ends, shares - 1e-9), 0, len(odds) - 1)
    return (odds[last] + odds[np.minimum(last + 1, len(odds) - 1)]) / 2
