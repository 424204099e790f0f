"""Fits the n-grams' logistic regressions; gives the tensors and settings to be written."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rejoinder.engine.features import WORD_BITS
from rejoinder.engine.model import MODEL_ATTRIBUTES
from training.config import NGRAMS
from training.data.folds import HELD_OUT
from training.dataset import Dataset
from training.ngrams.logistic_regression import Fitted, fit_logistic_regression
from training.ngrams.matrix import count, rarity, scaled
from training.packaging.quantisation import quantise

# What the curves are before they are calibrated: slopes, and a bias at the end.
UNCALIBRATED_FIRST = [0.5, 0.0, 0.0, 0.5, 0.0]
UNCALIBRATED_BOTH = [0.3, 0.0, 0.0, 0.2, 0.5, 0.0]


def train_ngrams(dataset: Dataset) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Fits each attribute on the folds that are neither measured nor calibrated."""
    step = NGRAMS.rarity_step
    fitted_on = ~np.isin(dataset.folds, HELD_OUT)
    counts = count([example.text for example in dataset.examples], "Counting n-grams")
    word_rarity = rarity(counts.words[fitted_on], step)
    letter_rarity = rarity(counts.letters[fitted_on], step)
    matrix = sparse.hstack(
        (scaled(counts.words, word_rarity, step), scaled(counts.letters, letter_rarity, step))
    ).tocsr()
    fitted = _fit_attributes(dataset, matrix, fitted_on)
    weights = np.stack([each.weights for each in fitted], axis=1)
    words, word_steps = quantise(weights[: 1 << WORD_BITS])
    letters, letter_steps = quantise(weights[1 << WORD_BITS :])
    tensors = {
        "word_weights": words,
        "word_rarity": word_rarity,
        "letter_weights": letters,
        "letter_rarity": letter_rarity,
    }
    settings = {
        "rarity_step": step,
        "word_steps": word_steps,
        "letter_steps": letter_steps,
        "bias": [float(each.source_biases.mean()) for each in fitted],
        "calibration": [UNCALIBRATED_FIRST] * len(MODEL_ATTRIBUTES),
        "closer": [UNCALIBRATED_BOTH] * len(MODEL_ATTRIBUTES),
    }
    return tensors, settings


def _fit_attributes(
    dataset: Dataset, matrix: sparse.csr_matrix, fitted_on: NDArray[np.bool_]
) -> list[Fitted]:
    fitted = []
    for column, name in enumerate(MODEL_ATTRIBUTES):
        sys.stderr.write(f"Fitting {name}\n")
        rows = np.flatnonzero(fitted_on & ~np.isnan(dataset.labels[:, column]))
        fitted.append(
            fit_logistic_regression(
                matrix[rows],
                dataset.labels[rows, column],
                dataset.weights[rows],
                dataset.sources[rows],
                NGRAMS,
            )
        )
    return fitted
