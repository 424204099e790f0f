"""Joins both stages: the curves from the logits of the first, or of both, to probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import MODEL_ATTRIBUTES
from rejoinder.engine.tokens import MAX_CHARACTERS, Vocabulary
from training.calibration.platt import fit_platt
from training.calibration.source_weights import text_weights, without_floor
from training.config import CALIBRATION_WEIGHTS, CASCADE
from training.data.folds import CALIBRATED
from training.dataset import Dataset
from training.progress import progress

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CascadeScores:
    """What both stages make of some rows of the dataset: logits by row and attribute."""

    indices: NDArray[np.int64]
    """Which rows of the dataset they are."""
    whole: Floats
    """The n-grams', of the whole text."""
    peak: Floats
    """The n-grams', of the worst passage."""
    first: Floats
    """The smaller network's."""
    second: Floats
    """The larger network's."""
    log_lengths: Floats
    """As the n-grams' model counts with them."""

    def first_stage(self) -> tuple[Floats, ...]:
        """Gives what the first stage knows, in the order of the engine's slopes."""
        return (self.whole, self.peak, self.log_lengths[:, None], self.first)


# Which of these is no sign of abuse, so that its slope may be negative: longer texts have more
# places where chance finds something, which the length makes up for.
LENGTH_COLUMN = 2


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


def score_cascade(
    model: AbuseModel,
    networks: tuple[Encoder, Encoder],
    vocabulary: Vocabulary,
    dataset: Dataset,
    indices: NDArray[np.int64],
) -> CascadeScores:
    """Scores some rows by both stages, with the very code that serves."""
    ngrams, logits = [], []
    texts = [dataset.examples[index].text for index in indices]
    for text in progress(texts, "Scoring by both stages"):
        folded = fold(text[:MAX_CHARACTERS])
        tokens = vocabulary.tokenize(folded).ids
        ngrams.append(model.score_ngrams(folded))
        outputs = [
            each.encode(tokens) if len(tokens) else each.empty_output(0) for each in networks
        ]
        logits.append([output.logits for output in outputs])
    return CascadeScores(
        indices,
        np.array([each.whole for each in ngrams]),
        np.array([each.peak for each in ngrams]),
        np.array([first for first, _ in logits]),
        np.array([second for _, second in logits]),
        np.array([each.log_length for each in ngrams]),
    )


def calibrate(scores: CascadeScores, dataset: Dataset) -> dict[str, Any]:
    """Fits the curves from logits to probability: by the first stage alone, and by both."""
    sources = np.array(dataset.names)[dataset.sources[scores.indices]]
    all_labels = without_floor(sources, dataset.labels[scores.indices])
    first, both = [], []
    for attribute in range(len(MODEL_ATTRIBUTES)):
        labels = all_labels[:, attribute]
        weights = text_weights(sources, labels)
        used = np.flatnonzero(weights > 0)
        columns = (*scores.first_stage(), scores.second)
        # The length has one column for all attributes.
        features = np.column_stack([each[:, min(attribute, each.shape[1] - 1)] for each in columns])
        features, labels, weights = features[used], labels[used], weights[used]
        free = (LENGTH_COLUMN,)
        first.append(fit_platt(features[:, :-1], labels, weights, free))
        both.append(fit_platt(features, labels, weights, free))
    return {"calibration": first, "closer": both}
