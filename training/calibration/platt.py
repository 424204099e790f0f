"""Turns logits into probabilities that come true as often as they say."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]


def fit_platt(
    features: Floats,
    labels: Floats,
    weights: Floats,
    free: Collection[int] = (),
    ridge: float = 0.0,
) -> list[float]:
    """Gives a slope for each feature (columns of logits), and a bias at the end.

    Platt's logistic curve, fitted to labels that may themselves be probabilities. Slopes are held
    at or above zero, so that a text can never seem milder for being worse; but for the `free`
    columns, which are no signs of abuse. A `ridge` costs slopes their squares: features that
    say nearly the same then share what one of them would take.
    """
    count = features.shape[1]

    def loss(point: Floats) -> tuple[float, Floats]:
        logits = features @ point[:count] + point[count]
        errors = weights * (1 / (1 + np.exp(-logits)) - labels)
        value = (weights * (np.logaddexp(0, logits) - labels * logits)).sum()
        gradient = np.append(features.T @ errors, errors.sum()) / weights.sum()
        gradient[:count] += ridge * point[:count]
        return value / weights.sum() + ridge / 2 * (point[:count] ** 2).sum(), gradient

    start = np.append(np.full(count, 1 / count), 0.0)
    bounds = [(None if index in free else 0.0, None) for index in range(count)]
    bounds.append((None, None))
    result = optimize.minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return [float(value) for value in result.x]
