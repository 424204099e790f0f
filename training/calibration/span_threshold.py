"""From which share of the strongest word on a word is shown."""

from __future__ import annotations

from pathlib import Path

from rejoinder.engine import Judge
from training.config import SPANS
from training.data.folds import CALIBRATED
from training.data.toxic_spans import marked_comments
from training.measures.spans import agreement


def best_span_threshold(judge: Judge, data: Path) -> float:
    """Gives the threshold by which the judge's spans agree best with people's.

    On comments that nothing was learned from.
    """
    comments = marked_comments(data, CALIBRATED)[: SPANS.calibration_comments]
    return max(
        SPANS.thresholds,
        key=lambda threshold: agreement(judge.with_span_threshold(threshold), comments),
    )
