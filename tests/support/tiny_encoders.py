"""Tiny networks in ONNX, made for tests."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.model_files import EXITS
from rejoinder.engine.tokens import Vocabulary


def tokenizer(pieces: Sequence[str]) -> Tokenizer:
    """Of these word pieces; the marks about a text and the unknown piece come first."""
    known = {piece: number for number, piece in enumerate(("[UNK]", "[CLS]", "[SEP]", *pieces))}
    made = Tokenizer(WordPiece(known, unk_token="[UNK]"))
    made.normalizer = BertNormalizer()
    made.pre_tokenizer = BertPreTokenizer()
    return made


def vocabulary(rows: NDArray[np.float32]) -> Vocabulary:
    """A piece a row, with that vector: "p3" is the fourth, for the marks have the first three."""
    tensors: dict[str, NDArray[Any]] = {
        "vectors": rows,
        "rarity": np.ones(len(rows), dtype=np.float16),
    }
    pieces = [f"p{number}" for number in range(3, len(rows))]
    return Vocabulary(tensors, {"steps": [1.0] * rows.shape[1]}, tokenizer(pieces))


def network(width: int = 4, gives: str = "hidden", asks: str = "vectors") -> bytes:
    """Layers that leave the tokens' vectors as they are."""
    values = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, None, width])
        for name in (asks, gives)
    ]
    nodes = [helper.make_node("Identity", [asks], [gives])]
    made = helper.make_model(
        helper.make_graph(nodes, "encoder", values[:1], values[1:]),
        opset_imports=[helper.make_opsetid("", 17)],
    )
    made.ir_version = 8
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def upper_network(width: int = 4) -> bytes:
    """The same as upper layers: it goes on from what `network` gave."""
    return network(width, "last", "hidden")


def heads(width: int = 4) -> dict[str, NDArray[np.float32]]:
    """Heads of both exits by which the mean's first number is a segment's every logit.

    A token's own first number is the token's, and the mean is where a window points.
    """
    hidden = np.zeros((2 * width, 2), dtype=np.float32)
    hidden[0] = 1, -1
    first = np.zeros((width, len(ATTRIBUTES)), dtype=np.float32)
    first[0] = 1
    # The unit that activates takes nothing from the difference of a number and its negative.
    weights = {
        "hidden": hidden,
        "attribute_head": np.repeat([[1], [-1]], len(ATTRIBUTES), axis=1).astype(np.float32),
        "token_head": first,
        "embedding_projection": np.eye(width, dtype=np.float32),
    }
    return {
        f"{name}.{layer}.{part}": each
        for name in EXITS
        for layer, weight in weights.items()
        for part, each in (("weight", weight), ("bias", np.zeros_like(weight[0])))
    }
