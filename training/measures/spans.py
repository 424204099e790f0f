"""Measures the spans that the judge shows against people's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rejoinder.engine import Judge
from training.data.folds import CALIBRATED
from training.data.toxic_spans import MarkedComment, marked_comments

GRAMS = 0.4
"""What the n-grams' strongest word counts beside a network's probability. On comments that
calibrate, 0 / .2 / .4 / .7 / n-grams alone agreed with people at .62 / .665 / .670 / .66 / .644."""

LEAST = (0.6, 0.5, 0.55, 0.65, 0.7, 0.75)
"""From which share of the hottest word's heat on words are shown: what is tried."""


def calibrating(data: Path) -> list[MarkedComment]:
    """Comments that nothing was learned from, to choose how hot a shown word must be."""
    return marked_comments(data, CALIBRATED)[:500]


def best_least(judge: Judge, comments: Sequence[MarkedComment]) -> float:
    """From which share of the hottest word's heat on the spans agree best with people's."""
    return max(LEAST, key=lambda least: agreement(judge.with_span_threshold(least), comments))


def agreement(judge: Judge, comments: Sequence[MarkedComment]) -> float:
    """The mean F1 of characters, as SemEval-2021's task 5 scores it (two empty sets agree)."""
    return _mean(
        [(spans_of(judge, text), truth) for text, truth in comments],
    )


def spans_of(judge: Judge, text: str) -> frozenset[int]:
    """The characters that the judge shows as toxic."""
    found = judge(text).abuse.get("toxicity")
    spans = () if found is None else found.spans
    return frozenset(place for start, end in spans for place in range(start, end))


def _mean(pairs: Sequence[tuple[frozenset[int], frozenset[int]]]) -> float:
    total = 0.0
    for shown, truth in pairs:
        if shown or truth:
            total += 2 * len(shown & truth) / (len(shown) + len(truth))
        else:
            total += 1
    return total / len(pairs)
