"""Tiny networks in ONNX, made for tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
from rejoinder.engine.model_files import NetworkFiles
from rejoinder.engine.tokens import Vocabulary

Shapes = Mapping[str, Sequence[int | None]]

# Of inputs that are not of 32 bits.
KINDS = {"places": TensorProto.INT64, "readable": TensorProto.INT32}


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
    """Layers that leave the tokens' vectors as they are; the lower are told of sentences too."""
    shape: Sequence[int | None] = (1, None, width)
    takes: dict[str, Sequence[int | None]] = {asks: shape}
    if asks == "vectors":
        takes |= {"places": (None,), "readable": (1, None, None)}
    return _content([helper.make_node("Identity", [asks], [gives])], takes, {gives: shape})


def mixing_network(width: int = 4) -> bytes:
    """Lower layers that give a token the mean of what it may read, and its place."""
    shape: Sequence[int | None] = (1, None, width)
    takes: Shapes = {"vectors": shape, "places": (None,), "readable": (1, None, None)}
    nodes = [
        helper.make_node("Cast", ["readable"], ["may"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["may", "last"], ["count"], keepdims=1),
        helper.make_node("Div", ["may", "count"], ["shares"]),
        helper.make_node("MatMul", ["shares", "vectors"], ["mean"]),
        helper.make_node("Cast", ["places"], ["placed"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["placed", "last"], ["column"]),
        helper.make_node("Add", ["mean", "column"], ["hidden"]),
    ]
    return _content(nodes, takes, {"hidden": shape}, {"last": np.array([-1])})


def heads(width: int = 4, gives: str = "embedding") -> bytes:
    """Heads by which the mean's first number is a segment's every logit.

    A token's own first number is the token's, and the first mean is where the window points.
    """
    first = np.zeros((2 * width, len(ATTRIBUTES)), dtype=np.float32)
    first[0] = 1
    constants = {
        "first": first,
        "own": first[:width],
        "nothing": np.array([0, 0]),
        "mean": np.array([1, width]),
        "window": np.array([0]),
    }
    nodes = [
        helper.make_node("MatMul", ["pooled", "first"], ["logits"]),
        helper.make_node("MatMul", ["vectors", "own"], ["token_logits"]),
        helper.make_node("Slice", ["pooled", "nothing", "mean"], ["sliced"]),
        helper.make_node("Squeeze", ["sliced", "window"], ["first mean"]),
        helper.make_node("LpNormalization", ["first mean"], [gives], axis=0),
    ]
    takes: Shapes = {"pooled": (None, 2 * width), "vectors": (None, width)}
    answers = None, len(ATTRIBUTES)
    given: Shapes = {"logits": answers, "token_logits": answers, gives: (width,)}
    return _content(nodes, takes, given, constants)


def network_files(width: int = 4, **other: bytes) -> NetworkFiles:
    """All parts of a network, or others in the place of some."""
    made = NetworkFiles(
        lower=network(width),
        lower_heads=heads(width),
        upper=network(width, "last", "hidden"),
        upper_heads=heads(width),
    )
    return replace(made, **other)


def _content(
    nodes: Sequence[onnx.NodeProto],
    takes: Shapes,
    gives: Shapes,
    constants: Mapping[str, NDArray[Any]] | None = None,
) -> bytes:
    inputs, outputs = (
        [
            helper.make_tensor_value_info(name, KINDS.get(name, TensorProto.FLOAT), shape)
            for name, shape in each
        ]
        for each in (takes.items(), gives.items())
    )
    tensors = [numpy_helper.from_array(each, name) for name, each in (constants or {}).items()]
    made = helper.make_model(
        helper.make_graph(nodes, "encoder", inputs, outputs, tensors),
        opset_imports=[helper.make_opsetid("", 17)],
    )
    made.ir_version = 8
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())
