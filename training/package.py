"""Writes a model's folder: small numbers, settings, card and sums, as the judge reads them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

from rejoinder.engine.weights import FILES, FORMAT, SUMS, fingerprint

NAME = "rejoinder-2"


def quantise(columns: NDArray[Any]) -> tuple[NDArray[np.int8], list[float]]:
    """Each column in 255 equal steps about zero, and the size of each column's step."""
    steps = np.maximum(np.abs(columns).max(0), 1e-12) / 127
    return np.round(columns / steps).astype(np.int8), [float(step) for step in steps]


def write(
    folder: Path,
    abuse: dict[str, NDArray[Any]],
    topic: dict[str, NDArray[Any]],
    encoder: bytes,
    tokenizer: bytes,
    config: dict[str, Any],
) -> str:
    """Write what the judge reads, and the sums; gives the model's version."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"format": FORMAT, "name": NAME, **config}
    raw = {
        "abuse.safetensors": save(abuse),
        "topic.safetensors": save(topic),
        "encoder.onnx": encoder,
        "tokenizer.json": tokenizer,
        "config.json": (json.dumps(config, indent=1, allow_nan=False) + "\n").encode(),
    }
    for name, content in raw.items():
        (folder / name).write_bytes(content)
    write_sums(folder)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in raw.items()}
    return f"{NAME}-{fingerprint(sums)}"


def write_sums(folder: Path) -> None:
    """Sum every file of the folder, as `sha256sum` does."""
    names = [*FILES, *(name for name in ("card.json", "MODEL.md") if (folder / name).exists())]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names
    ]
    (folder / SUMS).write_text("".join(lines), encoding="ascii")
