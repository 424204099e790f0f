"""Stretches of neighbouring tokens that a network answers for, each by what it says alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.networks.encoder import PADDING_BIAS


@dataclass(frozen=True, slots=True)
class LabelledSegments:
    """What is known of some segments of a text."""

    places: NDArray[np.int64]
    """A row a segment: its first and its after-last token, the tokenizer's own counted."""
    labels: NDArray[Any]
    """A row a segment, a column an attribute; nan where unknown."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Segments of the texts of a batch, each tensor with a number for each segment."""

    rows: Tensor
    """Which of the batch's texts it is in."""
    starts: Tensor
    afters: Tensor

    @classmethod
    def whole(cls, mask: Tensor, edge: int) -> Segments:
        """Each text as one segment, without so many tokens at either end."""
        rows = torch.arange(len(mask), device=mask.device)
        return cls(rows, torch.full_like(rows, edge), mask.sum(1) - edge)

    def with_labelled(self, labelled: Sequence[LabelledSegments | None]) -> Segments:
        """These, and after them those of each text of the batch."""
        rows = [np.full(len(each.places), row) for row, each in enumerate(labelled) if each]
        if not rows:
            return self
        places = np.concatenate([each.places for each in labelled if each])
        more = np.concatenate(rows), places[:, 0], places[:, 1]
        device = self.rows.device
        own = self.rows, self.starts, self.afters
        joined = [
            torch.cat((each, torch.from_numpy(new).to(device, each.dtype)))
            for each, new in zip(own, more, strict=True)
        ]
        return Segments(*joined)

    def pooled(self, vectors: Tensor) -> tuple[Tensor, Tensor]:
        """Gives the mean and the greatest of each segment's vectors, of shape (segments, width).

        The vectors are those of the batch, of shape (texts, tokens, width).
        """
        places = torch.arange(vectors.shape[1], device=vectors.device)
        within = (places >= self.starts[:, None]) & (places < self.afters[:, None])
        counted = within[:, :, None].to(vectors.dtype)
        own = vectors[self.rows]
        mean = (own * counted).sum(1) / counted.sum(1).clamp(min=1)
        return mean, (own + (1 - counted) * PADDING_BIAS).amax(1)
