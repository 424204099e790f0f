"""Writes a model's folder: small numbers, settings, card and sums, as the judge reads them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import save

from rejoinder.engine.model_files import CHECKSUMS, FILES, FORMAT, fingerprint

NAME = "rejoinder-3"


@dataclass(frozen=True, slots=True)
class Parts:
    """What was learned: n-grams' weights, word pieces, both networks, and the tokenizer."""

    abuse: dict[str, NDArray[Any]]
    pieces: dict[str, NDArray[Any]]
    glance: bytes
    encoder: bytes
    tokenizer: bytes


def write(
    folder: Path,
    parts: Parts,
    config: dict[str, Any],
) -> str:
    """Write what the judge reads, and the sums; gives the model's version."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"format": FORMAT, "name": NAME, **config}
    raw = {
        "abuse.safetensors": save(parts.abuse),
        "pieces.safetensors": save(parts.pieces),
        "glance.onnx": parts.glance,
        "encoder.onnx": parts.encoder,
        "tokenizer.json": parts.tokenizer,
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
    (folder / CHECKSUMS).write_text("".join(lines), encoding="ascii")
