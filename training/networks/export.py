"""Writes the student as the judge runs it: two files of ONNX, their numbers in eight bits.

The first starts from the tokens' embeddings and goes through the lower layers; the second goes on
from where it stopped. Both read one text at a time: nothing is padded, so nothing is masked. The
heads stand beside them, in 32 bits.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model_files import HEAD_LAYERS
from rejoinder.engine.windows import WINDOW_TOKENS
from training.networks.batches import SPECIAL_TOKENS
from training.networks.encoder import TransformerLayer
from training.networks.multi_task import Student
from training.networks.onnx_graph import Graph, Shape


def export(student: Student) -> tuple[bytes, bytes]:
    """Gives the bytes of both ONNX files in eight bits: the lower layers, and the upper ones."""
    return _files(student, eight_bits=True)


def export_float32(student: Student) -> tuple[bytes, bytes]:
    """Gives the same with all their bits."""
    return _files(student, eight_bits=False)


def export_heads(student: Student) -> dict[str, NDArray[np.float32]]:
    """Gives the dense layers of both exits' heads, a column of weights an output."""
    tensors = {}
    for exit_name, heads in (("lower", student.lower_heads), ("upper", student.upper_heads)):
        for layer in HEAD_LAYERS:
            dense = heads.get_submodule(layer)
            weight, bias = (each.detach().float().numpy() for each in dense.parameters())
            tensors[f"{exit_name}.{layer}.weight"] = np.ascontiguousarray(weight.T)
            tensors[f"{exit_name}.{layer}.bias"] = bias
    return tensors


def _files(student: Student, *, eight_bits: bool) -> tuple[bytes, bytes]:
    student = copy.deepcopy(student).float().eval()
    lower, upper = Graph(eight_bits=eight_bits), Graph(eight_bits=eight_bits)
    return _write_lower(lower, student), _write_upper(upper, student)


def _write_lower(graph: Graph, student: Student) -> bytes:
    encoder = student.encoder
    # Those beyond a window are left behind.
    places = graph.constant(encoder.position_embeddings.weight[: WINDOW_TOKENS + SPECIAL_TOKENS])
    length = graph.add("Shape", ["vectors"], start=1, end=2)
    zero = graph.constant([0])
    placed = graph.add("Add", ["vectors", graph.add("Slice", [places, zero, length, zero])])
    hidden = graph.norm(encoder.embedding_norm, placed)
    layers = encoder.transformer_layers()[: student.lower_layers]
    _run(graph, layers, hidden, "hidden")
    vectors = _vectors(student)
    return graph.content(("vectors", vectors), [("hidden", vectors)])


def _write_upper(graph: Graph, student: Student) -> bytes:
    layers = student.encoder.transformer_layers()[student.lower_layers :]
    _run(graph, layers, "hidden", "last")
    vectors = _vectors(student)
    return graph.content(("hidden", vectors), [("last", vectors)])


def _vectors(student: Student) -> Shape:
    return ["texts", "length", student.encoder.width]


def _run(graph: Graph, layers: Sequence[TransformerLayer], hidden: str, out: str) -> str:
    """Goes through some layers; `out` is what the last one's vectors are called."""
    for layer in layers:
        parts = (layer.query, layer.key, layer.value)
        mixed = graph.dense(layer.attention_output, graph.attention(parts, layer.heads, hidden))
        # Added apart from the normalisation: ONNX Runtime has a node for both, which takes
        # longer than the two.
        hidden = graph.norm(layer.attention_norm, graph.add("Add", [mixed, hidden]))
        inner = graph.add("Gelu", [graph.dense(layer.feed_forward_in, hidden)])
        outer = graph.add("Add", [graph.dense(layer.feed_forward_out, inner), hidden])
        hidden = graph.norm(layer.output_norm, outer, out if layer is layers[-1] else "")
    return hidden
