"""Chooses how much a word must add to be shown, and measures the spans against people's."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

from rejoinder.engine.abuse import AbuseModel
from rejoinder.engine.folding import fold
from training.examples import rows

SHARES = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)

Marked = tuple[str, frozenset[int]]


def marked(data: Path, name: str, most: int) -> list[Marked]:
    """News comments and the characters that people marked as toxic."""
    table = rows(data / "toxic_spans" / f"{name}.csv")
    found = [(row["text"], frozenset(ast.literal_eval(row["spans"]))) for row in table]
    return found[:most]


def agreement(model: AbuseModel, comments: Sequence[Marked], share: float) -> float:
    """The mean F1 of characters, as SemEval-2021's task 5 scores it (two empty sets agree)."""
    total = 0.0
    for text, truth in comments:
        spans = model.score(fold(text), share)["toxicity"].spans
        shown = {place for start, end in spans for place in range(start, end)}
        if shown or truth:
            total += 2 * len(shown & truth) / (len(shown) + len(truth))
        else:
            total += 1
    return total / len(comments)


def best_share(model: AbuseModel, comments: Sequence[Marked]) -> float:
    """The share of the strongest word's part from which a word is shown."""
    return max(SHARES, key=lambda share: agreement(model, comments, share))
