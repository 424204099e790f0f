"""Fits, calibrates and measures the abuse model; gives the tensors and settings to be written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.features import WORD_BITS, grams
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from training.abuse_sources import read_all
from training.buried import buried
from training.calibrate import platt
from training.examples import CALIBRATED, MEASURED, Example
from training.fit import Fitted, fit
from training.functions import functions
from training.identity_templates import identity_templates
from training.innocent_words import innocent_words
from training.matrix import Counted, count, progress, rarity, scaled
from training.measure import area, calibration_error
from training.package import quantise
from training.sexual import sexual
from training.templates import templates

Floats = NDArray[np.float64]

STRENGTH = 3.0
"""How much large weights cost; chosen on the held-out fold (NOTES.md)."""

RARITY_STEP = 0.06
"""256 steps of this reach beyond the rarest bucket's 1 + log(number of texts)."""

MOST_TEMPLATES = 4000
"""Of bias_templates' 30,000 near-equal sentences."""

NEWS = {
    "toxic_spans": 0.5,
    "newspaper": 1.0,
    "templates": 0.5,
    "groups": 0.2,
    "innocent": 0.1,
    "jigsaw": 0.5,
    "buried": 0.4,
}
"""The sets that calibrate the probabilities, and the weight of each one's texts."""


HIDDEN = ("newspaper", "buried")
"""Civil comments, and the same with one abusive sentence: told apart under the name "hidden"."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The examples as arrays: a row of labels each (nan where unlabelled), and their places."""

    examples: list[Example]
    labels: Floats
    weights: Floats
    folds: NDArray[np.int64]
    sources: NDArray[np.int64]
    names: list[str]

    def of(self, source: str) -> NDArray[np.bool_]:
        """Which rows come from a source."""
        rows: NDArray[np.bool_] = self.sources == self.names.index(source)
        return rows


def prepare(data: Path, seed: int) -> Prepared:
    """Read every set and our own sentences; thin out the largest set of templates."""
    draw = np.random.default_rng(seed)
    ours = (
        *templates(seed),
        *identity_templates(),
        *innocent_words(),
        *sexual(),
        *functions(seed),
    )
    examples = [*read_all(data), *ours]
    alike = [place for place, found in enumerate(examples) if found.source == "bias_templates"]
    dropped = set(draw.permutation(alike)[MOST_TEMPLATES:].tolist())
    examples = [found for place, found in enumerate(examples) if place not in dropped]
    examples += buried(examples, seed)
    names = sorted({found.source for found in examples})
    return Prepared(
        examples,
        np.array([[found.labels.get(name, np.nan) for name in ATTRIBUTES] for found in examples]),
        np.array([found.weight for found in examples]),
        np.array([found.placed() for found in examples]),
        np.array([names.index(found.source) for found in examples]),
        names,
    )


def fit_heads(rows: Prepared) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
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
            fit(
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
        "calibration": [[1.0, 0.0, 0.0]] * len(ATTRIBUTES),
        "span_share": 0.4,
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


@dataclass(frozen=True, slots=True)
class Read:
    """What the packaged model makes of some rows, before calibration."""

    places: NDArray[np.int64]
    whole: Floats
    peak: Floats


def read(model: AbuseModel, rows: Prepared, folds: Sequence[int]) -> Read:
    """Score the rows of some folds with the very code that serves."""
    places = np.flatnonzero(np.isin(rows.folds, folds))
    whole, peak = [], []
    for text in progress([rows.examples[place].text for place in places], "Reading"):
        one, worst = model.logits(model.shares(grams(fold(text).text)))
        whole.append(one)
        peak.append(worst)
    return Read(places, np.array(whole), np.array(peak))


def calibrate(found: Read, rows: Prepared) -> list[list[float]]:
    """The curve from log-odds to probability for each attribute, on news comments not fitted."""
    curves = []
    part = np.array([NEWS.get(rows.names[source], 0.0) for source in rows.sources[found.places]])
    for place in range(len(ATTRIBUTES)):
        labels = rows.labels[found.places, place]
        use = np.flatnonzero(~np.isnan(labels) & (part > 0))
        curves.append(
            platt(found.whole[use, place], found.peak[use, place], labels[use], part[use])
        )
    return curves


def measure(model: AbuseModel, found: Read, rows: Prepared) -> dict[str, Any]:
    """Area under the curve for each attribute and held-out set, and calibration on the news."""
    scores = np.array(
        [model.calibrated(*pair) for pair in zip(found.whole, found.peak, strict=True)]
    )
    sources = rows.sources[found.places]
    figures: dict[str, Any] = {}
    for place, name in enumerate(ATTRIBUTES):
        labels = rows.labels[found.places, place]
        known = ~np.isnan(labels)
        kinds = {source: sources == number for number, source in enumerate(rows.names)}
        kinds["hidden"] = np.isin(sources, [rows.names.index(n) for n in HIDDEN if n in rows.names])
        areas = {
            kind: area(labels[known & of] >= 0.5, scores[known & of, place])
            for kind, of in kinds.items()
        }
        per_set = {kind: round(value, 4) for kind, value in areas.items() if np.isfinite(value)}
        part = np.array([NEWS.get(source, 0.0) for source in rows.names])[sources]
        news = known & (part > 0)
        error = calibration_error(labels[news], scores[news, place], part[news])
        figures[name] = {"area_under_curve": per_set, "calibration_error": round(error, 4)}
    return figures
