"""Somebody else's text classifier, asked beside the judge: ONNX, from a Hugging Face folder.

The folder holds what such folders hold: config.json, tokenizer.json and the network itself. Whoever
brings the folder is trusted with the answers and with nothing else: the network may read no file
outside of it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np
from tokenizers import Tokenizer

from rejoinder.engine.arrays import Floats, Ints
from rejoinder.engine.model import ModelError
from rejoinder.engine.onnx_external_data import keeps_to_folder
from rejoinder.engine.onnx_runtime import onnxruntime
from rejoinder.engine.tokens import MAX_CHARACTERS

# Where the network may lie; the first that is there is read.
NETWORKS = (
    "model.onnx",
    "onnx/model.onnx",
    "model_quantized.onnx",
    "onnx/model_quantized.onnx",
)

# What is read of one text, whatever the network could take: its time grows with the square.
MAX_TOKENS = 512

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class ExternalClassifier:
    """A loaded classifier. Asking it changes nothing, so threads may share one."""

    def __init__(
        self,
        folder: Path,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        labels: tuple[str, ...],
        *,
        is_multi_label: bool,
        empty_token: int,
    ) -> None:
        """Takes what `load` has checked; `empty_token` stands for a text without any."""
        self.labels = labels
        self._folder = folder
        self._session = session
        self._tokenizer = tokenizer
        self._is_multi_label = is_multi_label
        self._empty_token = empty_token
        self._inputs = [each.name for each in session.get_inputs()]
        outputs = [each.name for each in session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Reads a classifier's folder and tries it once.

        Raises ModelError when something is missing, damaged, or does not fit the rest.
        """
        config = _settings(folder, "config.json")
        labels = _labels(folder, config)
        max_tokens = _max_tokens(folder, config)
        tokenizer = _tokenizer(folder, max_tokens)
        highest = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=0)
        padding = config.get("pad_token_id")
        classifier = cls(
            folder,
            _session(folder),
            tokenizer,
            labels,
            is_multi_label=len(labels) == 1
            or config.get("problem_type") == "multi_label_classification",
            empty_token=padding if type(padding) is int and 0 <= padding <= highest else 0,
        )
        classifier("A short text.")
        # As many tokens as are read, and the last of all: else a reader finds the network's limits.
        classifier._logits(highest - np.arange(max_tokens, dtype=np.int64) % (highest + 1))
        return classifier

    def __call__(self, text: str) -> dict[str, float]:
        """Each label with its probability, 0 to 1; of one choice among several, they add up to 1.

        Only the beginning of a long text is read. Raises ModelError when the network fails.
        """
        # A lone half of a surrogate pair is no text to the tokenizer.
        clean = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        ids = self._tokenizer.encode(clean).ids or [self._empty_token]
        logits = self._logits(np.array(ids, dtype=np.int64))
        probabilities = _sigmoid(logits) if self._is_multi_label else _softmax(logits)
        return dict(zip(self.labels, probabilities.tolist(), strict=True))

    def _logits(self, ids: Ints) -> Floats:
        """One number a label. Texts go one by one: beside longer ones, padding moves the result."""
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        try:
            (answer,) = self._session.run(
                [self._output], {name: inputs[name][np.newaxis] for name in self._inputs}
            )
        except Exception as problem:  # the library's errors have no class in common
            raise ModelError(
                f"The classifier in {self._folder} cannot read a text that it should."
            ) from problem
        if not isinstance(answer, np.ndarray) or answer.dtype.kind != "f":
            raise ModelError(f"The classifier in {self._folder} does not answer in fractions.")
        if answer.shape != (1, len(self.labels)):
            raise ModelError(
                f"The classifier in {self._folder} does not answer with one number for each label."
            )
        if not np.isfinite(answer).all():
            raise ModelError(f"The classifier in {self._folder} answers beyond all bounds.")
        return np.asarray(answer[0], dtype=np.float64)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(np.exp(-np.logaddexp(0.0, -logits)))


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum())


