"""Teaches the encoder: abuse from every set's labels, spans, and what texts are alike.

A run that was cut off goes on from its last checkpoint.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.networks.batches import batches, padded
from training.networks.multi_task import MultiTaskEncoder

Floats32 = NDArray[np.float32]

PAIRS = 32
DROP = 0.1
"""Of the heads' inputs; the encoder, which meets most texts once, does not need it."""
TEMPERATURE = 0.05
SAVED_EVERY = 300
NO_SPANS = np.zeros((0, 0), dtype=np.float32)


@dataclass(slots=True)
class TrainingSet:
    """All that is learned from, as word pieces and numbers.

    `labels` and `weights` have a row a text (labels nan where unknown), `spans` a matrix (pieces,
    kinds) for texts whose words were marked, `vectors` a row for texts that must stay where the
    teacher puts them. `pairs` are places of texts that belong together, told apart by `kind`.
    """

    pieces: list[list[int]]
    labels: Floats32
    weights: Floats32
    sources: NDArray[np.int64]
    chosen: NDArray[np.int64]
    spans: dict[int, NDArray[Any]] = field(default_factory=dict)
    vectors: dict[int, NDArray[Any]] = field(default_factory=dict)
    pairs: list[list[tuple[list[int], list[int]]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """How fast: rates for the encoder, its heads and the sets' biases; how many texts at once.

    With `minutes`, the rates fall so that learning ends by then, whatever was read.
    """

    encoder: float = 1.4e-4
    heads: float = 1e-3
    habits: float = 1e-2
    warm: float = 0.05
    batch: int = 64
    pairs_every: int = 12
    seed: int = 1
    minutes: float = float("inf")


def train(reader: MultiTaskEncoder, lessons: TrainingSet, pace: TrainingConfig, kept: Path) -> None:
    """Go through the chosen texts, in place; `kept` is the checkpoint's file."""
    optimiser = _optimiser(reader, pace)
    lengths = np.array([len(row) for row in lessons.pieces])
    plan = list(batches(lengths, lessons.chosen, pace.batch, pace.seed))
    done = _resume(reader, optimiser, kept)
    torch.manual_seed(pace.seed + done)
    draw = np.random.default_rng(pace.seed + done)
    begun, seen, shown = time.monotonic(), 0, np.zeros(4)
    reader.train()
    for step in range(done, len(plan)):
        gone = (time.monotonic() - begun) / 60 / pace.minutes
        if gone >= 1:
            break
        _set_rates(optimiser, pace, max(step / len(plan), gone))
        losses = _step(reader, optimiser, lessons, plan[step], draw, step % pace.pairs_every == 0)
        shown = 0.98 * shown + 0.02 * losses if step > done else losses
        seen += int(lengths[plan[step]].sum())
        if step % 50 == 0:
            _say(step, len(plan), step - done, shown, begun, seen)
        if (step + 1) % SAVED_EVERY == 0:
            state = {"reader": reader.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save({**state, "done": step + 1}, kept.with_suffix(".new"))
            kept.with_suffix(".new").replace(kept)
    reader.eval()


def _optimiser(reader: MultiTaskEncoder, pace: TrainingConfig) -> torch.optim.AdamW:
    """The word pieces' own vectors stay as they are: unlike the rest they were met too rarely."""
    reader.encoder.words.weight.requires_grad_(False)
    encoder = [each for each in reader.encoder.parameters() if each.requires_grad]
    parts = (reader.meaning, reader.matter, reader.between, reader.abuse, reader.spans)
    heads = [each for part in parts for each in part.parameters()]
    groups = [
        {"params": encoder, "rate": pace.encoder, "weight_decay": 0.01},
        {"params": heads, "rate": pace.heads, "weight_decay": 0.01},
        {"params": list(reader.habits.parameters()), "rate": pace.habits, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=pace.encoder, fused=True)


def _set_rates(optimiser: torch.optim.AdamW, pace: TrainingConfig, part: float) -> None:
    """Up in the first steps, then down to nothing in a straight line."""
    share = min(part / pace.warm, (1 - part) / (1 - pace.warm))
    for group in optimiser.param_groups:
        group["lr"] = group["rate"] * max(share, 0.01)


def _step(
    reader: MultiTaskEncoder,
    optimiser: torch.optim.AdamW,
    lessons: TrainingSet,
    places: NDArray[np.int64],
    draw: np.random.Generator,
    paired: bool,
) -> NDArray[np.float64]:
    device = reader.abuse.weight.device
    pieces, mask = padded([lessons.pieces[place] for place in places], device)
    abuse, spans, vectors = read(reader, pieces, mask)
    habits = reader.habits(torch.from_numpy(lessons.sources[places]).to(device))
    parts = [
        abuse_loss(
            abuse + habits,
            torch.from_numpy(lessons.labels[places]).to(device),
            torch.from_numpy(lessons.weights[places]).to(device),
        ),
        0.3 * span_loss(spans, [lessons.spans.get(int(place), NO_SPANS) for place in places]),
        4.0 * _kept_loss(vectors, [lessons.vectors.get(int(place)) for place in places]),
        torch.zeros((), device=device),
    ]
    loss = parts[0] + parts[1] + parts[2] + 1e-4 * habits.square().mean()
    optimiser.zero_grad()
    if paired and lessons.pairs:
        parts[3] = 0.3 * _pair_loss(reader, lessons, draw)
        loss = loss + parts[3]
    loss.backward()
    torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
    optimiser.step()
    return np.array([float(each.detach()) for each in parts])


def read(reader: MultiTaskEncoder, pieces: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What the reader makes of some texts while it learns; products in sixteen bits."""
    with torch.autocast(pieces.device.type, dtype=torch.bfloat16):
        odds, spans, vectors = reader(pieces, mask, DROP)
    return odds.float(), spans.float(), vectors.float()


def abuse_loss(odds: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Cross-entropy of the labels that are known, each text by its weight."""
    known = ~labels.isnan()
    each = functional.binary_cross_entropy_with_logits(
        odds, labels.nan_to_num(0.0), reduction="none"
    )
    counted = known * weights[:, None]
    return (each * counted).sum() / counted.sum().clamp(min=1e-6)


def span_loss(odds: Tensor, marked: list[NDArray[Any]]) -> Tensor:
    """Cross-entropy of the pieces of those texts whose words were marked, each text as much."""
    rows = [row for row, truth in enumerate(marked) if len(truth)]
    if not rows:
        return odds.new_zeros(())
    truth = np.zeros((len(rows), *odds.shape[1:]), dtype=np.float32)
    part = np.zeros((len(rows), odds.shape[1], 1), dtype=np.float32)
    for place, row in enumerate(rows):
        size = len(marked[row])
        truth[place, :size] = marked[row]
        part[place, :size] = 1 / (size * odds.shape[2])
    each = functional.binary_cross_entropy_with_logits(
        odds[rows], torch.from_numpy(truth).to(odds.device), reduction="none"
    )
    return (each * torch.from_numpy(part).to(odds.device)).sum() / len(rows)


def _kept_loss(vectors: Tensor, wanted: list[NDArray[Any] | None]) -> Tensor:
    """One minus the cosine to where the whole MiniLM put the text."""
    rows = [(row, truth) for row, truth in enumerate(wanted) if truth is not None]
    if not rows:
        return vectors.new_zeros(())
    truth = torch.from_numpy(np.stack([found for _, found in rows])).float().to(vectors.device)
    return (1 - (vectors[[row for row, _ in rows]] * truth).sum(-1)).mean()


def _pair_loss(reader: MultiTaskEncoder, lessons: TrainingSet, draw: np.random.Generator) -> Tensor:
    """Texts that belong together must be nearer than the others of their batch (InfoNCE)."""
    pairs = lessons.pairs[int(draw.integers(len(lessons.pairs)))]
    start = int(draw.integers(max(1, len(pairs) - PAIRS)))
    batch = pairs[start : start + PAIRS]
    sides = []
    for side in (0, 1):
        pieces, mask = padded([pair[side] for pair in batch], reader.abuse.weight.device)
        sides.append(read(reader, pieces, mask)[2])
    alike = sides[0] @ sides[1].T / TEMPERATURE
    truth = torch.arange(len(batch), device=alike.device)
    return (functional.cross_entropy(alike, truth) + functional.cross_entropy(alike.T, truth)) / 2


def _resume(reader: MultiTaskEncoder, optimiser: torch.optim.AdamW, kept: Path) -> int:
    if not kept.is_file():
        return 0
    state = torch.load(kept, weights_only=True, map_location=reader.abuse.weight.device)
    reader.load_state_dict(state["reader"])
    optimiser.load_state_dict(state["optimiser"])
    sys.stderr.write(f"Going on after step {state['done']}\n")
    return int(state["done"])


def _say(
    step: int, steps: int, made: int, losses: NDArray[np.float64], begun: float, seen: int
) -> None:
    gone = time.monotonic() - begun
    left = gone / max(made, 1) * (steps - step) / 60
    parts = " ".join(
        f"{name} {value:.3f}"
        for name, value in zip(("abuse", "spans", "kept", "pairs"), losses, strict=True)
    )
    sys.stderr.write(
        f"Step {step} of {steps}: {parts}; "
        f"{seen / max(gone, 1):.0f} pieces/s, {left:.0f} min left\n"
    )
    sys.stderr.flush()
