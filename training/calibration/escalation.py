"""From which probability of abuse on a text goes to the second stage."""

from __future__ import annotations

from typing import Any

import numpy as np

from training.calibration.cascade import CascadeScores
from training.config import CASCADE
from training.dataset import Dataset

# The quantiles that are tried, the lowest first.
QUANTILES = np.linspace(0.8, 1.0, 201)


def abuse_thresholds(
    settings: dict[str, Any], scores: CascadeScores, dataset: Dataset
) -> list[float]:
    """Gives the probability of each attribute from which a text goes on.

    The same quantile of civil newspaper comments for each, as low as CASCADE's share lets it be.
    """
    civil = dataset.from_source("newspaper")[scores.indices]
    slopes = np.array(settings["calibration"])
    features = [feature[civil] for feature in scores.first_stage()]
    logits = sum(slopes[:, index] * feature for index, feature in enumerate(features))
    logits = logits + slopes[:, -1]
    probabilities = 1 / (1 + np.exp(-logits))
    for quantile in QUANTILES:
        thresholds = np.quantile(probabilities, quantile, axis=0)
        if (probabilities > thresholds).any(1).mean() <= CASCADE.escalated_share:
            break
    return [round(float(value), 4) for value in thresholds]