def _settings(folder: Path, name: str) -> Mapping[str, Any]:
    try:
        settings = json.loads((folder / name).read_bytes())
    except OSError as problem:
        raise ModelError(f"There is no classifier in {folder}: {name} is missing.") from problem
    except (ValueError, RecursionError) as problem:
        raise ModelError(f"The classifier's {name} in {folder} is not JSON.") from problem
    if not isinstance(settings, dict):
        raise ModelError(f"The classifier's {name} in {folder} holds no settings.")
    return settings


def _labels(folder: Path, config: Mapping[str, Any]) -> tuple[str, ...]:
    """The labels in the order of the network's numbers."""
    named = config.get("id2label")
    if not isinstance(named, dict) or not named:
        raise ModelError(f"The classifier in {folder} does not name its labels (id2label).")
    in_order = [named.get(str(index)) for index in range(len(named))]
    labels = tuple(label for label in in_order if isinstance(label, str) and label)
    if len(labels) < len(in_order):
        raise ModelError(f"The labels of the classifier in {folder} are not numbered from 0 on.")
    if len(set(labels)) < len(labels):
        raise ModelError(f"The classifier in {folder} gives two labels the same name.")
    return labels


def _max_tokens(folder: Path, config: Mapping[str, Any]) -> int:
    """How many tokens of a text are read: what network, tokenizer and time allow."""
    limits: list[Any] = [MAX_TOKENS, config.get("max_position_embeddings")]
    if (folder / "tokenizer_config.json").exists():
        limits.append(_settings(folder, "tokenizer_config.json").get("model_max_length"))
    named = [limit for limit in limits if limit is not None]
    # A tokenizer without a limit says so by a number with thirty digits, sometimes a fraction.
    if not all(type(limit) in {int, float} and limit >= 1 for limit in named):
        raise ModelError(f"The classifier in {folder} names a length that is no count of tokens.")
    return int(min(named))


def _tokenizer(folder: Path, max_tokens: int) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
    except FileNotFoundError as problem:
        raise ModelError(
            f"There is no classifier in {folder}: tokenizer.json is missing."
        ) from problem
    except Exception as problem:  # the library raises nothing narrower
        raise ModelError(
            f"The classifier in {folder} is damaged: tokenizer.json cannot be read."
        ) from problem
    # With less room the library would not truncate at all.
    if max_tokens <= tokenizer.num_special_tokens_to_add(is_pair=False):
        raise ModelError(f"The classifier in {folder} has no room for a text beside its own marks.")
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    # A reader who types "[SEP]" has typed five letters, not ended the text.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _session(folder: Path) -> onnxruntime.InferenceSession:
    file = next((folder / name for name in NETWORKS if (folder / name).is_file()), None)
    if file is None:
        raise ModelError(f"There is no classifier in {folder}: model.onnx is missing.")
    try:
        confined = keeps_to_folder(folder, file)
    except (OSError, ValueError, IndexError) as problem:
        raise ModelError(
            f"The classifier in {folder} is damaged: {file.name} cannot be read."
        ) from problem
    if not confined:
        raise ModelError(f"The classifier in {folder} wants to read files from elsewhere.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # many texts are judged at once; and sums keep their order
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
    except Exception as problem:  # the library's errors have no class in common
        raise ModelError(
            f"The classifier in {folder} is damaged: {file.name} cannot be loaded."
        ) from problem
    inputs = {each.name: each.type for each in session.get_inputs()}
    foreign = sorted(
        name for name, kind in inputs.items() if name not in _INPUTS or kind != "tensor(int64)"
    )
    if foreign:
        raise ModelError(f"The classifier in {folder} asks for what no text has: {foreign[0]}.")
    if "input_ids" not in inputs:
        raise ModelError(f"The classifier in {folder} does not ask for a text's tokens.")
    return session
