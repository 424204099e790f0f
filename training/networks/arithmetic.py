"""Whether a machine multiplies in sixteen bits faster than in 32: many processors do not."""

from __future__ import annotations

import time

import torch

# As a layer of the student reads a batch.
SHAPE = (1024, 384, 1536)
TRIES = 5


def sixteen_bits_pay(device: torch.device) -> bool:
    """Tells whether products in bfloat16 take less time there, by making some."""
    return device.type == "cuda" or _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(kind: torch.dtype) -> float:
    """Gives the least that one product on this processor takes; the first is not counted."""
    rows, inner, columns = SHAPE
    left, right = torch.ones(rows, inner, dtype=kind), torch.ones(inner, columns, dtype=kind)
    taken = []
    for _ in range(TRIES + 1):
        started = time.perf_counter()
        left @ right
        taken.append(time.perf_counter() - started)
    return min(taken[1:])
