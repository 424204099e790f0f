"""Turns log-odds into probabilities that come true as often as they say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]


def platt(whole: Floats, peak: Floats, labels: Floats, weights: Floats) -> list[float]:
    """Slopes for the whole text and for its worst window, and a bias; both slopes at least 0.

    Platt's logistic curve, fitted to labels that may themselves be probabilities. Slopes are held
    at or above zero, so that a text can never seem milder for being worse.
    """

    def loss(point: Floats) -> tuple[float, Floats]:
        odds = point[0] * whole + point[1] * peak + point[2]
        rest = weights * (1 / (1 + np.exp(-odds)) - labels)
        value = (weights * (np.logaddexp(0, odds) - labels * odds)).sum()
        slope = np.array([(rest * whole).sum(), (rest * peak).sum(), rest.sum()])
        return value / weights.sum(), slope / weights.sum()

    bounds = ((0.0, None), (0.0, None), (None, None))
    found = optimize.minimize(loss, np.array([1.0, 0.1, 0.0]), jac=True, bounds=bounds)
    return [float(value) for value in found.x]
