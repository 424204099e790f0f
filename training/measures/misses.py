"""The sentences of our own that a model gets most wrong, for its card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rejoinder.engine import Judge
from rejoinder.engine.model import ATTRIBUTES
from training.data.folds import MEASURED
from training.dataset import Dataset

ATTRIBUTE = "identity_attack"

# Sentences that the card shows the model to fail on.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Miss:
    """A sentence that the model judges wrongly: what was said of it, and what it is."""

    text: str
    attribute: str
    score: float
    label: bool

    @property
    def error(self) -> float:
        """How far the score is from the label."""
        return abs(self.score - float(self.label))


def misses(judge: Judge, dataset: Dataset) -> list[Miss]:
    """Gives the worst of each functional frame that was not learned, the worst of them first."""
    column = ATTRIBUTES.index(ATTRIBUTE)
    measured = np.isin(dataset.folds, MEASURED) & dataset.from_source("functions")
    worst: dict[str, Miss] = {}
    for row in np.flatnonzero(measured & ~np.isnan(dataset.labels[:, column])):
        example = dataset.examples[row]
        label = bool(dataset.labels[row, column] >= 0.5)
        answer = judge(example.text).abuse.get(ATTRIBUTE)
        if answer is not None and (answer.score >= 0.5) != label:
            miss = Miss(example.text, ATTRIBUTE, answer.score, label)
            other = worst.get(example.group)
            if other is None or miss.error > other.error:
                worst[example.group] = miss
    return sorted(worst.values(), key=lambda miss: miss.error, reverse=True)[:SHOWN]
