"""The word pieces that both networks start from: MiniLM's own vectors, and how rare each is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from rejoinder.engine.tokens import Vocabulary
from training.packaging.quantisation import quantise

Tensors = dict[str, NDArray[Any]]
Settings = dict[str, Any]


def pieces(minilm: Path, texts: Sequence[Sequence[int]]) -> tuple[Tensors, Settings]:
    """The tensors of pieces.safetensors, with their settings."""
    table = load_file(minilm / "model.safetensors")["embeddings.word_embeddings.weight"]
    small, steps = quantise(table)
    have = np.bincount(np.concatenate([np.unique(text) for text in texts]), minlength=len(table))
    rare = np.log((len(texts) + 1) / (have + 1)) * _taught(tokenizer_of(minilm), len(table))
    return {"vectors": small, "piece_weights": rare.astype(np.float16)}, {"steps": steps}


def vocabulary(minilm: Path, tensors: Tensors, settings: Settings) -> Vocabulary:
    """The same as the judge uses it."""
    return Vocabulary(tensors, settings, tokenizer_of(minilm))


def tokenizer_of(minilm: Path) -> Tokenizer:
    """MiniLM's tokenizer, as the judge uses it: whole texts, no padding."""
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenizer_file(minilm: Path) -> bytes:
    """The same, as it is packaged."""
    stored = json.loads((minilm / "tokenizer.json").read_text("utf-8"))
    stored["truncation"] = stored["padding"] = None
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def _taught(tokenizer: Tokenizer, count: int) -> NDArray[np.float32]:
    """1 for each piece that the texts can have taught, 0 for other scripts and unknown pieces.

    A comment in another script then says nothing, rather than something far from everything.
    """
    known = np.zeros(count, dtype=np.float32)
    for piece, number in tokenizer.get_vocab(with_added_tokens=False).items():
        known[number] = float(piece.isascii() and not piece.startswith("["))
    return known
