"""The area under the curve as a plain number, for figures of which some may have no answer."""

from __future__ import annotations

from rejoinder.evaluation.measures import Labels, Scores, auc


def auc_or_nan(labels: Labels, scores: Scores) -> float:
    """Gives the area by `rejoinder.evaluation.measures.auc`, nan where there is one class only."""
    area = auc(labels, scores)
    return float("nan") if area is None else area
