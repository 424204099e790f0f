"""Turns log-odds into probabilities that come true as often as they say."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]


def fit_platt(
    signs: Floats,
    labels: Floats,
    weights: Floats,
    free: Collection[int] = (),
    ridge: float = 0.0,
) -> list[float]:
    """A slope for each sign (columns of log-odds), and a bias at the end.

    Platt's logistic curve, fitted to labels that may themselves be probabilities. Slopes are held
    at or above zero, so that a text can never seem milder for being worse; but for the `free`
    columns, which are no signs of abuse. A `ridge` costs slopes their squares: signs that
    say nearly the same then share what one of them would take.
    """
    count = signs.shape[1]

    def loss(point: Floats) -> tuple[float, Floats]:
        odds = signs @ point[:count] + point[count]
        rest = weights * (1 / (1 + np.exp(-odds)) - labels)
        value = (weights * (np.logaddexp(0, odds) - labels * odds)).sum()
        slope = np.append(signs.T @ rest, rest.sum()) / weights.sum()
        slope[:count] += ridge * point[:count]
        return value / weights.sum() + ridge / 2 * (point[:count] ** 2).sum(), slope

    start = np.append(np.full(count, 1 / count), 0.0)
    bounds = [(None if place in free else 0.0, None) for place in range(count)]
    bounds.append((None, None))
    found = optimize.minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B")
    return [float(value) for value in found.x]
