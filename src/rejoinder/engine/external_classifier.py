"""An extra opinion for the judge: any text classifier in ONNX, read from a Hugging Face folder.

The folder holds what such folders hold: config.json, tokenizer.json and the network itself. Whoever
brings the folder is trusted with the answers and with nothing else: the network may read no file
outside of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.model import ModelError
from rejoinder.engine.tokens import MAX_CHARACTERS

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]

NETWORKS: Final = (
    "model.onnx",
    "onnx/model.onnx",
    "model_quantized.onnx",
    "onnx/model_quantized.onnx",
)
"""Where the network may lie; the first that is there is read."""

MAX_TOKENS: Final = 512
"""What is read of one text, whatever the network could take: its time grows with the square."""

_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")


class ExternalClassifier:
    """A loaded classifier. Asking it changes nothing, so threads may share one."""

    def __init__(
        self,
        folder: Path,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        labels: tuple[str, ...],
        *,
        each_alone: bool,
        nothing: int,
    ) -> None:
        """Take what `load` has checked; `nothing` is the token for a text without any."""
        self.labels = labels
        self._folder = folder
        self._session = session
        self._tokenizer = tokenizer
        self._each_alone = each_alone
        self._nothing = nothing
        self._inputs = [wanted.name for wanted in session.get_inputs()]
        outputs = [given.name for given in session.get_outputs()]
        self._output = "logits" if "logits" in outputs else outputs[0]

    @classmethod
    def load(cls, folder: Path) -> ExternalClassifier:
        """Read a classifier's folder and try it once.

        Raises ModelError when something is missing, damaged, or does not fit the rest.
        """
        config = _settings(folder, "config.json")
        labels = _labels(folder, config)
        longest = _longest(folder, config)
        tokenizer = _tokenizer(folder, longest)
        highest = max(tokenizer.get_vocab(with_added_tokens=True).values(), default=0)
        padding = config.get("pad_token_id")
        opinion = cls(
            folder,
            _session(folder),
            tokenizer,
            labels,
            each_alone=len(labels) == 1
            or config.get("problem_type") == "multi_label_classification",
            nothing=padding if type(padding) is int and 0 <= padding <= highest else 0,
        )
        opinion("A short text.")
        # As many tokens as are read, and the last of all: else a reader finds the network's limits.
        opinion._logits(highest - np.arange(longest, dtype=np.int64) % (highest + 1))
        return opinion

    def __call__(self, text: str) -> dict[str, float]:
        """Each label with its probability, 0 to 1; of one choice among several, they add up to 1.

        Only the beginning of a long text is read. Raises ModelError when the network fails.
        """
        # A lone half of a surrogate pair is no text to the tokenizer.
        clean = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
        ids = self._tokenizer.encode(clean).ids or [self._nothing]
        logits = self._logits(np.array(ids, dtype=np.int64))
        likely = _sigmoid(logits) if self._each_alone else _softmax(logits)
        return dict(zip(self.labels, likely.tolist(), strict=True))

    def _logits(self, ids: Ids) -> Numbers:
        """One number a label. Texts go one by one: beside longer ones, padding moves the result."""
        given = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        try:
            (answer,) = self._session.run(
                [self._output], {name: given[name][np.newaxis] for name in self._inputs}
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


def _sigmoid(logits: Numbers) -> Numbers:
    return np.asarray(np.exp(-np.logaddexp(0.0, -logits)))


def _softmax(logits: Numbers) -> Numbers:
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
    found = [named.get(str(place)) for place in range(len(named))]
    labels = tuple(label for label in found if isinstance(label, str) and label)
    if len(labels) < len(found):
        raise ModelError(f"The labels of the classifier in {folder} are not numbered from 0 on.")
    if len(set(labels)) < len(labels):
        raise ModelError(f"The classifier in {folder} gives two labels the same name.")
    return labels


def _longest(folder: Path, config: Mapping[str, Any]) -> int:
    """How many tokens of a text are read: what network, tokenizer and time allow."""
    limits: list[Any] = [MAX_TOKENS, config.get("max_position_embeddings")]
    if (folder / "tokenizer_config.json").exists():
        limits.append(_settings(folder, "tokenizer_config.json").get("model_max_length"))
    named = [limit for limit in limits if limit is not None]
    # A tokenizer without a limit says so by a number with thirty digits, sometimes a fraction.
    if not all(type(limit) in {int, float} and limit >= 1 for limit in named):
        raise ModelError(f"The classifier in {folder} names a length that is no count of tokens.")
    return int(min(named))


def _tokenizer(folder: Path, longest: int) -> Tokenizer:
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
    if longest <= tokenizer.num_special_tokens_to_add(is_pair=False):
        raise ModelError(f"The classifier in {folder} has no room for a text beside its own marks.")
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    # A reader who types "[SEP]" has typed five letters, not ended the text.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _session(folder: Path) -> onnxruntime.InferenceSession:
    file = next((folder / name for name in NETWORKS if (folder / name).is_file()), None)
    if file is None:
        raise ModelError(f"There is no classifier in {folder}: model.onnx is missing.")
    _refuse_files_elsewhere(folder, file)
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
    wanted = {given.name: given.type for given in session.get_inputs()}
    foreign = sorted(
        name for name, kind in wanted.items() if name not in _INPUTS or kind != "tensor(int64)"
    )
    if foreign:
        raise ModelError(f"The classifier in {folder} asks for what no text has: {foreign[0]}.")
    if "input_ids" not in wanted:
        raise ModelError(f"The classifier in {folder} does not ask for a text's tokens.")
    return session


def _refuse_files_elsewhere(folder: Path, file: Path) -> None:
    """A network may keep its weights in files beside it; newer runtimes hold that, older do not."""
    try:
        for name in set(_external(file.read_bytes())):
            plain = re.fullmatch(r"[^/\\:\0]+", name) and name not in {".", ".."}
            # Neither the network nor its weights may then be a link, which leads elsewhere.
            ways = {file.parent, file, file.parent / name} - {folder}
            if not plain or any(way.is_symlink() for way in ways):
                raise ModelError(f"The classifier in {folder} wants to read files from elsewhere.")
    except (OSError, ValueError, IndexError) as problem:
        raise ModelError(
            f"The classifier in {folder} is damaged: {file.name} cannot be read."
        ) from problem


_PARTS: Final[Mapping[str, Mapping[int, str]]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
    "entry": {2: "value"},
}
"""The way in ONNX's format, by field numbers, to what tensors say of files outside."""


