"""Runs all-MiniLM-L6-v2 in eight bits on ONNX Runtime, as a server that used it would."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from benchmarks.judge.network import Floats32
from rejoinder.engine.onnx_runtime import onnxruntime

# Word pieces of one text that it reads, as sentence-transformers sets it.
LONGEST = 256


class MiniLM:
    """The encoder with its tokenizer: texts in, vectors of length one out."""

    def __init__(self, network: Path, tokenizer: Path, *, threads: int) -> None:
        """Load the network from an ONNX file, to run on so many threads."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Its threads would look out for more work for a while, and slow down whoever comes next.
        options.add_session_config_entry("session.force_spinning_stop", "1")
        self._session = onnxruntime.InferenceSession(
            network, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def __call__(self, text: str) -> Floats32:
        """The vector of one text."""
        vector: Floats32 = self._run([self._tokenizer.encode(text)])[0]
        return vector

    def batch(self, texts: Sequence[str], size: int) -> Floats32:
        """A vector a text, in batches of so many; texts of like length share one."""
        encoded = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        starts = range(0, len(order), size)
        parts = [self._run([encoded[at] for at in order[start : start + size]]) for start in starts]
        result = np.concatenate(parts)
        vectors: Floats32 = result[np.argsort(order)]
        return vectors

    def _run(self, encoded: Sequence[Encoding]) -> Floats32:
        lengths = [len(each.ids) for each in encoded]
        ids = np.zeros((len(encoded), max(lengths)), dtype=np.int64)
        mask: NDArray[np.int32] = np.zeros(ids.shape, dtype=np.int32)
        for row, each in enumerate(encoded):
            ids[row, : lengths[row]] = each.ids
            mask[row, : lengths[row]] = 1
        vectors: Floats32 = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return vectors
