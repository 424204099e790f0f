"""A network of MiniLM's make with few and random weights, and the files beside it."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from tests.support.tiny_encoders import tokenizer


def save_minilm(folder: Path, tokens: Sequence[str], width: int, layers: int) -> None:
    """Writes model.safetensors, config.json and tokenizer.json of these word pieces.

    Three of the tokenizer's own come first: for an unknown piece, and about a text.
    """
    draw = np.random.default_rng(7)
    count, positions = len(tokens) + 3, 512
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (count, width),
        "embeddings.position_embeddings.weight": (positions, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for layer in range(layers):
        shapes |= _layer(f"encoder.layer.{layer}", width)
    weights = {
        name: draw.normal(scale=0.4, size=shape).astype(np.float32)
        for name, shape in shapes.items()
    }
    save_file(weights, folder / "model.safetensors")
    config = {
        "vocab_size": count,
        "hidden_size": width,
        "num_hidden_layers": layers,
        "num_attention_heads": 12,
        "intermediate_size": 2 * width,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    tokenizer(tokens).save(str(folder / "tokenizer.json"))


def _layer(name: str, width: int) -> dict[str, tuple[int, ...]]:
    sizes = {
        "attention.self.query": (width, width),
        "attention.self.key": (width, width),
        "attention.self.value": (width, width),
        "attention.output.dense": (width, width),
        "intermediate.dense": (2 * width, width),
        "output.dense": (width, 2 * width),
    }
    shapes: dict[str, tuple[int, ...]] = {}
    for part, size in sizes.items():
        shapes |= {f"{name}.{part}.weight": size, f"{name}.{part}.bias": size[:1]}
    for part in ("attention.output.LayerNorm", "output.LayerNorm"):
        shapes |= {f"{name}.{part}.weight": (width,), f"{name}.{part}.bias": (width,)}
    return shapes