def _external(raw: bytes) -> Iterator[str]:
    """Each value of each tensor's `external_data`: file names, and the numbers beside them.

    Raises ValueError or IndexError where the bytes are not a protocol buffer.
    """
    waiting = [("model", 0, len(raw))]
    while waiting:
        kind, at, end = waiting.pop()
        if kind == "value":
            yield raw[at:end].decode("utf-8")
            continue
        for field, start, stop in _fields(raw, at, end):
            if field in _PARTS[kind]:
                waiting.append((_PARTS[kind][field], start, stop))


def _fields(raw: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each field that has a length; the others hold nothing."""
    while at < end:
        key, at = _varint(raw, at)
        key &= 0xFFFFFFFF  # as the runtime reads it
        wire = key & 7
        if wire == 0:
            _, at = _varint(raw, at)
        elif wire in {1, 5}:
            at += 8 if wire == 1 else 4
        elif wire == 2:
            length, at = _varint(raw, at)
            if at + length <= end:
                yield key >> 3, at, at + length
            at += length
        else:
            raise ValueError("not a protocol buffer")
    if at > end:
        raise ValueError("a field is longer than what it stands in")


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, lowest first, and where it ends."""
    value = 0
    for place in range(10):
        byte = raw[at + place]
        value |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            return value, at + place + 1
    raise ValueError("not a protocol buffer")
