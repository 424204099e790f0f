"""The student's encoder: BERT as MiniLM has it, written out so that some layers can run alone.

Architecture: Devlin et al. 2019; the starting weights: Wang et al. 2020 (all-MiniLM-L6-v2).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
from training.networks.sentences import Sentences
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

    def __init__(self, shape: EncoderShape, epsilon: float = LAYER_NORM_EPSILON) -> None:
        """Takes the sizes, and what keeps the normalisation from dividing by nothing."""
        super().__init__()
        width = shape.width
        self.heads, self.head_width = shape.heads, width // shape.heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.attention_output = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=epsilon)
        self.feed_forward_in = nn.Linear(width, shape.feed_forward)
        self.feed_forward_out = nn.Linear(shape.feed_forward, width)
        self.output_norm = nn.LayerNorm(width, eps=epsilon)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Gives vectors of shape (texts, tokens, width); the bias is 0 for what may be read."""
        hidden = self.attention_norm(hidden + self.attention_output(self.attend(hidden, bias)))
        inner = functional.gelu(self.feed_forward_in(hidden))
        result: Tensor = self.output_norm(hidden + self.feed_forward_out(inner))
        return result

    def attend(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Gives what each token takes from all others."""
        batch = len(hidden)
        parts = (self.query, self.key, self.value)
        projected = functional.linear(
            hidden,
            torch.cat([part.weight for part in parts]),
            torch.cat([part.bias for part in parts]),
        ).reshape(batch, -1, 3, self.heads, self.head_width)
        query, key, value = projected.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: PyTorch's fused attention takes most of the time of a step on processors.
        scores = query @ key.transpose(2, 3) / self.head_width**0.5 + bias
        attended: Tensor = scores.softmax(-1).to(value.dtype) @ value
        return attended.transpose(1, 2).reshape(batch, -1, self.heads * self.head_width)


class Encoder(nn.Module):
    """Tokens in, a vector for each token out."""

    def __init__(self, token_embeddings: nn.Embedding, shape: EncoderShape) -> None:
        """Makes an untrained encoder over the tokens' embeddings, which are kept as they are."""
        super().__init__()
        self.width = shape.width
        self.token_embeddings = token_embeddings
        self.position_embeddings = nn.Embedding(POSITIONS, shape.width)
        self.embedding_norm = nn.LayerNorm(shape.width, eps=LAYER_NORM_EPSILON)
        self.layers = nn.ModuleList([TransformerLayer(shape) for _ in range(shape.layers)])
        # Too rarely met to be learned, and most of the numbers.
        self.token_embeddings.weight.requires_grad_(False)
        self.position_embeddings.weight.requires_grad_(False)

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Gives vectors of shape (texts, tokens, width); the mask is 1 for a token, 0 for padding.

        Both inputs are of shape (texts, tokens).
        """
        return self.at_layers(tokens, mask, len(self.layers))[1]

    def at_layers(
        self, tokens: Tensor, mask: Tensor, lower: int, sentences: Sentences | None = None
    ) -> tuple[Tensor, Tensor]:
        """Gives the vectors after so many lower layers, and after all.

        The lower ones read each sentence by itself; the whole text where none are told.
        """
        readable = mask[:, None, None, :]
        places = None if sentences is None else sentences.places
        hidden = self.embed(self.token_embeddings(tokens), places)
        bias = _bias(readable, hidden.dtype)
        own_bias = bias if sentences is None else _bias(sentences.readable, hidden.dtype)
        below = self.run_layers(hidden, own_bias, 0, lower)
        return below, self.run_layers(below, bias, lower, len(self.layers))

    def embed(self, embeddings: Tensor, places: Tensor | None = None) -> Tensor:
        """Gives what the first layer reads of the tokens' embeddings: each with its place."""
        own = self.position_embeddings.weight
        positions = own[: embeddings.shape[1]] if places is None else own[places]
        hidden: Tensor = self.embedding_norm(embeddings + positions)
        return hidden

    def transformer_layers(self) -> list[TransformerLayer]:
        """Gives the layers, the lowest first."""
        return [layer for layer in self.layers if isinstance(layer, TransformerLayer)]

    def run_layers(self, hidden: Tensor, bias: Tensor, first: int, after: int) -> Tensor:
        """Runs some of the layers; the bias is 0 for what may be read."""
        for layer in self.transformer_layers()[first:after]:
            hidden = layer(hidden, bias)
        return hidden


def _bias(readable: Tensor, kind: torch.dtype) -> Tensor:
    """Gives what is added to the scores of attention: 0 for what may be read."""
    return ((1.0 - readable.to(torch.float32)) * PADDING_BIAS).to(kind)


def load_minilm(folder: Path, layers: Sequence[int] | None = None) -> Encoder:
    """Loads the published all-MiniLM-L6-v2 as an `Encoder`: all of its layers, or those named."""
    settings: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    weights = load_file(folder / "model.safetensors")
    layers = range(settings["num_hidden_layers"]) if layers is None else layers
    shape = EncoderShape(
        settings["hidden_size"],
        len(layers),
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
    for own, layer in enumerate(layers):
        for theirs, ours in MINILM_NAMES.items():
            state |= _renamed(weights, f"encoder.layer.{layer}.{theirs}", f"layers.{own}.{ours}")
    encoder.load_state_dict(state)
    return encoder


def as_served(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Gives the tokens' embeddings as the judge has them, in eight bits: they are never learned."""
    small, steps = quantise(embeddings)
    return small.astype(np.float32) * np.array(steps, dtype=np.float32)


def _renamed(weights: dict[str, Tensor], theirs: str, ours: str) -> dict[str, Tensor]:
    return {f"{ours}.{part}": weights[f"{theirs}.{part}"] for part in ("weight", "bias")}
