"""Teaches a network: the teacher from labels, the student from what the teacher answers.

A run that was cut off goes on from its last checkpoint.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.config import TrainingConfig
from training.networks.batches import batches, padded
from training.networks.checkpoint import load_checkpoint, save_checkpoint
from training.networks.losses import (
    attribute_loss,
    embedding_loss,
    pair_loss,
    segment_loss,
    token_loss,
)
from training.networks.master_weights import MasterWeights
from training.networks.multi_task import Outputs, Student, Teacher
from training.networks.segments import LabelledSegments
from training.networks.sentences import Begins
from training.networks.training_set import TrainingSet

# Steps from one line of progress to the next.
SHOWN_EVERY = 20

# How much of the mean losses that are shown is the newest step's.
SHOWN_SHARE = 0.02


Network = Teacher | Student


def train(
    model: Network, training_set: TrainingSet, config: TrainingConfig, checkpoint: Path
) -> None:
    """Goes through the set's order once, in place, from where the checkpoint's file left off."""
    optimizer = MasterWeights(model, config)
    lengths = np.array([len(text) for text in training_set.tokens])
    plan = batches(lengths, training_set.order, config.batch_tokens, config.seed)
    torch.manual_seed(config.seed)
    draw = np.random.default_rng(config.seed)
    first = load_checkpoint(checkpoint, model, optimizer, draw)
    shown = _Progress(first, len(plan))
    model.train()
    for step in range(first, len(plan)):
        time_gone = shown.minutes() / config.minutes
        if time_gone >= 1:
            break
        with_pairs = step % config.pairs_every == 0 and bool(training_set.pairs)
        pairs = _drawn_pairs(training_set, config, draw) if with_pairs else []
        losses = _losses(model, training_set, plan[step], pairs, config)
        optimizer.step(torch.stack(list(losses.values())).sum(), max(step / len(plan), time_gone))
        shown.add(step, losses, int(lengths[plan[step]].sum()))
        if (step + 1) % config.checkpoint_every == 0:
            save_checkpoint(checkpoint, model, optimizer, draw, step + 1)
    model.eval()


def _run_model(
    model: Network,
    texts: Sequence[list[int]],
    config: TrainingConfig,
    segments: Sequence[LabelledSegments | None] = (),
    begins: Sequence[Begins | None] = (),
) -> tuple[Outputs, ...]:
    """Gives what the network makes of some texts while it learns.

    The heads answer in 32 bits; the encoder before them computes in sixteen if the config says so.
    """
    tokens, mask = padded(texts, model.source_bias.weight.device)
    own = {"begins": begins} if isinstance(model, Student) else {}
    outputs: tuple[Outputs, ...] = model(tokens, mask, config.dropout, segments, **own)
    return outputs


def _losses(
    model: Network,
    training_set: TrainingSet,
    rows: NDArray[np.int64],
    pairs: Sequence[tuple[list[int], list[int]]],
    config: TrainingConfig,
) -> dict[str, Tensor]:
    """Gives each loss by its weight, over all exits; together they are what is made small."""
    device = model.source_bias.weight.device
    segments = [training_set.segments.get(int(row)) for row in rows]
    texts = [training_set.tokens[row] for row in rows]
    begins = [training_set.begins.get(int(row)) for row in rows]
    outputs = _run_model(model, texts, config, segments, begins)
    source_bias = model.source_bias(torch.from_numpy(training_set.sources[rows]).to(device))
    labels = torch.from_numpy(training_set.labels[rows]).to(device)
    weights = torch.from_numpy(training_set.weights[rows]).to(device)
    spans = [training_set.spans.get(int(row)) for row in rows]
    targets = [training_set.embeddings.get(int(row)) for row in rows]
    abuse = [
        attribute_loss(each.logits[: len(rows)] + source_bias, labels, weights) for each in outputs
    ]
    parts = [segment_loss(each.logits[len(rows) :], segments) for each in outputs]
    tokens = [token_loss(each.token_logits, spans) for each in outputs]
    embeddings = [embedding_loss(each.embeddings, targets) for each in outputs]
    losses = {
        "abuse": torch.stack(abuse).sum(),
        "segments": config.segment_loss_weight * torch.stack(parts).sum(),
        "tokens": config.token_loss_weight * torch.stack(tokens).sum(),
        "embeddings": config.embedding_loss_weight * torch.stack(embeddings).sum(),
        "source bias": config.source_bias_penalty * model.source_bias.weight.square().mean(),
    }
    if pairs:
        losses["pairs"] = config.pair_loss_weight * _pair_losses(model, pairs, config)
    return losses


def _pair_losses(
    model: Network, pairs: Sequence[tuple[list[int], list[int]]], config: TrainingConfig
) -> Tensor:
    sides = [_run_model(model, [pair[side] for pair in pairs], config) for side in (0, 1)]
    losses = [
        pair_loss(first.embeddings, second.embeddings, config.temperature)
        for first, second in zip(*sides, strict=True)
    ]
    return torch.stack(losses).sum()


def _drawn_pairs(
    training_set: TrainingSet, config: TrainingConfig, draw: np.random.Generator
) -> list[tuple[list[int], list[int]]]:
    """Gives some neighbouring pairs of one kind."""
    pairs = training_set.pairs[int(draw.integers(len(training_set.pairs)))]
    start = int(draw.integers(max(1, len(pairs) - config.pair_batch_size)))
    return pairs[start : start + config.pair_batch_size]


class _Progress:
    """Shows now and then how far it is: mean losses, speed, and the time that is left."""

    def __init__(self, first: int, steps: int) -> None:
        self._first, self._steps = first, steps
        self._started = time.monotonic()
        self._tokens = 0
        self._losses: dict[str, float] = {}

    def minutes(self) -> float:
        """Gives how long it has taken so far."""
        return (time.monotonic() - self._started) / 60

    def add(self, step: int, losses: dict[str, Tensor], tokens: int) -> None:
        """Counts a step's losses and tokens, and shows them if it is time."""
        self._tokens += tokens
        for name, loss in losses.items():
            value = float(loss.detach())
            mean = self._losses.get(name, value)
            self._losses[name] = (1 - SHOWN_SHARE) * mean + SHOWN_SHARE * value
        if step % SHOWN_EVERY == 0:
            means = " ".join(f"{name} {mean:.3f}" for name, mean in self._losses.items())
            minutes = self.minutes()
            left = minutes / max(step - self._first, 1) * (self._steps - step)
            speed = self._tokens / max(60 * minutes, 1)
            sys.stderr.write(
                f"Step {step} of {self._steps}: {means}; "
                f"{speed:.0f} tokens/s, {left:.0f} min left\n"
            )
            sys.stderr.flush()
