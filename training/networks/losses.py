"""What the networks are to make small: errors of labels, spans, embeddings and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.networks.segments import LabelledSegments


def attribute_loss(logits: Tensor, labels: Tensor, weights: Tensor) -> Tensor:
    """Gives the cross-entropy of the labels that are known (not nan), each text by its weight."""
    known = ~labels.isnan()
    errors = functional.binary_cross_entropy_with_logits(
        logits, labels.nan_to_num(0.0), reduction="none"
    )
    counted = known * weights[:, None]
    return (errors * counted).sum() / counted.sum().clamp(min=1e-6)


def segment_loss(logits: Tensor, labelled: Sequence[LabelledSegments | None]) -> Tensor:
    """Gives the cross-entropy of the segments of some texts in their order, each text as much."""
    known = [each for each in labelled if each is not None]
    if not known:
        return logits.new_zeros(())
    labels = np.concatenate([each.labels for each in known]).astype(np.float32)
    weights = np.concatenate([np.full(len(each.labels), 1 / len(each.labels)) for each in known])
    return attribute_loss(
        logits,
        torch.from_numpy(labels).to(logits.device),
        torch.from_numpy(weights.astype(np.float32)).to(logits.device),
    )


def token_loss(logits: Tensor, marked: Sequence[NDArray[Any] | None]) -> Tensor:
    """Gives the cross-entropy of the tokens of texts whose words were marked, each text as much.

    `marked` has for each text a matrix (tokens, attributes), nan where unknown, or None.
    """
    rows = [(row, shares) for row, shares in enumerate(marked) if shares is not None]
    if not rows:
        return logits.new_zeros(())
    labels = np.full((len(rows), *logits.shape[1:]), np.nan, dtype=np.float32)
    for index, (_, shares) in enumerate(rows):
        labels[index, : len(shares)] = shares
    known = ~np.isnan(labels)
    weights = known / np.maximum(known.sum((1, 2), keepdims=True), 1)
    errors = functional.binary_cross_entropy_with_logits(
        logits[[row for row, _ in rows]],
        torch.from_numpy(np.nan_to_num(labels)).to(logits.device),
        reduction="none",
    )
    counted = torch.from_numpy(weights.astype(np.float32)).to(logits.device)
    return (errors * counted).sum() / len(rows)


def embedding_loss(embeddings: Tensor, targets: Sequence[NDArray[Any] | None]) -> Tensor:
    """Gives one minus the cosine to where the teacher put each text that has a target."""
    rows = [(row, target) for row, target in enumerate(targets) if target is not None]
    if not rows:
        return embeddings.new_zeros(())
    wanted = torch.from_numpy(np.stack([target for _, target in rows]))
    wanted = wanted.float().to(embeddings.device)
    return (1 - (embeddings[[row for row, _ in rows]] * wanted).sum(-1)).mean()


def pair_loss(first: Tensor, second: Tensor, temperature: float) -> Tensor:
    """Gives InfoNCE: each first must be nearer to its second than the batch's others are.

    Both are embeddings of shape (pairs, width); van den Oord et al. 2018.
    """
    similarities = first @ second.T / temperature
    own = torch.arange(len(first), device=similarities.device)
    forward = functional.cross_entropy(similarities, own)
    return (forward + functional.cross_entropy(similarities.T, own)) / 2
