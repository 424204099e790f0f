"""The optimiser and its learning rates: up in the first steps, then down to nothing in a line."""

from __future__ import annotations

import torch

from training.config import TrainingConfig
from training.networks.multi_task import MultiTaskEncoder

# Of each group's rate; even the first and the last steps learn something.
LOWEST_SHARE = 0.01


def rate_share(progress: float, warmup: float) -> float:
    """Gives the share of the full rate at a progress from 0 to 1."""
    return max(min(progress / warmup, (1 - progress) / (1 - warmup)), LOWEST_SHARE)


def set_learning_rates(
    optimizer: torch.optim.AdamW, config: TrainingConfig, progress: float
) -> None:
    """Sets the rate of each group of parameters for a progress from 0 to 1."""
    share = rate_share(progress, config.warmup)
    for group in optimizer.param_groups:
        group["lr"] = group["full_rate"] * share


def build_optimizer(model: MultiTaskEncoder, config: TrainingConfig) -> torch.optim.AdamW:
    """Builds AdamW; the tokens' embeddings stay as they are: they are met too rarely to learn."""
    model.encoder.token_embeddings.weight.requires_grad_(False)
    encoder = [each for each in model.encoder.parameters() if each.requires_grad]
    parts = (
        model.embedding_projection,
        model.token_weight,
        model.hidden,
        model.attribute_head,
        model.span_head,
    )
    heads = [each for part in parts for each in part.parameters()]
    decay = config.weight_decay
    groups = [
        {"params": encoder, "full_rate": config.encoder_learning_rate, "weight_decay": decay},
        {"params": heads, "full_rate": config.head_learning_rate, "weight_decay": decay},
        {
            "params": list(model.source_bias.parameters()),
            "full_rate": config.source_bias_learning_rate,
            "weight_decay": 0.0,
        },
    ]
    return torch.optim.AdamW(groups, lr=config.encoder_learning_rate, fused=True)
