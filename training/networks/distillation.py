"""Makes the small network: it learns from the larger one's answers to far more texts than labels.

Distillation as Hinton et al. (2015) have it, of odds, of each piece's part and of where texts point
(https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from training.dataset import Dataset
from training.networks.encoder import Encoder
from training.networks.multi_task import MultiTaskEncoder
from training.networks.teacher import Told, told
from training.networks.train import TrainingConfig, TrainingSet

WIDTH, LAYERS, HEADS, INNER = 128, 2, 4, 256

PASSES = 4

PARTS = {"newspaper": 4, "toxic_spans": 2, "jigsaw": 1, "gab": 1, "implicit_hate": 1}
"""How many parts of each text are learned as texts of their own: a subject shows in a few words."""

PACE = TrainingConfig(encoder=1.2e-3, heads=1.5e-3, habits=0.0, batch=128, pairs_every=4)


def seeded(seed: int, words: nn.Embedding) -> MultiTaskEncoder:
    """The small network before it has learned anything, over the same word pieces."""
    torch.manual_seed(seed)
    return MultiTaskEncoder(Encoder(words, WIDTH, LAYERS, HEADS, INNER), 1)


def rows_of(lessons: TrainingSet, prepared: Dataset, seed: int) -> list[list[int]]:
    """Every text that the larger network learned from, once, with parts of the longer ones."""
    draw = np.random.default_rng(seed)
    rows = []
    for place in np.unique(lessons.chosen):
        row = lessons.pieces[place]
        rows.append(row)
        parts = PARTS.get(prepared.names[prepared.sources[place]], 0)
        rows += [_part(row, draw) for _ in range(parts)]
    rows += [side for pairs in lessons.pairs for pair in pairs for side in pair]
    return [row for row in rows if len(row) > 2]


def lessons_from(
    reader: MultiTaskEncoder, rows: Sequence[list[int]], lessons: TrainingSet
) -> TrainingSet:
    """What the larger network answers, as lessons; the pairs stay as they are."""
    answers: Told = told(reader, rows, "Asking the larger network")
    count = len(rows)
    return TrainingSet(
        list(rows),
        (1 / (1 + np.exp(-answers.odds))).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.tile(np.arange(count), PASSES),
        dict(enumerate(answers.spans)),
        dict(enumerate(answers.vectors)),
        lessons.pairs,
    )


def _part(row: list[int], draw: np.random.Generator) -> list[int]:
    """Some neighbouring pieces of a text, three of them to all, between its marks."""
    inner = row[1:-1]
    size = int(draw.integers(3, max(4, min(len(inner), 40))))
    start = int(draw.integers(0, max(1, len(inner) - size)))
    return [row[0], *inner[start : start + size], row[-1]]
