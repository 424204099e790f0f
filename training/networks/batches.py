"""Texts as word pieces, and batches of about equal length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

MOST_PIECES = 80
"""Of a training text; what is longer is cut, as the judge reads long texts in windows."""

ROUNDED = 8
"""Batches are as long as a multiple of this: for every new shape, processors compile new code."""


def tokenizer(folder: Path, most: int = MOST_PIECES) -> Tokenizer:
    """MiniLM's tokenizer, cutting at so many pieces and adding no padding."""
    loaded = Tokenizer.from_file(str(folder / "tokenizer.json"))
    loaded.no_padding()
    loaded.enable_truncation(most)
    return loaded


def padded(
    rows: Sequence[Sequence[int]], device: torch.device | None = None
) -> tuple[Tensor, Tensor]:
    """The pieces and the mask of some texts, each of shape (texts, longest, rounded up)."""
    longest = -(-max(map(len, rows)) // ROUNDED) * ROUNDED
    pieces = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for place, row in enumerate(rows):
        pieces[place, : len(row)] = torch.tensor(row, dtype=torch.long)
        mask[place, : len(row)] = 1
    return pieces.to(device), mask.to(device)


def batches(
    lengths: NDArray[np.int64], chosen: NDArray[np.int64], size: int, seed: int
) -> Iterator[NDArray[np.int64]]:
    """The chosen texts in random batches, those of one batch about as long as each other."""
    draw = np.random.default_rng(seed)
    order = draw.permutation(chosen)
    pool = size * 64
    made = []
    for start in range(0, len(order), pool):
        part = order[start : start + pool]
        part = part[np.argsort(lengths[part], kind="stable")]
        made += [part[first : first + size] for first in range(0, len(part), size)]
    for place in draw.permutation(len(made)):
        yield made[int(place)]
