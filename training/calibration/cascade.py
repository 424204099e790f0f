"""Fits the curves from both exits' logits to probabilities, and where doubt begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.arrays import Ints
from rejoinder.engine.calibration import both_features, features, probabilities
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import MAX_CHARACTERS, Vocabulary
from rejoinder.engine.window_reading import TONE
from rejoinder.engine.windows import Segment, cut
from training.calibration.platt import fit_platt
from training.calibration.source_weights import text_weights, without_floor
from training.config import CASCADE, ReadOn
from training.data.folds import CALIBRATED
from training.dataset import Dataset
from training.progress import progress
from training.source_amounts import CALIBRATION_WEIGHTS

Floats = NDArray[np.float64]

# Among both exits' features those of the upper begin here.
FIRST_UPPER = 2

# The quantiles of civil comments that are tried, the lowest first.
QUANTILES = np.linspace(0.4, 1.0, 601)


@dataclass(frozen=True, slots=True)
class ExitScores:
    """What the network makes of some rows of the dataset.

    Of each row the arrays have the features of one segment for each attribute: that which is worst
    in it by the last layers that read it; of tone by all layers, the window that is worst. They are
    of shape (rows, features, attributes).
    """

    indices: NDArray[np.int64]
    """Which rows of the dataset they are."""
    lower: Floats
    """Of the lower exit, in the windows."""
    upper: Floats
    """Of both exits, in the windows."""
    alone: Floats
    """Of both exits, where each segment was read alone."""
    every_lower: list[Floats]
    """By row, the lower exit's features of every segment: (segments, features, attributes)."""


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """What the exits say of every segment of a text: (segments, features, attributes)."""

    lower: Floats
    """The lower exit, in the windows."""
    upper: Floats
    """Both exits, in the windows."""
    alone: Floats
    """Both exits, where each segment was read alone."""
    windows: list[int]
    """Which of the segments are whole windows."""


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
    read = [_segments(encoder, vocabulary, text) for text in progress(texts, "Scoring")]
    kept = np.array([each is not None for each in read])
    found = [each for each in read if each is not None]
    return ExitScores(
        indices[kept],
        np.array([_worst(each.lower, each.lower) for each in found]),
        np.array([_worst_as_served(each) for each in found]),
        np.array([_worst(each.alone, each.alone[:, FIRST_UPPER:]) for each in found]),
        [each.lower for each in found],
    )


def windows_of(text: str, vocabulary: Vocabulary) -> list[tuple[Ints, tuple[Segment, ...]]]:
    """Gives the tokens of each window of a text, and its segments as places in it."""
    text = text[:MAX_CHARACTERS]
    folded = fold(text)
    tokens = vocabulary.tokenize(folded)
    return [
        (tokens.ids[slice(*window)], segments) for window, segments in cut(text, folded, tokens)
    ]


def _segments(encoder: Encoder, vocabulary: Vocabulary, text: str) -> SegmentFeatures | None:
    lower: list[Floats] = []
    upper, alone, windows = [], [], []
    for token_ids, within in windows_of(text, vocabulary):
        read = encoder.read_lower(token_ids, within)
        windows.append(sum(len(each) for each in lower))
        lower.append(features(read, within))
        upper.append(both_features(read, encoder.read_upper(read)))
        for row in range(len(within)):
            by_itself = read.narrowed(row)
            alone.append(both_features(by_itself, encoder.read_upper(by_itself)))
    if not lower:
        return None
    return SegmentFeatures(
        np.concatenate(lower), np.concatenate(upper), np.concatenate(alone), windows
    )


def _worst_as_served(read: SegmentFeatures) -> Floats:
    """Gives the features by both exits of the worst segment; of tone, of the worst window."""
    segments, windows = read.upper, read.upper[read.windows]
    worst = (_worst(each, each[:, FIRST_UPPER:]) for each in (windows, segments))
    return np.where(TONE, *worst)


def _worst(segments: Floats, by: Floats) -> Floats:
    """Gives each attribute's features from the segment whose logit, first in `by`, is highest."""
    return segments[by[:, 0].argmax(0), :, np.arange(len(ATTRIBUTES))].T


def calibrate(scores: ExitScores, dataset: Dataset) -> dict[str, Any]:
    """Fits the curves, and finds where doubt begins."""
    sources = np.array(dataset.names)[dataset.sources[scores.indices]]
    labels = without_floor(sources, dataset.labels[scores.indices])
    curves = {
        "lower": _curves(scores.lower, labels, sources),
        "upper": _curves(scores.upper, labels, sources),
        "alone": _curves(scores.alone, labels, sources),
    }
    civil = np.flatnonzero(dataset.from_source("newspaper")[scores.indices])
    every = [scores.every_lower[row] for row in civil.tolist()]
    return {**curves, "doubt": _thresholds(np.array(curves["lower"]), every, CASCADE.escalating)}


def _curves(worst: Floats, labels: Floats, sources: NDArray[np.str_]) -> list[list[float]]:
    """Gives slopes and bias of each attribute."""
    fitted = []
    for attribute in range(len(ATTRIBUTES)):
        known = labels[:, attribute]
        weights = text_weights(sources, known)
        used = np.flatnonzero(weights > 0)
        fitted.append(fit_platt(worst[used, :, attribute], known[used], weights[used]))
    return fitted


def _thresholds(curves: Floats, civil: list[Floats], limits: ReadOn) -> list[float]:
    """Gives the probability of each attribute that so large a share of civil comments is beyond.

    The same quantile of their worst segments for each, as low as the share of those beyond any
    lets it be. Of what hardly any comment has that would be next to nothing, so none is below the
    least; and none is above the most.
    """
    worst = np.array([probabilities(curves, each).max(0) for each in civil])
    least = [limits.least_of.get(name, limits.least) for name in ATTRIBUTES]
    most = [limits.most_of.get(name, limits.most) for name in ATTRIBUTES]
    for quantile in QUANTILES:
        thresholds = np.quantile(worst, quantile, axis=0)
        thresholds = np.clip(thresholds, least, most)
        if (worst > thresholds).any(1).mean() <= limits.share:
            break
    return [round(float(value), 6) for value in thresholds]
