"""What each part of reading is worth: the same network with less of it, on texts held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import Judge
from rejoinder.engine.arrays import Ints
from rejoinder.engine.cascade import Cascade
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.model_files import ModelFiles
from rejoinder.engine.window_reading import WindowReader
from rejoinder.engine.windows import Segment
from training.calibration.cascade import windows_of
from training.data.folds import MEASURED
from training.dataset import Dataset
from training.measures.roc import auc_or_nan
from training.progress import progress

Floats = NDArray[np.float64]

# A source's texts at most, and the attribute that is measured on it.
LARGEST_SAMPLE = 600
SOURCES = (
    ("jigsaw", "toxicity"),
    ("toxic_spans", "insult"),
    ("gab", "identity_attack"),
    ("hatemoji", "identity_attack"),
    ("functions", "identity_attack"),
)
# Comments of which some have an abusive sentence put in, and those that have none.
PASSAGES, CIVIL = "passages", "newspaper"

# Gives the probabilities of a window's worst segment from its tokens and its segments.
Way = Callable[[WindowReader, Ints, tuple[Segment, ...]], Floats]


def _lower_alone(reader: WindowReader, token_ids: Ints, segments: tuple[Segment, ...]) -> Floats:
    read = reader.encoder.read_lower(token_ids, segments)
    worst: Floats = reader.calibration.after_lower(read).max(0)
    return worst


def _all_layers(reader: WindowReader, token_ids: Ints, segments: tuple[Segment, ...]) -> Floats:
    lower = reader.encoder.read_lower(token_ids, segments)
    worst: Floats = reader.calibration.after_all(lower, reader.encoder.read_upper(lower)).max(0)
    return worst


def _windows_alone(reader: WindowReader, token_ids: Ints, segments: tuple[Segment, ...]) -> Floats:
    lower = reader.encoder.read_lower(token_ids, segments)
    whole: Floats = reader.calibration.after_all(lower, reader.encoder.read_upper(lower))[0]
    return whole


def _by_themselves(reader: WindowReader, token_ids: Ints, segments: tuple[Segment, ...]) -> Floats:
    found = []
    window = reader.encoder.read_lower(token_ids, segments)
    for row in range(len(segments)):
        lower = window.narrowed(row)
        found.append(reader.calibration.after_alone(lower, reader.encoder.read_upper(lower)))
    worst: Floats = np.max(found, axis=0)
    return worst


WAYS: Mapping[str, Way] = {
    "lower layers only": _lower_alone,
    "all layers, windows without their segments": _windows_alone,
    "all layers, segments in their windows": _all_layers,
    "all layers, every segment alone": _by_themselves,
}
SERVED = "as it serves"


def reading_figures(
    judge: Judge, files: ModelFiles, dataset: Dataset, seed: int
) -> dict[str, dict[str, float]]:
    """Gives areas under the curve by way of reading, and by source and attribute.

    `files` are the judge's. Texts that it refuses as not English are left out of all.
    """
    judged = [(row, judge(dataset.examples[row].text).abuse) for row in _drawn(dataset, seed)]
    rows = np.array([row for row, abuse in judged if abuse])
    texts = [dataset.examples[row].text for row in rows]
    cascade = Cascade(files)
    scores = {
        way: np.array([_probabilities(cascade, text, read) for text in progress(texts, way)])
        for way, read in WAYS.items()
    }
    scores[SERVED] = np.array(
        [[abuse[name].score for name in ATTRIBUTES] for _, abuse in judged if abuse]
    )
    return {way: _areas(each, dataset, rows) for way, each in scores.items()}


def _drawn(dataset: Dataset, seed: int) -> list[int]:
    """Gives some rows of each source that were never fitted."""
    draw = np.random.default_rng(seed)
    measured = np.isin(dataset.folds, MEASURED)
    rows = []
    for name in (*(source for source, _ in SOURCES), PASSAGES, CIVIL):
        of_it = np.flatnonzero(measured & dataset.from_source(name))
        rows += draw.permutation(of_it)[:LARGEST_SAMPLE].tolist()
    return rows


def _probabilities(cascade: Cascade, text: str, read: Way) -> Floats:
    """Of each attribute, in the worst window."""
    found = [
        read(cascade.window_reader, token_ids, segments)
        for token_ids, segments in windows_of(text, cascade.vocabulary)
    ]
    worst: Floats = np.max([np.zeros(len(ATTRIBUTES)), *found], axis=0)
    return worst


def _areas(scores: Floats, dataset: Dataset, rows: NDArray[np.int64]) -> dict[str, float]:
    """Gives the area of each source's attribute, and of abusive passages among civil ones."""
    figures = {}
    for source, name in SOURCES:
        column = ATTRIBUTES.index(name)
        labels = dataset.labels[rows, column]
        used = dataset.from_source(source)[rows] & ~np.isnan(labels)
        figures[f"{source}, {name}"] = auc_or_nan(labels[used] >= 0.5, scores[used, column])
    toxicity = ATTRIBUTES.index("toxicity")
    abusive = dataset.from_source(PASSAGES)[rows] & (dataset.labels[rows, toxicity] >= 0.5)
    used = abusive | dataset.from_source(CIVIL)[rows]
    figures["abuse put into newspaper comments"] = auc_or_nan(abusive[used], scores[used, toxicity])
    return {name: round(float(area), 4) for name, area in figures.items() if not np.isnan(area)}
