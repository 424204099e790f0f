"""How much each text counts when probabilities are calibrated, and what its labels are then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES
from training.data.sources import REPORTED_FLOOR
from training.source_amounts import CALIBRATION_WEIGHTS

Floats = NDArray[np.float64]

# A source of weight one counts as so many texts; only the weights' ratios matter.
TEXTS_OF_WEIGHT_ONE = 1000


def text_weights(sources: NDArray[np.str_], labels: Floats) -> Floats:
    """Gives each text's share of its source's weight; 0 where it has no label or its source none.

    `sources` has each text's source by name, `labels` its label of one attribute.
    """
    weights = np.zeros(len(sources))
    for name, weight in CALIBRATION_WEIGHTS.items():
        rows = (sources == name) & ~np.isnan(labels)
        if rows.any():
            weights[rows] = TEXTS_OF_WEIGHT_ONE * weight / rows.sum()
    return weights


def without_floor(sources: NDArray[np.str_], labels: Floats) -> Floats:
    """Gives the labels, those of toxicity without the floor of reported comments.

    The floor keeps them from being learned as clean; for a probability, what nobody marked was
    nothing.
    """
    result = labels.copy()
    reported, column = sources == "toxic_spans", ATTRIBUTES.index("toxicity")
    result[reported, column] = (labels[reported, column] - REPORTED_FLOOR) / (1 - REPORTED_FLOOR)
    return result
