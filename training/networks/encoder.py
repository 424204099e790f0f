"""The encoder: BERT as MiniLM has it, written out so that a smaller one can be made and exported.

A narrower one starts from the same token embeddings, brought to its width.
Architecture: Devlin et al. 2019; the starting weights: Wang et al. 2020 (all-MiniLM-L6-v2).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from training.config import EncoderShape
from training.packaging.quantisation import quantise

LAYER_NORM_EPSILON = 1e-12

# Tokens of a text at most, as MiniLM was trained.
POSITIONS = 512

# Added to the attention scores of padding: nothing is left of it after the softmax.
PADDING_BIAS = -10000.0

# The parts of a layer by the names that MiniLM's file gives them.
MINILM_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "attention_output",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "feed_forward_in",
    "output.dense": "feed_forward_out",
    "output.LayerNorm": "output_norm",
}


class TransformerLayer(nn.Module):
    """One transformer layer: attention, then two dense layers, each normalised after its sum."""

    def __init__(self, shape: EncoderShape) -> None:
        """Takes the width of the vectors, the number of heads and of feed-forward units."""
        super().__init__()
        width = shape.width
        self.heads, self.head_width = shape.heads, width // shape.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.attention_output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=LAYER_NORM_EPSILON)
        self.feed_forward_in = nn.Linear(width, shape.feed_forward)
        self.feed_forward_out = nn.Linear(shape.feed_forward, width)
        self.output_norm = nn.LayerNorm(width, eps=LAYER_NORM_EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Gives vectors of shape (texts, tokens, width); the bias is 0 for what may be read."""
        hidden = self.attention_norm(hidden + self.attention_output(self.attend(hidden, bias)))
        inner = functional.gelu(self.feed_forward_in(hidden))
        result: Tensor = self.output_norm(hidden + self.feed_forward_out(inner))
        return result

    def attend(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Gives what each token takes from all others."""
        # Serving reads one text at a time; a shape that is known needs no steps to find it out.
        batch = 1 if torch.onnx.is_in_onnx_export() else len(hidden)
        parts = (self.query, self.key, self.value)
        projected = functional.linear(
            hidden,
            torch.cat([part.weight for part in parts]),
            torch.cat([part.bias for part in parts]),
        ).reshape(batch, -1, 3, self.heads, self.head_width)
        query, key, value = projected.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: PyTorch's fused attention takes most of the time of a step on processors.
        scores = query @ key.transpose(2, 3) / self.head_width**0.5 + bias
        attended: Tensor = scores.softmax(-1) @ value
        return attended.transpose(1, 2).reshape(batch, -1, self.heads * self.head_width)


class Encoder(nn.Module):
    """Tokens in, a vector for each token out."""

    def __init__(self, token_embeddings: nn.Embedding, shape: EncoderShape) -> None:
        """Makes an untrained encoder over the tokens' embeddings, which are kept as they are."""
        super().__init__()
        width = shape.width
        self.token_embeddings = token_embeddings
        self.input_projection = (
            nn.Identity() if width == EMBEDDING_WIDTH else nn.Linear(EMBEDDING_WIDTH, width)
        )
        self.position_embeddings = nn.Embedding(POSITIONS, width)
        self.embedding_norm = nn.LayerNorm(width, eps=LAYER_NORM_EPSILON)
        self.layers = nn.ModuleList([TransformerLayer(shape) for _ in range(shape.layers)])

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Gives vectors of shape (texts, tokens, width); the mask is 1 for a token, 0 for padding.

        Both inputs are of shape (texts, tokens).
        """
        return self.encode(self.token_embeddings(tokens), mask)

    def encode(self, embeddings: Tensor, mask: Tensor | None = None) -> Tensor:
        """Gives the same from the tokens' embeddings on; without a mask nothing is padding."""
        bias = torch.zeros(())
        if mask is not None:
            bias = (1.0 - mask[:, None, None, :].to(torch.float32)) * PADDING_BIAS
        positions = self.position_embeddings.weight[: embeddings.shape[1]]
        hidden: Tensor = self.embedding_norm(self.input_projection(embeddings) + positions)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def load_minilm(folder: Path) -> Encoder:
    """Loads the published all-MiniLM-L6-v2 as an `Encoder`."""
    settings: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    weights = load_file(folder / "model.safetensors")
    shape = EncoderShape(
        settings["hidden_size"],
        settings["num_hidden_layers"],
        settings["num_attention_heads"],
        settings["intermediate_size"],
    )
    encoder = Encoder(nn.Embedding(settings["vocab_size"], EMBEDDING_WIDTH), shape)
    embeddings = weights["embeddings.word_embeddings.weight"].numpy()
    token_types = weights["embeddings.token_type_embeddings.weight"]
    state = {
        "token_embeddings.weight": torch.from_numpy(as_served(embeddings)),
        # Every text is of the first type, so that its vector can be added beforehand.
        "position_embeddings.weight": (
            weights["embeddings.position_embeddings.weight"] + token_types[0]
        ),
        **_renamed(weights, "embeddings.LayerNorm", "embedding_norm"),
    }
    for layer in range(shape.layers):
        for theirs, ours in MINILM_NAMES.items():
            state |= _renamed(weights, f"encoder.layer.{layer}.{theirs}", f"layers.{layer}.{ours}")
    encoder.load_state_dict(state)
    encoder.position_embeddings.weight.requires_grad_(False)
    return encoder


def as_served(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gives the tokens' embeddings as the judge has them, in eight bits: they are never learned."""
    small, steps = quantise(embeddings)
    return small.astype(np.float32) * np.array(steps, dtype=np.float32)


def _renamed(weights: dict[str, Tensor], theirs: str, ours: str) -> dict[str, Tensor]:
    return {f"{ours}.{part}": weights[f"{theirs}.{part}"] for part in ("weight", "bias")}
