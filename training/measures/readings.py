"""What each part of reading is worth: the same network with less of it, on texts held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import Judge
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import MAX_CHARACTERS, Tokens, Vocabulary
from rejoinder.engine.window_reading import WindowReader, segments_within
from rejoinder.engine.windows import Segment, sentence_ends, windows
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
Way = Callable[[WindowReader, NDArray[np.int64], list[Segment]], Floats]


def _lower_alone(
    reader: WindowReader, token_ids: NDArray[np.int64], within: list[Segment]
) -> Floats:
    read = reader.encoder.read_lower(token_ids, within)
    worst: Floats = reader.calibration.after_lower(read).max(0)
    return worst


def _all_layers(
    reader: WindowReader, token_ids: NDArray[np.int64], within: list[Segment]
) -> Floats:
    lower = reader.encoder.read_lower(token_ids, within)
    worst: Floats = reader.calibration.after_upper(lower, reader.encoder.read_upper(lower)).max(0)
    return worst


def _windows_alone(
    reader: WindowReader, token_ids: NDArray[np.int64], within: list[Segment]
) -> Floats:
    return _all_layers(reader, token_ids, within[:1])


def _by_themselves(
    reader: WindowReader, token_ids: NDArray[np.int64], within: list[Segment]
) -> Floats:
    read = [_all_layers(reader, token_ids[s:a], [(0, a - s)]) for s, a in within]
    worst: Floats = np.max(read, axis=0)
    return worst


WAYS: Mapping[str, Way] = {
    "lower layers alone": _lower_alone,
    "all layers, windows without their segments": _windows_alone,
    "all layers, segments in their windows": _all_layers,
    "all layers, every segment by itself": _by_themselves,
}
SERVED = "as it serves"


def reading_figures(judge: Judge, dataset: Dataset, seed: int) -> dict[str, dict[str, float]]:
    """Gives areas under the curve by way of reading, and by source and attribute."""
    draw = np.random.default_rng(seed)
    measured = np.isin(dataset.folds, MEASURED)
    names = [*(source for source, _ in SOURCES), PASSAGES, CIVIL]
    rows = np.concatenate(
        [
            draw.permutation(np.flatnonzero(measured & dataset.from_source(name)))[:LARGEST_SAMPLE]
            for name in names
        ]
    )
    texts = [dataset.examples[row].text for row in rows]
    scores = {
        way: np.array([_probabilities(judge, text, read) for text in progress(texts, way)])
        for way, read in WAYS.items()
    }
    judged = [each.abuse for each in judge.batch((text,) for text in texts)]
    scores[SERVED] = np.array([[a[n].score if a else np.nan for n in ATTRIBUTES] for a in judged])
    return {way: _areas(each, dataset, rows) for way, each in scores.items()}


def _probabilities(judge: Judge, text: str, read: Way) -> Floats:
    """Of each attribute, in the worst window; nan where there is nothing to read."""
    text = text[:MAX_CHARACTERS]
    tokens, ends = _cut(text, judge.vocabulary)
    found = [
        read(judge.window_reader, tokens.ids[slice(*window)], segments_within(window, ends))
        for window in windows(ends)
    ]
    return np.max(found, axis=0) if found else np.full(len(ATTRIBUTES), np.nan)


def _cut(text: str, vocabulary: Vocabulary) -> tuple[Tokens, list[int]]:
    folded = fold(text)
    tokens = vocabulary.tokenize(folded)
    return tokens, sentence_ends(text, folded, tokens)


def _areas(scores: Floats, dataset: Dataset, rows: NDArray[np.int64]) -> dict[str, float]:
    known = ~np.isnan(scores[:, 0])
    figures = {}
    for source, name in SOURCES:
        column = ATTRIBUTES.index(name)
        labels = dataset.labels[rows, column]
        used = dataset.from_source(source)[rows] & ~np.isnan(labels) & known
        figures[f"{source}, {name}"] = auc_or_nan(labels[used] >= 0.5, scores[used, column])
    toxicity = ATTRIBUTES.index("toxicity")
    abusive = dataset.from_source(PASSAGES)[rows] & (dataset.labels[rows, toxicity] >= 0.5)
    used = (abusive | dataset.from_source(CIVIL)[rows]) & known
    figures["abuse put into newspaper comments"] = auc_or_nan(abusive[used], scores[used, toxicity])
    return figures
