"""Fits one logistic regression an attribute over whatever texts label it.

Labels may be probabilities. Each data set has a bias of its own while fitting, which takes up how
often and how readily that set says yes; the judge is given the sets' average bias instead.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each column, and a bias for each data set."""

    weights: Floats
    biases: Floats


def fit_logistic_regression(
    matrix: sparse.csr_matrix,
    labels: Floats,
    weights: Floats,
    sets: NDArray[np.int64],
    strength: float,
    rounds: int = 60,
) -> Fitted:
    """Minimise the weighted log-loss plus strength / 2 times the squared weights (not biases)."""
    used = np.unique(matrix.indices)
    whole_width, columns = matrix.shape[1], len(used)
    matrix = matrix[:, used]
    turned = matrix.T.tocsr()
    count = int(sets.max()) + 1
    total = weights.sum()

    def loss(point: Floats) -> tuple[float, Floats]:
        odds = matrix @ point[:columns].astype(np.float32) + point[columns:][sets]
        value = (weights * (np.logaddexp(0, odds) - labels * odds)).sum()
        rest = weights * (1 / (1 + np.exp(-odds)) - labels)
        slope = turned @ rest.astype(np.float32) + strength * point[:columns]
        value += strength / 2 * (point[:columns] ** 2).sum()
        biases = np.bincount(sets, rest, count) + 1e-3 * point[columns:]
        value += 1e-3 / 2 * (point[columns:] ** 2).sum()
        return value / total, np.concatenate((slope, biases)) / total

    found = optimize.minimize(
        loss,
        np.zeros(columns + count),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": rounds, "maxcor": 8, "ftol": 1e-7, "gtol": 1e-7},
    )
    sys.stderr.write(f"  {len(labels)} texts, {found.nit} rounds, loss {found.fun:.4f}\n")
    fitted = np.zeros(whole_width)
    fitted[used] = found.x[:columns]
    return Fitted(fitted, found.x[columns:])
