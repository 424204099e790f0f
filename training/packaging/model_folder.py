"""Writes a model's folder: small numbers, settings, card and sums, as the judge reads them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import save

from rejoinder.engine.model_files import CHECKSUMS, FILES, FORMAT, NetworkFiles, fingerprint

# The number is the judge's generation; the version adds the sums' fingerprint.
NAME = "rejoinder-8"

# Described and summed, but not read by the judge.
CARD_FILES = ("card.json", "MODEL.md")


@dataclass(frozen=True, slots=True)
class ModelParts:
    """What was learned: the tokens, the network's files, the tokenizer."""

    tokens: dict[str, NDArray[Any]]
    network: NetworkFiles
    tokenizer: bytes


def write_model(folder: Path, parts: ModelParts, config: dict[str, Any]) -> str:
    """Writes what the judge reads, and the sums; gives the model's version."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"format": FORMAT, "name": NAME, **config}
    files = {
        "tokens.safetensors": save(parts.tokens),
        "lower.onnx": parts.network.lower,
        "lower_heads.onnx": parts.network.lower_heads,
        "upper.onnx": parts.network.upper,
        "upper_heads.onnx": parts.network.upper_heads,
        "tokenizer.json": parts.tokenizer,
        "config.json": (json.dumps(config, indent=1, allow_nan=False) + "\n").encode(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return f"{NAME}-{fingerprint(write_sums(folder))}"


def write_sums(folder: Path) -> dict[str, str]:
    """Sums every file of the folder, as `sha256sum` does; gives the sums by file."""
    names = [*FILES, *(name for name in CARD_FILES if (folder / name).exists())]
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="ascii")
    return sums
