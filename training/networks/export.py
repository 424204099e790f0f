"""Writes the student as the judge runs it: files of ONNX, the layers' numbers in eight bits.

The first starts from the tokens' embeddings and goes through the lower layers, each token reading
what it may; the second goes on from where it stopped. Both read one text at a time, so nothing is
padded. The heads of either exit have a file of their own, in 32 bits.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from onnx import TensorProto

from rejoinder.engine.model_files import NetworkFiles
from rejoinder.engine.windows import WINDOW_TOKENS
from training.networks.batches import SPECIAL_TOKENS
from training.networks.encoder import TransformerLayer
from training.networks.multi_task import Heads, Student
from training.networks.onnx_graph import Graph, Shape


def export(student: Student) -> NetworkFiles:
    """Gives the bytes of every file, the layers' weights in eight bits."""
    return _files(student, eight_bits=True)


def export_float32(student: Student) -> NetworkFiles:
    """Gives the same with all their bits."""
    return _files(student, eight_bits=False)


def _files(student: Student, *, eight_bits: bool) -> NetworkFiles:
    student = copy.deepcopy(student).float().eval()
    lower, upper = Graph(eight_bits=eight_bits), Graph(eight_bits=eight_bits)
    return NetworkFiles(
        lower=_write_lower(lower, student),
        lower_heads=_write_heads(student.lower_heads, student.encoder.width),
        upper=_write_upper(upper, student),
        upper_heads=_write_heads(student.upper_heads, student.encoder.width),
    )


def _write_heads(heads: Heads, width: int) -> bytes:
    """What pools the vectors is the judge's: the mean and the greatest of each segment's."""
    graph = Graph(eight_bits=False)
    hidden = graph.add("Gelu", [graph.dense(heads.hidden, "pooled")])
    graph.dense(heads.attribute_head, hidden, "logits")
    graph.dense(heads.token_head, "vectors", "token_logits")
    first, after, axis = graph.constant([0]), graph.constant([1]), graph.constant([0])
    window = graph.add("Slice", ["pooled", first, after, axis])
    mean = graph.add("Slice", [window, first, graph.constant([width]), graph.constant([1])])
    direction = graph.dense(heads.embedding_projection, graph.add("Squeeze", [mean, axis]))
    graph.add("LpNormalization", [direction], "embedding", axis=-1, p=2)
    attributes = heads.attribute_head.out_features
    return graph.content(
        [("pooled", ["segments", 2 * width]), ("vectors", ["length", width])],
        [
            ("logits", ["segments", attributes]),
            ("token_logits", ["length", attributes]),
            ("embedding", [width]),
        ],
    )


def _write_lower(graph: Graph, student: Student) -> bytes:
    encoder = student.encoder
    # Those beyond a window are left behind.
    known = graph.constant(encoder.position_embeddings.weight[: WINDOW_TOKENS + SPECIAL_TOKENS])
    placed = graph.add("Add", ["vectors", graph.add("Gather", [known, "places"], axis=0)])
    hidden = graph.norm(encoder.embedding_norm, placed)
    layers = encoder.transformer_layers()[: student.lower_layers]
    _run(graph, layers, hidden, "hidden", readable="readable")
    vectors = _vectors(student)
    takes = [
        ("vectors", vectors),
        ("places", ["length"]),
        ("readable", ["texts", "length", "length"]),
    ]
    kinds = {"places": TensorProto.INT64, "readable": TensorProto.INT32}
    return graph.content(takes, [("hidden", vectors)], kinds)


def _write_upper(graph: Graph, student: Student) -> bytes:
    layers = student.encoder.transformer_layers()[student.lower_layers :]
    _run(graph, layers, "hidden", "last")
    vectors = _vectors(student)
    return graph.content([("hidden", vectors)], [("last", vectors)])


def _vectors(student: Student) -> Shape:
    return ["texts", "length", student.encoder.width]


def _run(
    graph: Graph, layers: Sequence[TransformerLayer], hidden: str, out: str, readable: str = ""
) -> None:
    """Goes through some layers; `out` is what the last one's vectors are called.

    `readable` says which tokens may read which; all may where it is left out.
    """
    for layer in layers:
        parts = (layer.query, layer.key, layer.value)
        mixed = graph.dense(
            layer.attention_output, graph.attention(parts, layer.heads, hidden, readable)
        )
        # Added apart from the normalisation: ONNX Runtime has a node for both, which takes
        # longer than the two.
        hidden = graph.norm(layer.attention_norm, graph.add("Add", [mixed, hidden]))
        inner = graph.add("Gelu", [graph.dense(layer.feed_forward_in, hidden)])
        outer = graph.add("Add", [graph.dense(layer.feed_forward_out, inner), hidden])
        hidden = graph.norm(layer.output_norm, outer, out if layer is layers[-1] else "")
