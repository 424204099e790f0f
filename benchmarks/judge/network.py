"""all-MiniLM-L6-v2 as an ONNX graph, made from its weights without PyTorch, and its eight bits.

Attention is one node, as ONNX Runtime's own optimiser for transformers would leave it: the judge is
to be compared with the network at its fastest.
"""

import importlib
import json
import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from rejoinder.engine.onnx_runtime import onnxruntime

Floats32 = NDArray[np.float32]

_RUNTIME = "com.microsoft"  # the domain of ONNX Runtime's own operators
_OPSET = 20  # the first that has Gelu


class _Graph:
    """Nodes and constants as they are added; `weights` are those of the file, by their names."""

    def __init__(self, weights: dict[str, Floats32]) -> None:
        self.weights = weights
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def add(self, kind: str, *inputs: str, out: str = "", **settings: object) -> str:
        """A node more; answers the name of what it gives."""
        out = out or f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [out], name=out, **settings))  # type: ignore[arg-type]
        return out

    def constant(self, values: NDArray[np.generic]) -> str:
        """A constant more; answers its name."""
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name: str) -> str:
        """One of the file's tensors as it is."""
        return self.constant(self.weights[name])

    def dense(self, name: str, state: str) -> str:
        """A dense layer. The file has a row an output, ONNX a column."""
        product = self.add("MatMul", state, self.constant(self.weights[f"{name}.weight"].T))
        return self.add("Add", product, self.weight(f"{name}.bias"))

    def normed(self, name: str, state: str, epsilon: float) -> str:
        """A layer's normalisation."""
        parts = (self.weight(f"{name}.weight"), self.weight(f"{name}.bias"))
        return self.add("LayerNormalization", state, *parts, axis=-1, epsilon=epsilon)


def network(folder: Path) -> ModelProto:
    """The encoder in 32 bits, of a folder with model.safetensors and config.json.

    It takes `ids` (int64) and `mask` (int32, 1 for a word piece and 0 for padding), both texts by
    pieces, and gives `vectors`: mean-pooled, of length one. Raises OSError or KeyError where the
    folder holds no such model.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    epsilon = float(config["layer_norm_eps"])
    graph = _Graph(load_file(folder / "model.safetensors"))
    state = graph.normed("embeddings.LayerNorm", _embedded(graph), epsilon)
    for number in range(config["num_hidden_layers"]):
        name = f"encoder.layer.{number}"
        attended = graph.add("Add", state, _attention(graph, name, state, config))
        state = graph.normed(f"{name}.attention.output.LayerNorm", attended, epsilon)
        inner = graph.add("Gelu", graph.dense(f"{name}.intermediate.dense", state))
        outer = graph.add("Add", state, graph.dense(f"{name}.output.dense", inner))
        state = graph.normed(f"{name}.output.LayerNorm", outer, epsilon)
    _pool(graph, state)
    return _model(graph, config["hidden_size"])


def write_eight_bits(model: ModelProto, file: Path) -> None:
    """The model with weights of eight bits, quantised as most people do: nothing calibrated."""
    logging.disable(logging.WARNING)  # it advises a step that this graph has no need of
    try:
        # Not before the library itself, which is had from one place.
        quantization = importlib.import_module(f"{onnxruntime.__name__}.quantization")
        quantization.quantize_dynamic(
            model,
            file,
            per_channel=True,
            reduce_range=False,
            weight_type=quantization.QuantType.QInt8,
            # Types behind the runtime's own operators cannot be inferred; all are this one.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    finally:
        logging.disable(logging.NOTSET)


def _embedded(graph: _Graph) -> str:
    """Word pieces where they stand; every piece is of the first of the two texts BERT can read."""
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "ids")
    kinds = graph.weights["embeddings.token_type_embeddings.weight"]
    places = graph.weights["embeddings.position_embeddings.weight"] + kinds[0]
    length = graph.add("Shape", "ids", start=1, end=2)
    zero = graph.constant(np.array([0], dtype=np.int64))
    return graph.add("Add", words, graph.add("Slice", graph.constant(places), zero, length, zero))


def _attention(graph: _Graph, name: str, state: str, config: dict[str, int]) -> str:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    mixed = graph.add(
        "Attention",
        state,
        graph.constant(np.concatenate([graph.weights[f"{part}.weight"].T for part in parts], 1)),
        graph.constant(np.concatenate([graph.weights[f"{part}.bias"] for part in parts])),
        "mask",
        domain=_RUNTIME,
        num_heads=config["num_attention_heads"],
    )
    return graph.dense(f"{name}.attention.output.dense", mixed)


def _pool(graph: _Graph, state: str) -> None:
    last, second = (graph.constant(np.array([axis], dtype=np.int64)) for axis in (-1, 1))
    mask = graph.add("Unsqueeze", graph.add("Cast", "mask", to=TensorProto.FLOAT), last)
    total = graph.add("ReduceSum", graph.add("Mul", state, mask), second, keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, second, keepdims=0))
    graph.add("LpNormalization", mean, axis=-1, p=2, out="vectors")


def _model(graph: _Graph, width: int) -> ModelProto:
    made = helper.make_graph(
        graph.nodes,
        "MiniLM",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "pieces"]),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "pieces"]),
        ],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])],
        initializer=graph.constants,
    )
    return helper.make_model(
        made,
        ir_version=10,  # what came with opset 20; the newest need not be known to the runtime
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)],
    )
