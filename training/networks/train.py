"""Teaches a network: abuse from every set's labels, spans, and which texts are alike.

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
from training.networks.learning_rate import build_optimizer, set_learning_rates
from training.networks.losses import attribute_loss, embedding_loss, pair_loss, span_loss
from training.networks.multi_task import MultiTaskEncoder, Outputs
from training.networks.training_set import TrainingSet

# Steps from one line of progress to the next.
SHOWN_EVERY = 50

# How much of the mean losses that are shown is the newest step's.
SHOWN_SHARE = 0.02


def train(
    model: MultiTaskEncoder, training_set: TrainingSet, config: TrainingConfig, checkpoint: Path
) -> None:
    """Goes through the set's order once, in place, from where the checkpoint's file left off."""
    optimizer = build_optimizer(model, config)
    lengths = np.array([len(text) for text in training_set.tokens])
    plan = list(batches(lengths, training_set.order, config.batch_size, config.seed))
    torch.manual_seed(config.seed)
    draw = np.random.default_rng(config.seed)
    first = load_checkpoint(checkpoint, model, optimizer, draw)
    shown = _Progress(first, len(plan))
    model.train()
    for step in range(first, len(plan)):
        time_gone = shown.minutes() / config.minutes
        if time_gone >= 1:
            break
        set_learning_rates(optimizer, config, max(step / len(plan), time_gone))
        with_pairs = step % config.pairs_every == 0 and bool(training_set.pairs)
        pairs = _drawn_pairs(training_set, config, draw) if with_pairs else []
        losses = _losses(model, training_set, plan[step], pairs, config)
        _update(model, optimizer, losses, config)
        shown.add(step, losses, int(lengths[plan[step]].sum()))
        if (step + 1) % config.checkpoint_every == 0:
            save_checkpoint(checkpoint, model, optimizer, draw, step + 1)
    model.eval()


def run_model(
    model: MultiTaskEncoder, texts: Sequence[list[int]], config: TrainingConfig
) -> Outputs:
    """Gives what the network makes of some texts while it learns, in 32 bits."""
    device = model.attribute_head.weight.device
    tokens, mask = padded(texts, device)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=config.bfloat16):
        outputs = model(tokens, mask, config.dropout)
    return Outputs(*(each.float() for each in outputs))


def _losses(
    model: MultiTaskEncoder,
    training_set: TrainingSet,
    rows: NDArray[np.int64],
    pairs: Sequence[tuple[list[int], list[int]]],
    config: TrainingConfig,
) -> dict[str, Tensor]:
    """Gives each loss by its weight; together they are what is made small."""
    device = model.attribute_head.weight.device
    outputs = run_model(model, [training_set.tokens[row] for row in rows], config)
    source_bias = model.source_bias(torch.from_numpy(training_set.sources[rows]).to(device))
    labels = torch.from_numpy(training_set.labels[rows]).to(device)
    weights = torch.from_numpy(training_set.weights[rows]).to(device)
    spans = [training_set.spans.get(int(row)) for row in rows]
    targets = [training_set.embeddings.get(int(row)) for row in rows]
    losses = {
        "abuse": attribute_loss(outputs.logits + source_bias, labels, weights),
        "spans": config.span_loss_weight * span_loss(outputs.span_logits, spans),
        "embeddings": config.embedding_loss_weight * embedding_loss(outputs.embeddings, targets),
        "source bias": config.source_bias_penalty * source_bias.square().mean(),
    }
    if pairs:
        first, second = (
            run_model(model, [pair[side] for pair in pairs], config).embeddings for side in (0, 1)
        )
        losses["pairs"] = config.pair_loss_weight * pair_loss(first, second, config.temperature)
    return losses


def _update(
    model: MultiTaskEncoder,
    optimizer: torch.optim.AdamW,
    losses: dict[str, Tensor],
    config: TrainingConfig,
) -> None:
    loss = torch.stack(list(losses.values())).sum()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), config.max_gradient_norm)
    optimizer.step()


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
