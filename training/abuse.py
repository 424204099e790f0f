"""Fits, calibrates and measures the abuse model; gives the tensors and settings to be written."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from rejoinder.engine.features import WORD_BITS
from rejoinder.engine.model import ATTRIBUTES
from training.abuse_sources import read_all
from training.buried import buried
from training.examples import CALIBRATED, MEASURED, Example
from training.fit import Fitted, fit
from training.functions import functions
from training.identity_templates import identity_templates
from training.innocent_signs import innocent_signs
from training.innocent_words import innocent_words
from training.matrix import Counted, count, rarity, scaled
from training.mentions import mentions
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
        *innocent_signs(seed),
        *sexual(),
        *functions(seed),
        *mentions(seed),
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
