"""Measures the spans that the judge shows against people's."""

from __future__ import annotations

from collections.abc import Sequence

from rejoinder.engine import Judge
from training.data.toxic_spans import MarkedComment


def agreement(judge: Judge, comments: Sequence[MarkedComment]) -> float:
    """Gives the mean F1 of characters, as SemEval-2021's task 5 scores it."""
    return sum(_f1(shown_by(judge, text), marked) for text, marked in comments) / len(comments)


def shown_by(judge: Judge, text: str) -> frozenset[int]:
    """Gives the characters that the judge shows as toxic."""
    toxicity = judge(text).abuse.get("toxicity")
    spans = () if toxicity is None else toxicity.spans
    return frozenset(index for start, end in spans for index in range(start, end))


def _f1(shown: frozenset[int], marked: frozenset[int]) -> float:
    """Gives 1 for two empty sets: they agree."""
    if not shown and not marked:
        return 1.0
    return 2 * len(shown & marked) / (len(shown) + len(marked))
