"""Tiny networks in ONNX, made for tests."""

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from rejoinder.engine import ATTRIBUTES

KINDS_OF_SPAN = 5

_SHAPES: tuple[list[int | None], ...] = (
    [1, len(ATTRIBUTES)],
    [1, None, KINDS_OF_SPAN],
    [1, None],
)


def network(
    table: NDArray[np.float32] | None = None,
    outputs: Sequence[str] = ("odds", "spans", "vector"),
) -> bytes:
    """An encoder that averages a row of the table for each word piece.

    The average is the text's vector; its first number is every attribute's log-odds.
    """
    rows = np.eye(4, dtype=np.float32) if table is None else table
    width = rows.shape[1]
    first = np.zeros((width, len(ATTRIBUTES)), dtype=np.float32)
    first[0] = 1
    marks = np.zeros((width, KINDS_OF_SPAN), dtype=np.float32)
    marks[0] = 1
    nodes = [
        helper.make_node("Mod", ["pieces", "count"], ["known"]),
        helper.make_node("Gather", ["table", "known"], ["hidden"]),
        helper.make_node("ReduceMean", ["hidden"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "first"], [outputs[0]]),
    ]
    if len(outputs) == 3:
        nodes += [
            helper.make_node("MatMul", ["hidden", "marks"], [outputs[1]]),
            helper.make_node("LpNormalization", ["mean"], [outputs[2]], axis=1),
        ]
    graph = helper.make_graph(
        nodes,
        "encoder",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, None])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in zip(outputs, _SHAPES, strict=False)
        ],
        [
            numpy_helper.from_array(rows, "table"),
            numpy_helper.from_array(first, "first"),
            numpy_helper.from_array(marks, "marks"),
            numpy_helper.from_array(np.array(len(rows), dtype=np.int64), "count"),
        ],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 8
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())
