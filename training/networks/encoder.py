"""The encoder: BERT as MiniLM has it, written out so that a smaller one can be made and exported.

A narrower one starts from the same vectors of word pieces, brought to its width.
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
from training.packaging.quantisation import quantise

EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer: attention, then two dense layers, each normalised after its sum."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        """Take the width of the vectors, the number of heads and of feed-forward units."""
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.after_attention = nn.LayerNorm(width, eps=EPSILON)
        self.wide = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)
        self.after_dense = nn.LayerNorm(width, eps=EPSILON)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Vectors of shape (texts, pieces, width); the bias is 0 where a piece may be looked at."""
        hidden = self.after_attention(hidden + self.out(self.attend(hidden, bias)))
        inner = self.narrow(functional.gelu(self.wide(hidden)))
        result: Tensor = self.after_dense(hidden + inner)
        return result

    def attend(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """What each piece takes from all others."""
        # Serving reads one text at a time; a shape that is known needs no steps to find it out.
        batch = 1 if torch.onnx.is_in_onnx_export() else len(hidden)
        parts = (self.query, self.key, self.value)
        mixed = functional.linear(
            hidden,
            torch.cat([part.weight for part in parts]),
            torch.cat([part.bias for part in parts]),
        ).reshape(batch, -1, 3, self.heads, self.size)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        # Written out: PyTorch's fused attention takes most of the time of a step on processors.
        scores = query @ key.transpose(2, 3) / self.size**0.5 + bias
        taken = scores.softmax(-1) @ value
        return taken.transpose(1, 2).reshape(batch, -1, self.heads * self.size)


class Encoder(nn.Module):
    """Word pieces in, a vector for each piece out."""

    def __init__(
        self, words: nn.Embedding, width: int, layers: int, heads: int, inner: int
    ) -> None:
        """Make an untrained encoder of this shape over the word pieces' vectors, which are kept."""
        super().__init__()
        self.words = words
        self.into = nn.Identity() if width == EMBEDDING_WIDTH else nn.Linear(EMBEDDING_WIDTH, width)
        self.places = nn.Embedding(512, width)
        self.after_words = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList([Layer(width, heads, inner) for _ in range(layers)])

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Vectors of shape (texts, pieces, width); the mask is 1 for a piece and 0 for padding."""
        return self.over(self.words(pieces), mask)

    def over(self, vectors: Tensor, mask: Tensor | None = None) -> Tensor:
        """The same from the pieces' own vectors on; without a mask nothing is padding."""
        bias = torch.zeros(())
        if mask is not None:
            bias = (1.0 - mask[:, None, None, :].to(torch.float32)) * -10000.0
        hidden = self.after_words(self.into(vectors) + self.places.weight[: vectors.shape[1]])
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


def load_minilm(folder: Path) -> Encoder:
    """The published all-MiniLM-L6-v2 as an `Encoder`."""
    settings: dict[str, Any] = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    encoder = Encoder(
        nn.Embedding(settings["vocab_size"], EMBEDDING_WIDTH),
        settings["hidden_size"],
        settings["num_hidden_layers"],
        settings["num_attention_heads"],
        settings["intermediate_size"],
    )
    words = weights["embeddings.word_embeddings.weight"].numpy()
    kinds = weights["embeddings.token_type_embeddings.weight"]
    renamed = {
        "words.weight": torch.from_numpy(as_served(words)),
        # Every text is of the first kind, so that its vector can be added beforehand.
        "places.weight": weights["embeddings.position_embeddings.weight"] + kinds[0],
        **_normal(weights, "embeddings.LayerNorm", "after_words"),
    }
    for place in range(settings["num_hidden_layers"]):
        old, new = f"encoder.layer.{place}", f"layers.{place}"
        for name, short in (
            ("attention.self.query", "query"),
            ("attention.self.key", "key"),
            ("attention.self.value", "value"),
            ("attention.output.dense", "out"),
            ("attention.output.LayerNorm", "after_attention"),
            ("intermediate.dense", "wide"),
            ("output.dense", "narrow"),
            ("output.LayerNorm", "after_dense"),
        ):
            renamed |= _normal(weights, f"{old}.{name}", f"{new}.{short}")
    encoder.load_state_dict(renamed)
    encoder.places.weight.requires_grad_(False)
    return encoder


def as_served(words: NDArray[np.float32]) -> NDArray[np.float32]:
    """The word pieces' vectors as the judge has them, in eight bits: they are never learned."""
    small, steps = quantise(words)
    return small.astype(np.float32) * np.array(steps, dtype=np.float32)


def _normal(weights: dict[str, Tensor], old: str, new: str) -> dict[str, Tensor]:
    return {f"{new}.{part}": weights[f"{old}.{part}"] for part in ("weight", "bias")}
