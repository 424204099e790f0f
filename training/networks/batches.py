"""Texts as tokens, and batches of about equal length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

# Of a training text; what is longer is cut, as the judge reads long texts in windows.
MAX_TOKENS = 80

# The tokenizer's own among them: one before the text, one after it.
SPECIAL_TOKENS = 2

# Batches are as long as a multiple of this: for every new shape, processors compile new code.
LENGTH_MULTIPLE = 8

# Texts that are sorted by length together.
SORTED_TEXTS = 2048


def load_tokenizer(folder: Path) -> Tokenizer:
    """Loads MiniLM's tokenizer, cutting at MAX_TOKENS and adding no padding."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def padded(
    texts: Sequence[Sequence[int]], device: torch.device | None = None
) -> tuple[Tensor, Tensor]:
    """Gives the tokens and the mask of some texts, each of shape (texts, longest, rounded up)."""
    longest = -(-max(map(len, texts)) // LENGTH_MULTIPLE) * LENGTH_MULTIPLE
    tokens = torch.zeros(len(texts), longest, dtype=torch.long)
    mask = torch.zeros(len(texts), longest, dtype=torch.long)
    for row, text in enumerate(texts):
        tokens[row, : len(text)] = torch.tensor(text, dtype=torch.long)
        mask[row, : len(text)] = 1
    return tokens.to(device), mask.to(device)


def batches(
    lengths: NDArray[np.int64], order: NDArray[np.int64], tokens: int, seed: int
) -> list[NDArray[np.int64]]:
    """Gives the ordered texts in random batches of at most so many tokens, padding counted.

    Those of one batch are about as long as each other.
    """
    draw = np.random.default_rng(seed)
    shuffled = draw.permutation(order)
    made = []
    for start in range(0, len(shuffled), SORTED_TEXTS):
        part = shuffled[start : start + SORTED_TEXTS]
        part = part[np.argsort(lengths[part], kind="stable")]
        padded_lengths = -(-lengths[part] // LENGTH_MULTIPLE) * LENGTH_MULTIPLE
        first = 0
        for after in range(1, len(part) + 1):
            is_full = after < len(part) and (after + 1 - first) * padded_lengths[after] > tokens
            if is_full or after == len(part):
                made.append(part[first:after])
                first = after
    return [made[int(index)] for index in draw.permutation(len(made))]
