"""A model's folder: what must be in it, and reading it only if every byte is as it was written.

The folder can be read without this code: safetensors, JSON, and sums that `sha256sum -c` checks.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from rejoinder.engine.arrays import Floats32
from rejoinder.engine.model import ATTRIBUTES, ModelError

# What this code can read. A change to the features or the tensors makes another number.
FORMAT = 7

# The model that comes with the package.
PACKAGED_MODEL = Path(__file__).parent / "packaged_model"

CHECKSUMS = "SHA256SUMS"

# What the judge reads. The model card stands beside them, with a sum of its own.
FILES = (
    "tokens.safetensors",
    "lower.onnx",
    "lower_heads.onnx",
    "upper.onnx",
    "upper_heads.onnx",
    "tokenizer.json",
    "config.json",
)

Tensors = Mapping[str, NDArray[Any]]
Settings = Mapping[str, Any]

_TOKEN_TENSORS = ("vectors", "rarity", "marked")


@dataclass(frozen=True, slots=True)
class NetworkFiles:
    """The network as files of ONNX.

    It answers after its lower layers and after all of them, each time by heads of their own.
    """

    lower: bytes
    lower_heads: bytes
    upper: bytes
    upper_heads: bytes


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model as read."""

    tokens: Tensors
    network: NetworkFiles
    config: Settings
    tokenizer: Tokenizer
    version: str


def load(folder: Path) -> ModelFiles:
    """Reads a model's folder.

    Raises ModelError when it is missing, damaged or of another format.
    """
    checksums = _checksums(folder)
    contents = _read_checked(folder, checksums)
    try:
        config = json.loads(contents["config.json"])
    except ValueError as problem:
        raise ModelError(f"The model's settings in {folder} are not JSON.") from problem
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise ModelError(f"The model in {folder} was made for another version of Rejoinder.")
    if config.get("attributes") != list(ATTRIBUTES):
        raise ModelError(f"The model in {folder} does not measure what this judge reports.")
    return ModelFiles(
        tokens=_tensors(folder, contents, "tokens.safetensors", _TOKEN_TENSORS),
        network=NetworkFiles(
            lower=contents["lower.onnx"],
            lower_heads=contents["lower_heads.onnx"],
            upper=contents["upper.onnx"],
            upper_heads=contents["upper_heads.onnx"],
        ),
        config=config,
        tokenizer=_tokenizer(folder, contents["tokenizer.json"]),
        version=f"{config.get('name', 'unnamed')}-{fingerprint(checksums)}",
    )


def fingerprint(checksums: Mapping[str, str]) -> str:
    """Eight hexadecimal digits, from the files' sums: any byte that is read changes them."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(bytes.fromhex(checksums[name]))
    return digest.hexdigest()[:8]


def _read_checked(folder: Path, checksums: Mapping[str, str]) -> dict[str, bytes]:
    contents = {}
    for name, checksum in checksums.items():
        try:
            content = (folder / name).read_bytes()
        except OSError as problem:
            raise ModelError(f"The model in {folder} lacks {name}.") from problem
        if hashlib.sha256(content).hexdigest() != checksum:
            raise ModelError(f"The model in {folder} is damaged: {name} is not as it was made.")
        contents[name] = content
    return contents


def _checksums(folder: Path) -> dict[str, str]:
    """File names and sums, as `sha256sum` writes them."""
    if not (folder / CHECKSUMS).is_file():
        raise ModelError(f"There is no model in {folder}: {CHECKSUMS} is missing.")
    try:
        lines = (folder / CHECKSUMS).read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise ModelError(
            f"The model in {folder} is damaged: {CHECKSUMS} cannot be read."
        ) from problem
    checksums = {}
    for line in lines:
        checksum, _, name = line.partition("  ")
        if not name or Path(name).name != name:  # never a path out of the folder
            raise ModelError(f"The model in {folder} is damaged: {CHECKSUMS} cannot be read.")
        checksums[name] = checksum
    for name in FILES:
        if name not in checksums:
            raise ModelError(f"The model in {folder} lacks {name}.")
    return checksums


def _tensors(
    folder: Path, contents: Mapping[str, bytes], name: str, required: tuple[str, ...]
) -> dict[str, NDArray[Any]]:
    try:
        tensors: dict[str, NDArray[Any]] = load_tensors(contents[name])
    except SafetensorError as problem:
        raise ModelError(f"The model in {folder} is damaged: {name} cannot be read.") from problem
    for tensor in required:
        if tensor not in tensors:
            raise ModelError(f"The model in {folder} lacks {tensor} in {name}.")
        tensors[tensor].setflags(write=False)
    return tensors


def _tokenizer(folder: Path, content: bytes) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(content.decode("utf-8"))
    except Exception as problem:  # the library raises nothing narrower
        raise ModelError(
            f"The model in {folder} is damaged: tokenizer.json cannot be read."
        ) from problem
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def as_floats(tensor: NDArray[Any]) -> Floats32:
    """A stored tensor as the numbers that the judge calculates with."""
    return tensor.astype(np.float32)
