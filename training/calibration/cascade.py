"""Fits the curves from both exits' logits to probabilities, and where doubt begins."""

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
from rejoinder.engine.window_reading import segments_within
from rejoinder.engine.windows import sentence_ends, windows
from training.calibration.platt import fit_platt
from training.calibration.source_weights import text_weights, without_floor
from training.config import CALIBRATION_WEIGHTS, CASCADE, ReadOn
from training.data.folds import CALIBRATED
from training.dataset import Dataset
from training.progress import progress

Floats = NDArray[np.float64]

# The quantiles of civil comments that are tried, the lowest first.
QUANTILES = np.linspace(0.4, 1.0, 601)


@dataclass(frozen=True, slots=True)
class ExitScores:
    """What the network makes of some rows of the dataset, in their worst segments.

    All are `features`, of shape (rows, features, attributes).
    """

    indices: NDArray[np.int64]
    """Which rows of the dataset they are."""
    in_window: Floats
    """Of the lower layers, of the segment that is worst where it stands in its window."""
    lower: Floats
    """Of the lower layers, of the segment that is worst read by itself."""
    upper: Floats
    """The same of the upper ones."""

    def columns(self, attribute: int) -> tuple[Floats, Floats]:
        """Gives the features of one attribute: in the window, and of both exits by itself."""
        lower, upper = self.lower[:, :, attribute], self.upper[:, :, attribute]
        return self.in_window[:, :, attribute], np.concatenate((lower, upper), axis=1)


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
    rows = [_worst_segments(encoder, vocabulary, text) for text in progress(texts, "Scoring")]
    kept = [row is not None for row in rows]
    read = [np.array(parts) for parts in zip(*filter(None, rows), strict=True)]
    return ExitScores(indices[kept], *read)


def _worst_segments(
    encoder: Encoder, vocabulary: Vocabulary, text: str
) -> tuple[Floats, ...] | None:
    """Gives what ExitScores has of a text, each attribute from the segment that is worst in it."""
    text = text[:MAX_CHARACTERS]
    folded = fold(text)
    tokens = vocabulary.tokenize(folded)
    ends = sentence_ends(text, folded, tokens)
    if not ends:
        return None
    in_window, lower, upper = [], [], []
    for window in windows(ends):
        token_ids = tokens.ids[slice(*window)]
        read = encoder.read_lower(token_ids, segments_within(window, ends))
        in_window.append(features(read, read.segments))
        for start, after in read.segments:
            alone = encoder.read_lower(token_ids[start:after])
            lower.append(features(alone, alone.segments))
            upper.append(features(encoder.read_upper(alone), alone.segments))
    there, first, last = (np.concatenate(each) for each in (in_window, lower, upper))
    worst = last[:, 0].argmax(0)
    return _at(there, there[:, 0].argmax(0)), _at(first, worst), _at(last, worst)


def _at(segments: Floats, rows: NDArray[np.intp]) -> Floats:
    """Gives each attribute's features from a segment of its own."""
    return segments[rows, :, np.arange(len(ATTRIBUTES))].T


def calibrate(scores: ExitScores, dataset: Dataset) -> dict[str, Any]:
    """Fits the curves of the lower exit and of both, and where doubt begins."""
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
    civil = dataset.from_source("newspaper")[scores.indices]
    curves = np.array(lower)
    return {
        "lower": lower,
        "upper": both,
        "doubt": _thresholds(curves, scores.in_window[civil], CASCADE.escalating),
    }


def _thresholds(curves: Floats, civil: Floats, limits: ReadOn) -> list[float]:
    """Gives the probability of each attribute that so large a share of civil comments is beyond.

    The same quantile of them for each, as low as the share of those beyond any lets it be; of what
    hardly any comment has that would be next to nothing, so none is below the least.
    """
    logits = np.einsum("rfa,af->ra", civil, curves[:, :-1]) + curves[:, -1]
    probabilities = 1 / (1 + np.exp(-logits))
    for quantile in QUANTILES:
        thresholds = np.maximum(np.quantile(probabilities, quantile, axis=0), limits.least)
        if (probabilities > thresholds).any(1).mean() <= limits.share:
            break
    return [round(float(value), 6) for value in thresholds]
