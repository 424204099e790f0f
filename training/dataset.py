"""Every labelled example, of the published sets and our own, as the arrays that are fitted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.data.sources import read_all
from training.synthetic.functional import functions
from training.synthetic.identity import identity_templates
from training.synthetic.innocent_words import innocent_words
from training.synthetic.inserted_abuse import buried
from training.synthetic.links_and_signs import innocent_signs
from training.synthetic.mentions import mentions
from training.synthetic.sexual import sexual
from training.synthetic.templates import templates

Floats = NDArray[np.float64]

MOST_TEMPLATES = 4000
"""Of bias_templates' 30,000 near-equal sentences."""


@dataclass(frozen=True, slots=True)
class Dataset:
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


def load_dataset(data: Path, seed: int) -> Dataset:
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
    return Dataset(
        examples,
        np.array([[found.labels.get(name, np.nan) for name in ATTRIBUTES] for found in examples]),
        np.array([found.weight for found in examples]),
        np.array([found.placed() for found in examples]),
        np.array([names.index(found.source) for found in examples]),
        names,
    )
