"""Measures a packaged model as it will serve, on folds and sets that nothing was fitted on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine import Case, Judge
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.evaluation.measures import adaptive_calibration_error, macro_f1
from training.calibration.source_weights import text_weights, without_floor
from training.data.debates import newspaper_debates
from training.data.folds import MEASURED
from training.data.toxic_spans import marked_comments
from training.dataset import Dataset
from training.measures.obfuscation import obfuscated
from training.measures.roc import auc_or_nan
from training.measures.spans import agreement
from training.measures.topic import headline_auc, topic_aucs
from training.source_amounts import CALIBRATION_WEIGHTS

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

# Texts of one source at most.
LARGEST_SAMPLE = 1500

THREADS = 2

# From here on a comment is called toxic when evasion is measured; texts that it is measured on.
DETECTED, EVASIONS = 0.7, 500
EVADING_SOURCES = frozenset(("toxic_spans", "jigsaw", "hatemoji"))

# Sentences of either kind that name a term, below which its area says little.
FEWEST_OF_A_TERM = 10

# Sources and the attribute that each measures, by area under the curve.
MEASURED_SOURCES = (
    ("jigsaw", "toxicity"),
    ("jigsaw_plain", "severe_toxicity"),
    ("toxic_spans", "insult"),
    ("toxic_spans", "toxicity"),
    ("gab", "identity_attack"),
    ("edos", "identity_attack"),
    ("implicit_hate", "identity_attack"),
    ("hatemoji", "identity_attack"),
    ("functions", "identity_attack"),
    ("pictures", "identity_attack"),
    ("convabuse", "toxicity"),
    ("sexual", "sexually_explicit"),
    ("youtube_spam", "spam"),
)


@dataclass(frozen=True, slots=True)
class Scored:
    """Examples that were only measured, and a row of scores for each (nan where not English)."""

    dataset: Dataset
    indices: NDArray[np.int64]
    """Which rows of the dataset they are."""
    scores: Floats
    """A column for each attribute."""

    def labels(self, attribute: str) -> Floats:
        """Gives each example's label of an attribute."""
        labels: Floats = self.dataset.labels[self.indices, ATTRIBUTES.index(attribute)]
        return labels

    def scores_of(self, attribute: str) -> Floats:
        """Gives each example's score of an attribute."""
        scores: Floats = self.scores[:, ATTRIBUTES.index(attribute)]
        return scores

    def from_source(self, source: str) -> Rows:
        """Tells which examples come from a source."""
        rows: Rows = self.dataset.from_source(source)[self.indices]
        return rows

    def text(self, row: int) -> str:
        """Gives an example's text."""
        return self.dataset.examples[int(self.indices[row])].text


def measure_model(judge: Judge, dataset: Dataset, data: Path, seed: int) -> dict[str, float]:
    """Gives every figure of the model card by its name."""
    scored = _scored(judge, dataset, seed)
    figures = _areas(scored)
    figures |= _inserted(scored)
    figures |= _functional(scored)
    figures |= _identity_terms(scored)
    figures |= _calibration(scored)
    figures["refused as not English"] = float(np.isnan(scored.scores[:, 0]).mean())
    figures["toxic spans, F1 of characters"] = agreement(judge, marked_comments(data, MEASURED))
    figures["evasion, share of detections kept"] = _evasion(judge, scored, seed)
    figures |= topic_aucs(judge, newspaper_debates(data), seed)
    figures["news headline, its own body or another, AUC"] = headline_auc(judge, data, seed)
    return {name: round(float(value), 4) for name, value in figures.items()}


def _scored(judge: Judge, dataset: Dataset, seed: int) -> Scored:
    draw = np.random.default_rng(seed)
    measured = np.isin(dataset.folds, MEASURED)
    sources = sorted({*(source for source, _ in MEASURED_SOURCES), *CALIBRATION_WEIGHTS})
    indices = np.concatenate(
        [
            draw.permutation(np.flatnonzero(measured & dataset.from_source(name)))[:LARGEST_SAMPLE]
            for name in sources
            if name in dataset.names
        ]
    )
    judgements = judge.batch((Case(dataset.examples[index].text) for index in indices), THREADS)
    rows = [
        [each.abuse[name].score if each.abuse else np.nan for name in ATTRIBUTES]
        for each in judgements
    ]
    return Scored(dataset, indices, np.array(rows))


