"""Fits the n-grams' logistic regressions; gives the tensors and settings to be written."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rejoinder.engine.features import WORD_BITS
from rejoinder.engine.model import ATTRIBUTES
from training.data.folds import CALIBRATED, MEASURED
from training.dataset import Dataset
from training.ngrams.logistic_regression import Fitted, fit_logistic_regression
from training.ngrams.matrix import Counted, count, rarity, scaled
from training.packaging.quantisation import quantise

STRENGTH = 3.0
"""How much large weights cost; chosen on the held-out fold (NOTES.md)."""

RARITY_STEP = 0.06
"""256 steps of this reach beyond the rarest bucket's 1 + log(number of texts)."""


def train_ngrams(rows: Dataset) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Fit each attribute on the folds that are neither measured nor calibrated."""
    fitted_on = ~np.isin(rows.folds, (*MEASURED, *CALIBRATED))
    counted = count([found.text for found in rows.examples], "Counting n-grams")
    word_rarity = rarity(counted.words[fitted_on], RARITY_STEP)
    letter_rarity = rarity(counted.letters[fitted_on], RARITY_STEP)
    matrix = _joined(counted, word_rarity, letter_rarity)
    heads: list[Fitted] = []
    for place, name in enumerate(ATTRIBUTES):
        sys.stderr.write(f"Fitting {name}\n")
        chosen = np.flatnonzero(fitted_on & ~np.isnan(rows.labels[:, place]))
        heads.append(
            fit_logistic_regression(
                matrix[chosen],
                rows.labels[chosen, place],
                rows.weights[chosen],
                rows.sources[chosen],
                STRENGTH,
            )
        )
    weights = np.stack([head.weights for head in heads], axis=1)
    words, word_steps = quantise(weights[: 1 << WORD_BITS])
    letters, letter_steps = quantise(weights[1 << WORD_BITS :])
    tensors = {
        "word_weights": words,
        "word_rarity": word_rarity,
        "letter_weights": letters,
        "letter_rarity": letter_rarity,
    }
    settings = {
        "rarity_step": RARITY_STEP,
        "word_steps": word_steps,
        "letter_steps": letter_steps,
        "bias": [float(head.biases.mean()) for head in heads],
        "calibration": [[0.5, 0.0, 0.0, 0.5, 0.0]] * len(ATTRIBUTES),
        "closer": [[0.3, 0.0, 0.0, 0.2, 0.5, 0.0]] * len(ATTRIBUTES),
    }
    return tensors, settings


def _joined(
    counted: Counted, words: NDArray[np.uint8], letters: NDArray[np.uint8]
) -> sparse.csr_matrix:
    return sparse.hstack(
        (
            scaled(counted.words, words, RARITY_STEP),
            scaled(counted.letters, letters, RARITY_STEP),
        )
    ).tocsr()
