"""The optimiser, its learning rates, and learning in sixteen bits without losing small steps.

A network in bfloat16 takes half the time of one whose products alone are in it; but eight bits of
fraction cannot hold a small step, so the optimiser has the numbers in 32 (Micikevicius et al. 2018,
"Mixed Precision Training").
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from training.config import TrainingConfig

# Of each group's rate; even the first and the last steps learn something.
LOWEST_SHARE = 0.01


class MasterWeights:
    """AdamW over copies in 32 bits of what a network learns."""

    def __init__(self, model: nn.Module, config: TrainingConfig) -> None:
        """Brings the encoder of `model` to sixteen bits if the config says so."""
        self._max_norm = config.max_gradient_norm
        self._warmup = config.warmup
        self._learned: list[Tensor] = []
        self._masters: list[Tensor] = []
        rates = {
            "encoder": (config.encoder_learning_rate, config.weight_decay),
            "source_bias": (config.source_bias_learning_rate, 0.0),
            "": (config.head_learning_rate, config.weight_decay),
        }
        members: dict[str, list[Tensor]] = {name: [] for name in rates}
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                kind = next(part for part in rates if name.startswith(part))
                members[kind].append(self._master(parameter))
        groups = [
            {"params": members[kind], "full_rate": rate, "weight_decay": decay}
            for kind, (rate, decay) in rates.items()
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=config.encoder_learning_rate, fused=True)
        if config.bfloat16:
            # In place, so that the copies above keep what was there before it was rounded.
            model.get_submodule("encoder").to(torch.bfloat16)

    def _master(self, parameter: Tensor) -> Tensor:
        master = parameter.detach().float().clone()
        self._learned.append(parameter)
        self._masters.append(master)
        return master

    def step(self, loss: Tensor, progress: float) -> None:
        """Learns from one loss, at a progress from 0 to 1 of the training."""
        share = rate_share(progress, self._warmup)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full_rate"] * share
        for parameter in self._learned:
            parameter.grad = None
        loss.backward()
        for parameter, master in zip(self._learned, self._masters, strict=True):
            master.grad = None if parameter.grad is None else parameter.grad.float()
        torch.nn.utils.clip_grad_norm_(self._masters, self._max_norm)
        self._optimizer.step()
        with torch.no_grad():
            torch._foreach_copy_(self._learned, self._masters)

    def state_dict(self) -> dict[str, Any]:
        """Gives what a resumed run needs."""
        return {"optimizer": self._optimizer.state_dict(), "masters": self._masters}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Takes up what an earlier run stored."""
        self._optimizer.load_state_dict(state["optimizer"])
        with torch.no_grad():
            for master, stored in zip(self._masters, state["masters"], strict=True):
                master.copy_(stored)
            torch._foreach_copy_(self._learned, self._masters)


def rate_share(progress: float, warmup: float) -> float:
    """Gives the share of the full rate: up in the first steps, then down to nothing in a line."""
    return max(min(progress / warmup, (1 - progress) / (1 - warmup)), LOWEST_SHARE)
