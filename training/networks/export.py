"""Writes the student as the judge runs it: two files of ONNX, their numbers in eight bits.

The first starts from the tokens' embeddings and goes through the lower layers; the second goes on
from where it stopped. Both read one text at a time: nothing is padded, so nothing is masked.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from rejoinder.engine.encoder import WINDOW_TOKENS
from training.networks.batches import SPECIAL_TOKENS
from training.networks.encoder import TransformerLayer
from training.networks.multi_task import Heads, Student
from training.networks.onnx_graph import Graph, Shape


def export(student: Student) -> tuple[bytes, bytes]:
    """Gives the bytes of both ONNX files in eight bits: the lower layers, and the upper ones."""
    return _files(student, eight_bits=True)


def export_float32(student: Student) -> tuple[bytes, bytes]:
    """Gives the same with all their bits."""
    return _files(student, eight_bits=False)


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
    _add_answers(graph, student.lower_heads, _run(graph, layers, hidden, "hidden"))
    vectors: Shape = ["texts", "length", encoder.width]
    return graph.content(("vectors", vectors), [*_answers(student), ("hidden", vectors)])


def _write_upper(graph: Graph, student: Student) -> bytes:
    layers = student.encoder.transformer_layers()[student.lower_layers :]
    _add_answers(graph, student.upper_heads, _run(graph, layers, "hidden", "last"))
    return graph.content(("hidden", ["texts", "length", student.encoder.width]), _answers(student))


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


def _add_answers(graph: Graph, heads: Heads, vectors: str) -> None:
    tokens = graph.constant([1])
    mean = graph.add("ReduceMean", [vectors, tokens], keepdims=0)
    largest = graph.add("ReduceMax", [vectors, tokens], keepdims=0)
    pooled = graph.dense(heads.hidden, graph.add("Concat", [mean, largest], axis=-1))
    graph.exact_dense(heads.attribute_head, graph.add("Gelu", [pooled]), "logits")
    graph.exact_dense(heads.token_head, vectors, "token_logits")
    direction = graph.dense(heads.embedding_projection, mean)
    graph.add("LpNormalization", [direction], "embedding", axis=-1, p=2)


def _answers(student: Student) -> list[tuple[str, Shape]]:
    attributes = student.lower_heads.attribute_head.out_features
    return [
        ("logits", ["texts", attributes]),
        ("token_logits", ["texts", "length", attributes]),
        ("embedding", ["texts", student.encoder.width]),
    ]
