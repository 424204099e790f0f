"""Stores and restores a network that is learning, so that a run that was cut off goes on.

What is drawn at random is stored as well: a resumed run gives the same network as one that was
never cut off.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.networks.master_weights import MasterWeights


def save_checkpoint(
    path: Path, model: nn.Module, optimizer: MasterWeights, draw: np.random.Generator, step: int
) -> None:
    """Stores everything after a step; the file before it stays until the new one is whole."""
    state = {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "draw": draw.bit_generator.state,
        "random": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all(),
        "step": step,
    }
    new = path.with_suffix(".new")
    torch.save(state, new)
    new.replace(path)


def load_checkpoint(
    path: Path, model: nn.Module, optimizer: MasterWeights, draw: np.random.Generator
) -> int:
    """Restores everything in place; gives the steps that are done, 0 without a file."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    draw.bit_generator.state = state["draw"]
    torch.set_rng_state(state["random"])
    if torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])
    step = int(state["step"])
    sys.stderr.write(f"Going on after step {step}\n")
    return step