def _areas(scored: Scored) -> dict[str, float]:
    figures = {}
    for source, name in MEASURED_SOURCES:
        labels, scores = scored.labels(name), scored.scores_of(name)
        used = scored.from_source(source) & ~np.isnan(labels) & ~np.isnan(scores)
        figures[f"{source}, {name}, AUC"] = auc_or_nan(labels[used] >= 0.5, scores[used])
    return figures


def _inserted(scored: Scored) -> dict[str, float]:
    """Measures civil newspaper comments against such with an abusive sentence put in."""
    toxic = np.nan_to_num(scored.labels("toxicity")) >= 0.5
    abusive, civil = scored.from_source("passages") & toxic, scored.from_source("newspaper")
    scores = scored.scores_of("toxicity")
    used = (abusive | civil) & ~np.isnan(scores)
    return {"abuse put into newspaper comments, AUC": auc_or_nan(abusive[used], scores[used])}


def _functional(scored: Scored) -> dict[str, float]:
    """Measures our own functional sentences, from frames not learned, at one half."""
    scores = scored.scores_of("identity_attack")
    used = scored.from_source("functions") & ~np.isnan(scores)
    hateful, scores = scored.labels("identity_attack")[used] >= 0.5, scores[used]
    flagged = scores >= 0.5
    return {
        "own functional sentences, hateful right": float(flagged[hateful].mean()),
        "own functional sentences, others right": float((~flagged[~hateful]).mean()),
        "own functional sentences, macro-F1": macro_f1(hateful, scores, 0.5) or 0.0,
    }


def _identity_terms(scored: Scored) -> dict[str, float]:
    """Measures identity terms in templates: the worst term's own area under the curve."""
    by_term: dict[str, list[int]] = {}
    for row in np.flatnonzero(scored.from_source("bias_templates")).tolist():
        for word in scored.text(row).lower().replace(".", " ").split():
            by_term.setdefault(word, []).append(row)
    toxic, scores = scored.labels("toxicity") >= 0.5, scored.scores_of("toxicity")
    worst = 1.0
    for rows in by_term.values():
        labels = toxic[rows]
        if min(labels.sum(), (~labels).sum()) >= FEWEST_OF_A_TERM:
            worst = min(worst, auc_or_nan(labels, scores[rows]))
    return {"bias templates, worst term's AUC": worst}


def _calibration(scored: Scored) -> dict[str, float]:
    dataset, indices = scored.dataset, scored.indices
    names = np.array(dataset.names)[dataset.sources[indices]]
    known = without_floor(names, dataset.labels[indices])
    figures = {}
    for column, name in enumerate(ATTRIBUTES):
        labels, scores = known[:, column], scored.scores[:, column]
        weights = text_weights(names, np.where(np.isnan(scores), np.nan, labels))
        used = weights > 0
        error = adaptive_calibration_error(labels[used], scores[used], weights[used])
        figures[f"{name}, calibration error"] = error
    return figures


def _evasion(judge: Judge, scored: Scored, seed: int) -> float:
    """Gives the share of toxic texts that are still found so when their words are disguised."""
    draw = random.Random(seed)
    names, sources = scored.dataset.names, scored.dataset.sources[scored.indices]
    detected = [
        scored.text(row)
        for row in np.flatnonzero(scored.scores_of("toxicity") >= DETECTED).tolist()
        if names[sources[row]] in EVADING_SOURCES
    ][:EVASIONS]
    judgements = judge.batch((Case(obfuscated(text, draw)) for text in detected), THREADS)
    still = [bool(each.abuse) and each.abuse["toxicity"].score >= DETECTED for each in judgements]
    return float(np.mean(still))
