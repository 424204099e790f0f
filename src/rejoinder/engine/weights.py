"""A model's folder: what must be in it, and reading it only if every byte is as it was written.

The folder can be read without this code: safetensors, JSON, and sums that `sha256sum -c` checks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from rejoinder.engine.model import ATTRIBUTES, ModelError

FORMAT: Final = 3
"""What this code can read. A change to the features or the tensors makes another number."""

PACKAGED: Final = Path(__file__).parent / "weights"
"""The model that comes with the package."""

SUMS: Final = "SHA256SUMS"
FILES: Final = (
    "abuse.safetensors",
    "pieces.safetensors",
    "glance.onnx",
    "encoder.onnx",
    "tokenizer.json",
    "config.json",
)
"""What the judge reads. The model card stands beside them, with a sum of its own."""

Tensors = Mapping[str, NDArray[Any]]
Settings = Mapping[str, Any]

_ABUSE: Final = ("word_weights", "word_rarity", "letter_weights", "letter_rarity")
_PIECES: Final = ("vectors", "piece_weights")


@dataclass(frozen=True, slots=True)
class Weights:
    """A model as read: its tensors, networks, settings, tokenizer and version."""

    abuse: Tensors
    pieces: Tensors
    glance: bytes
    encoder: bytes
    config: Settings
    tokenizer: Tokenizer
    version: str


def load(folder: Path) -> Weights:
    """Read a model's folder. Raises ModelError when it is missing, damaged or of another format."""
    sums = _sums(folder)
    raw = _read_checked(folder, sums)
    try:
        config = json.loads(raw["config.json"])
    except ValueError as problem:
        raise ModelError(f"The model's settings in {folder} are not JSON.") from problem
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise ModelError(f"The model in {folder} was made for another version of Rejoinder.")
    if config.get("attributes") != list(ATTRIBUTES):
        raise ModelError(f"The model in {folder} does not measure what this judge reports.")
    return Weights(
        abuse=_tensors(folder, raw, "abuse.safetensors", _ABUSE),
        pieces=_tensors(folder, raw, "pieces.safetensors", _PIECES),
        glance=raw["glance.onnx"],
        encoder=raw["encoder.onnx"],
        config=config,
        tokenizer=_tokenizer(folder, raw["tokenizer.json"]),
        version=f"{config.get('name', 'unnamed')}-{fingerprint(sums)}",
    )


def fingerprint(sums: Mapping[str, str]) -> str:
    """Eight hexadecimal digits, from the files' sums: any byte that is read changes them."""
    whole = hashlib.sha256()
    for name in FILES:
        whole.update(bytes.fromhex(sums[name]))
    return whole.hexdigest()[:8]


def _read_checked(folder: Path, sums: Mapping[str, str]) -> dict[str, bytes]:
    raw = {}
    for name, expected in sums.items():
        try:
            content = (folder / name).read_bytes()
        except OSError as problem:
            raise ModelError(f"The model in {folder} lacks {name}.") from problem
        if hashlib.sha256(content).hexdigest() != expected:
            raise ModelError(f"The model in {folder} is damaged: {name} is not as it was made.")
        raw[name] = content
    return raw


def _sums(folder: Path) -> dict[str, str]:
    """File names and sums, as `sha256sum` writes them."""
    if not (folder / SUMS).is_file():
        raise ModelError(f"There is no model in {folder}: {SUMS} is missing.")
    try:
        lines = (folder / SUMS).read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise ModelError(f"The model in {folder} is damaged: {SUMS} cannot be read.") from problem
    sums = {}
    for line in lines:
        expected, _, name = line.partition("  ")
        if not name or Path(name).name != name:  # never a path out of the folder
            raise ModelError(f"The model in {folder} is damaged: {SUMS} cannot be read.")
        sums[name] = expected
    for name in FILES:
        if name not in sums:
            raise ModelError(f"The model in {folder} lacks {name}.")
    return sums


def _tensors(
    folder: Path, raw: Mapping[str, bytes], name: str, needed: tuple[str, ...]
) -> dict[str, NDArray[Any]]:
    try:
        tensors: dict[str, NDArray[Any]] = load_tensors(raw[name])
    except SafetensorError as problem:
        raise ModelError(f"The model in {folder} is damaged: {name} cannot be read.") from problem
    for tensor in needed:
        if tensor not in tensors:
            raise ModelError(f"The model in {folder} lacks {tensor} in {name}.")
        tensors[tensor].setflags(write=False)
    return tensors


def _tokenizer(folder: Path, raw: bytes) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(raw.decode("utf-8"))
    except Exception as problem:  # the library raises nothing narrower
        raise ModelError(
            f"The model in {folder} is damaged: tokenizer.json cannot be read."
        ) from problem
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def as_floats(tensor: NDArray[Any]) -> NDArray[np.float32]:
    """A stored tensor as the numbers that the judge calculates with."""
    return tensor.astype(np.float32)
