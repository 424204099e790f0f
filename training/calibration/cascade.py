"""Fits the curves from both exits' logits to probabilities, and which of them are doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.calibration import features
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import MAX_CHARACTERS, Vocabulary
from rejoinder.engine.windows import windows
from training.calibration.platt import fit_platt
from training.calibration.source_weights import text_weights, without_floor
from training.config import CALIBRATION_WEIGHTS, CASCADE
from training.data.folds import CALIBRATED
from training.dataset import Dataset
from training.progress import progress

Floats = NDArray[np.float64]

# The quantiles of civil comments from which doubt may begin, the lowest first.
QUANTILES = np.linspace(0.6, 1.0, 401)


@dataclass(frozen=True, slots=True)
class ExitScores:
    """What both exits make of some rows of the dataset, in their worst window."""

    indices: NDArray[np.int64]
    """Which rows of the dataset they are."""
    lower: Floats
    """`features` of the lower layers; of shape (rows, features, attributes)."""
    upper: Floats
    """The same of the upper ones."""

    def columns(self, attribute: int) -> tuple[Floats, Floats]:
        """Gives the features of one attribute: of the lower exit, and of both."""
        lower, upper = self.lower[:, :, attribute], self.upper[:, :, attribute]
        return lower, np.concatenate((lower, upper), axis=1)


def calibration_rows(dataset: Dataset, seed: int) -> NDArray[np.int64]:
    """Draws the rows that calibrate, of each source that does."""
    draw = np.random.default_rng(seed)
    calibrated = np.isin(dataset.folds, CALIBRATED)
    rows = [
        draw.permutation(np.flatnonzero(calibrated & dataset.from_source(name)))
        for name in CALIBRATION_WEIGHTS
        if name in dataset.names
    ]
    return np.concatenate([each[: CASCADE.source_rows] for each in rows])


def score_exits(
    encoder: Encoder, vocabulary: Vocabulary, dataset: Dataset, indices: NDArray[np.int64]
) -> ExitScores:
    """Scores some rows by both exits, with the very code that serves."""
    texts = [dataset.examples[index].text for index in indices]
    rows = [_worst_window(encoder, vocabulary, text) for text in progress(texts, "Scoring")]
    kept = [row is not None for row in rows]
    read = [row for row in rows if row is not None]
    return ExitScores(
        indices[kept], np.array([row[0] for row in read]), np.array([row[1] for row in read])
    )


def _worst_window(
    encoder: Encoder, vocabulary: Vocabulary, text: str
) -> tuple[Floats, Floats] | None:
    """Gives both exits' features, of each attribute from the window that is worst in it."""
    folded = fold(text[:MAX_CHARACTERS])
    tokens = vocabulary.tokenize(folded)
    lower, upper = [], []
    for start, after in windows(folded.text, tokens):
        output = encoder.read_lower(tokens.ids[start:after])
        lower.append(features(output))
        upper.append(features(encoder.read_upper(output)))
    if not lower:
        return None
    worst = np.array(upper)[:, 0].argmax(0)
    attributes = np.arange(len(ATTRIBUTES))
    return np.array(lower)[worst, :, attributes].T, np.array(upper)[worst, :, attributes].T


def calibrate(scores: ExitScores, dataset: Dataset) -> dict[str, Any]:
    """Fits the curves of the lower exit and of both, and the probabilities where doubt begins."""
    sources = np.array(dataset.names)[dataset.sources[scores.indices]]
    all_labels = without_floor(sources, dataset.labels[scores.indices])
    lower: list[list[float]] = []
    both: list[list[float]] = []
    for attribute in range(len(ATTRIBUTES)):
        labels = all_labels[:, attribute]
        weights = text_weights(sources, labels)
        used = np.flatnonzero(weights > 0)
        for fitted, columns in zip((lower, both), scores.columns(attribute), strict=True):
            fitted.append(fit_platt(columns[used], labels[used], weights[used]))
    return {"lower": lower, "upper": both, "doubt": _doubt(np.array(lower), scores, dataset)}


def _doubt(slopes: Floats, scores: ExitScores, dataset: Dataset) -> list[float]:
    """Gives the probability of each attribute from which a window is read on.

    The same quantile of civil newspaper comments for each, as low as CASCADE's share lets it be.
    """
    civil = scores.lower[dataset.from_source("newspaper")[scores.indices]]
    logits = np.einsum("rfa,af->ra", civil, slopes[:, :-1]) + slopes[:, -1]
    probabilities = 1 / (1 + np.exp(-logits))
    for quantile in QUANTILES:
        thresholds = np.quantile(probabilities, quantile, axis=0)
        if (probabilities > thresholds).any(1).mean() <= CASCADE.escalated_share:
            break
    return [round(float(value), 6) for value in thresholds]
