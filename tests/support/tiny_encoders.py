"""Tiny networks in ONNX, made for tests."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import Vocabulary

_SHAPES: tuple[list[int | None], ...] = (
    [1, len(ATTRIBUTES)],
    [1, None, len(ATTRIBUTES)],
    [1, None],
    [1, None, None],
)
LOWER = ("logits", "token_logits", "embedding", "hidden")
UPPER = LOWER[:3]


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


def network(width: int = 4, outputs: Sequence[str] = LOWER, asks: str = "vectors") -> bytes:
    """An encoder that averages the tokens' vectors.

    The average is the text's vector, and its first number is every attribute's logit; a token's
    own first number is the token's. What goes on to the upper layers is what came in.
    """
    first = np.zeros((width, len(ATTRIBUTES)), dtype=np.float32)
    first[0] = 1
    nodes = [
        helper.make_node("ReduceMean", [asks], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "first"], [outputs[0]]),
    ]
    if len(outputs) > 1:
        nodes += [
            helper.make_node("MatMul", [asks, "first"], [outputs[1]]),
            helper.make_node("LpNormalization", ["mean"], [outputs[2]], axis=1),
        ]
    if len(outputs) > len(UPPER):
        nodes.append(helper.make_node("Identity", [asks], [outputs[3]]))
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info(asks, TensorProto.FLOAT, [1, None, width])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in zip(outputs, _SHAPES, strict=False)
        ],
        [numpy_helper.from_array(first, "first")],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def upper_network(width: int = 4) -> bytes:
    """The same as upper layers: it goes on from what `network` gave."""
    return network(width, UPPER, "hidden")
