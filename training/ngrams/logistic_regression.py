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

from training.config import NgramConfig

Floats = NDArray[np.float64]

# When L-BFGS stops before all its iterations are used, and how many steps it remembers.
TOLERANCE, MEMORY = 1e-7, 8


@dataclass(frozen=True, slots=True)
class Fitted:
    """A weight for each column, and a bias for each data set."""

    weights: Floats
    source_biases: Floats


def fit_logistic_regression(
    matrix: sparse.csr_matrix,
    labels: Floats,
    weights: Floats,
    sources: NDArray[np.int64],
    config: NgramConfig,
) -> Fitted:
    """Minimises the weighted log-loss plus the penalties that the config names."""
    used = np.unique(matrix.indices)
    all_columns, columns = matrix.shape[1], len(used)
    matrix = matrix[:, used]
    transposed = matrix.T.tocsr()
    count = int(sources.max()) + 1
    total = weights.sum()
    l2, bias_l2 = config.l2, config.source_bias_l2

    def loss(point: Floats) -> tuple[float, Floats]:
        slopes, biases = point[:columns], point[columns:]
        logits = matrix @ slopes.astype(np.float32) + biases[sources]
        value = (weights * (np.logaddexp(0, logits) - labels * logits)).sum()
        errors = weights * (1 / (1 + np.exp(-logits)) - labels)
        gradient = transposed @ errors.astype(np.float32) + l2 * slopes
        value += l2 / 2 * (slopes**2).sum()
        bias_gradient = np.bincount(sources, errors, count) + bias_l2 * biases
        value += bias_l2 / 2 * (biases**2).sum()
        return value / total, np.concatenate((gradient, bias_gradient)) / total

    start = np.zeros(columns + count)
    options = {"maxiter": config.iterations, "maxcor": MEMORY, "ftol": TOLERANCE, "gtol": TOLERANCE}
    result = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    sys.stderr.write(f"  {len(labels)} texts, {result.nit} iterations, loss {result.fun:.4f}\n")
    fitted = np.zeros(all_columns)
    fitted[used] = result.x[:columns]
    return Fitted(fitted, result.x[columns:])
