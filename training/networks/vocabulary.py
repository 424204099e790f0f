"""The tokens that the student starts from: MiniLM's own embeddings, and how rare each is."""

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


def token_tensors(minilm: Path, texts: Sequence[Sequence[int]]) -> tuple[Tensors, Settings]:
    """Gives the tensors of tokens.safetensors, with their settings; `texts` are tokens."""
    embeddings = load_file(minilm / "model.safetensors")["embeddings.word_embeddings.weight"]
    small, steps = quantise(embeddings)
    count = len(embeddings)
    texts_with = np.bincount(np.concatenate([np.unique(text) for text in texts]), minlength=count)
    rarity = np.log((len(texts) + 1) / (texts_with + 1))
    weights = rarity * _learnable(served_tokenizer(minilm), count)
    return {"vectors": small, "rarity": weights.astype(np.float16)}, {"steps": steps}


def served_vocabulary(minilm: Path, tensors: Tensors, settings: Settings) -> Vocabulary:
    """Gives the same as the judge uses it."""
    return Vocabulary(tensors, settings, served_tokenizer(minilm))


def served_tokenizer(minilm: Path) -> Tokenizer:
    """Loads MiniLM's tokenizer as the judge uses it: whole texts, no padding."""
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenizer_file(minilm: Path) -> bytes:
    """Gives the same as it is packaged."""
    stored = json.loads((minilm / "tokenizer.json").read_text("utf-8"))
    stored["truncation"] = stored["padding"] = None
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def _learnable(tokenizer: Tokenizer, count: int) -> NDArray[np.float32]:
    """Gives 1 for each token that the texts can have taught, 0 for other scripts and unknown ones.

    A comment in another script then says nothing, rather than something far from everything.
    """
    learnable = np.zeros(count, dtype=np.float32)
    for token, number in tokenizer.get_vocab(with_added_tokens=False).items():
        learnable[number] = float(token.isascii() and not token.startswith("["))
    return learnable
