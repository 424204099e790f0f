"""Every labelled example, of the published sets and our own, as the arrays that are fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.synthetic.functional import functional_sentences
from training.synthetic.identity import identity_templates
from training.synthetic.innocent_words import innocent_words
from training.synthetic.links_and_signs import links_and_signs
from training.synthetic.mentions import mentions
from training.synthetic.passages import passage_comments
from training.synthetic.sexual import sexual_sentences
from training.synthetic.templates import templates
from training.synthetic.written import written_sentences

Floats = NDArray[np.float64]

# How many of bias_templates' 30,000 near-equal sentences are used.
BIAS_TEMPLATES = 4000


@dataclass(frozen=True, slots=True)
class Dataset:
    """The examples, and a row for each in every array."""

    examples: list[Example]
    labels: Floats
    """A column for each of `rejoinder.engine.model.ATTRIBUTES`; nan where unlabelled."""
    weights: Floats
    folds: NDArray[np.int64]
    sources: NDArray[np.int64]
    """Indices of the sources' names."""
    names: list[str]
    """The sources' names, sorted."""

    def from_source(self, source: str) -> NDArray[np.bool_]:
        """Tells which rows come from a source."""
        rows: NDArray[np.bool_] = self.sources == self.names.index(source)
        return rows


def build_dataset(published: list[Example], seed: int) -> Dataset:
    """Joins what others published and our own sentences; thins out the largest set of templates."""
    draw = np.random.default_rng(seed)
    examples = _thinned([*published, *synthetic_examples(seed)], draw)
    return as_arrays([*examples, *passage_comments(examples, seed)])


def synthetic_examples(seed: int) -> list[Example]:
    """Gives the sentences of our own that need no others; the same ones for the same seed."""
    return [
        *templates(seed),
        *identity_templates(),
        *innocent_words(),
        *links_and_signs(seed),
        *sexual_sentences(),
        *functional_sentences(seed),
        *mentions(seed),
        *written_sentences(),
    ]


def as_arrays(examples: list[Example]) -> Dataset:
    """Gives the examples as one dataset, in their order."""
    names = sorted({example.source for example in examples})
    return Dataset(
        examples,
        np.array([[each.labels.get(name, np.nan) for name in ATTRIBUTES] for each in examples]),
        np.array([each.weight for each in examples]),
        np.array([each.assigned_fold() for each in examples]),
        np.array([names.index(each.source) for each in examples]),
        names,
    )


def _thinned(examples: list[Example], draw: np.random.Generator) -> list[Example]:
    alike = [index for index, each in enumerate(examples) if each.source == "bias_templates"]
    dropped = set(draw.permutation(alike)[BIAS_TEMPLATES:].tolist())
    return [each for index, each in enumerate(examples) if index not in dropped]
