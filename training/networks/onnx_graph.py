"""A graph of ONNX, written node by node, with weights in 32 bits or in eight.

PyTorch's exporter spells out every step, and ONNX Runtime's optimiser puts together what it
recognises, not always to its good: written as it is to be run, a network has half the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper
from torch import Tensor, nn

# The domain of ONNX Runtime's own operators.
RUNTIME = "com.microsoft"

# The first that has Gelu, and the format that came with it: the oldest runtime that we run on
# knows both.
OPSET, FORMAT = 20, 10

# Weights take seven of the eight bits: processors without dot-product instructions add pairs of
# products in sixteen, and full weights would overflow there and nowhere else.
LARGEST_WEIGHT = 63


# Of a value, by axis: a size, or the name of one that is known only when it runs.
Shape = Sequence[str | int | None]


class Graph:
    """Nodes and constants as they are added. Values go by their names."""

    def __init__(self, *, eight_bits: bool) -> None:
        """Says whether the weights of dense layers are to be in eight bits."""
        self.eight_bits = eight_bits
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def add(
        self, kind: str, inputs: Sequence[str], out: str = "", domain: str = "", **settings: object
    ) -> str:
        """Adds a node, and gives the name of what it makes."""
        return self._add(kind, inputs, [out or f"{kind}_{len(self._nodes)}"], domain, **settings)[0]

    def constant(self, values: NDArray[np.generic] | Tensor | Sequence[int]) -> str:
        """Adds a constant, whole numbers in 64 bits, and gives its name."""
        array = values.detach().numpy() if isinstance(values, Tensor) else np.asarray(values)
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def dense(self, layer: nn.Linear, value: str, out: str = "") -> str:
        """Adds a dense layer; what it reads is brought to eight bits as it comes."""
        weights, bias = _columns([layer]), self.constant(layer.bias)
        if not self.eight_bits:
            product = self.add("MatMul", [value, self.constant(weights)])
            return self.add("Add", [product, bias], out)
        small, steps = self._small(weights)
        inputs = [value, small, steps, "", bias]
        return self.add("DynamicQuantizeMatMul", inputs, out, domain=RUNTIME)

    def attention(
        self, parts: Sequence[nn.Linear], heads: int, value: str, readable: str = ""
    ) -> str:
        """Adds what each token takes from all others; the parts are query, key and value.

        `readable` is a value of shape (texts, tokens, tokens), 1 where a token (row) may read.
        """
        weights = _columns(parts)
        bias = self.constant(np.concatenate([part.bias.detach().numpy() for part in parts]))
        if not self.eight_bits:
            inputs = [value, self.constant(weights), bias, readable]
            return self.add("Attention", inputs, domain=RUNTIME, num_heads=heads)
        number = len(self._nodes)
        read, step, zero = self._add(
            "DynamicQuantizeLinear", [value], [f"{part}_{number}" for part in ("q", "step", "zero")]
        )
        small, steps = self._small(weights)
        inputs = [read, small, bias, step, steps, readable, zero]
        return self.add("QAttention", inputs, domain=RUNTIME, num_heads=heads)

    def norm(self, layer: nn.LayerNorm, value: str, out: str = "") -> str:
        """Adds a normalisation."""
        inputs = [value, self.constant(layer.weight), self.constant(layer.bias)]
        return self.add("LayerNormalization", inputs, out, axis=-1, epsilon=layer.eps)

    def content(
        self,
        takes: Sequence[tuple[str, Shape]],
        gives: Sequence[tuple[str, Shape]],
        kinds: Mapping[str, int] | None = None,
    ) -> bytes:
        """Gives the file's bytes; an input or output has a name and a shape.

        Their numbers are of 32 bits, but for those whose kind is named.
        """
        kinds = kinds or {}
        inputs, outputs = (
            [
                helper.make_tensor_value_info(name, kinds.get(name, TensorProto.FLOAT), shape)
                for name, shape in each
            ]
            for each in (takes, gives)
        )
        graph = helper.make_graph(self._nodes, "student", inputs, outputs, self._constants)
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(RUNTIME, 1)]
        model = helper.make_model(
            graph, ir_version=FORMAT, opset_imports=versions, producer_name="rejoinder"
        )
        content: bytes = model.SerializeToString()
        return content

    def _small(self, columns: NDArray[np.float32]) -> tuple[str, str]:
        """Weights in eight bits, and the size of each column's step."""
        steps = (np.maximum(np.abs(columns).max(0), 1e-12) / LARGEST_WEIGHT).astype(np.float32)
        return self.constant(np.round(columns / steps).astype(np.int8)), self.constant(steps)

    def _add(
        self, kind: str, inputs: Sequence[str], outs: list[str], domain: str = "", **named: Any
    ) -> list[str]:
        node = helper.make_node(kind, inputs, outs, name=outs[0], domain=domain, **named)
        self._nodes.append(node)
        return outs


def _columns(layers: Sequence[nn.Linear]) -> NDArray[np.float32]:
    """The layers' weights side by side, a column an output."""
    weights = [layer.weight.detach().numpy().T for layer in layers]
    return np.concatenate(weights, axis=1).astype(np.float32)
