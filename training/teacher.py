"""What the smaller encoder must not forget: the whole MiniLM's vectors of ordinary texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder import Encoder, mean_vector
from training.pieces import padded

KEPT_LAYERS = (0, 2, 3, 5)
"""Of MiniLM's six. Of the sets of four tried, these kept most of its similarities."""


def with_layers(encoder: Encoder, kept: Sequence[int]) -> Encoder:
    """The same encoder with only some of its layers."""
    first = encoder.layers[0]
    small = Encoder(
        len(encoder.words.weight),
        encoder.words.weight.shape[1],
        len(kept),
        first.heads,  # type: ignore[arg-type]
        first.wide.out_features,  # type: ignore[arg-type, union-attr]
    )
    state = {name: value for name, value in encoder.state_dict().items() if "layers." not in name}
    for new, old in enumerate(kept):
        layer = encoder.layers[old].state_dict()
        state |= {f"layers.{new}.{name}": value for name, value in layer.items()}
    small.load_state_dict(state)
    return small


def vectors(
    encoder: Encoder, rows: Sequence[Sequence[int]], title: str, size: int = 32
) -> NDArray[np.float32]:
    """Each text's vector of length one, by the whole encoder."""
    encoder.eval()
    order = np.argsort([len(row) for row in rows], kind="stable")
    width = encoder.words.weight.shape[1]
    found = np.zeros((len(rows), width), dtype=np.float32)
    with torch.no_grad():
        for start in range(0, len(order), size):
            part = order[start : start + size]
            pieces, mask = padded([rows[place] for place in part])
            found[part] = mean_vector(encoder(pieces, mask), mask).numpy()
    sys.stderr.write(f"{title}: {len(rows)} texts\n")
    return found
