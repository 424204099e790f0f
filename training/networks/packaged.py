"""Reads a packaged model back into a student that can learn further: the reverse of `export`.

The layers' numbers are those of eight bits. What is never learned is MiniLM's: the tokens'
embeddings, and the places, of which the package holds a window's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import onnx
import torch
from onnx import NodeProto, numpy_helper
from torch import Tensor, nn

from rejoinder.engine.model_files import NetworkFiles
from training.networks.encoder import Encoder, TransformerLayer
from training.networks.multi_task import Heads, Student


def packaged_student(files: NetworkFiles, encoder: Encoder, lower_layers: int) -> Student:
    """Reads the student that was exported, into `encoder`, which is of its shape.

    Raises ValueError if the files have more or fewer numbers than the encoder has.
    """
    student = Student(encoder, lower_layers)
    layers = encoder.transformer_layers()
    _read(files.lower, [encoder.embedding_norm, *_parts(layers[:lower_layers])])
    _read(files.upper, _parts(layers[lower_layers:]))
    _read(files.lower_heads, _parts_of_heads(student.lower_heads))
    _read(files.upper_heads, _parts_of_heads(student.upper_heads))
    return student


def _parts(layers: Sequence[TransformerLayer]) -> list[nn.Module]:
    """Gives the layers' parts in the order in which `export` writes them."""
    return [
        part
        for layer in layers
        for part in (
            nn.ModuleList([layer.query, layer.key, layer.value]),
            layer.attention_output,
            layer.attention_norm,
            layer.feed_forward_in,
            layer.feed_forward_out,
            layer.output_norm,
        )
    ]


def _parts_of_heads(heads: Heads) -> list[nn.Module]:
    return [heads.hidden, heads.attribute_head, heads.token_head, heads.embedding_projection]


def _read(content: bytes, parts: Sequence[nn.Module]) -> None:
    with torch.no_grad():
        for part, (weight, bias) in zip(parts, _numbers(content), strict=True):
            members = list(part) if isinstance(part, nn.ModuleList) else [part]
            weights = weight.chunk(len(members))
            for member, own, own_bias in zip(
                members, weights, bias.chunk(len(members)), strict=True
            ):
                member.get_parameter("weight").copy_(own)
                member.get_parameter("bias").copy_(own_bias)


def _numbers(content: bytes) -> Iterator[tuple[Tensor, Tensor]]:
    """Gives the weight and the bias of each part of a file, in its order."""
    graph = onnx.load_from_string(content).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    constants = {name: torch.from_numpy(array.copy()) for name, array in arrays.items()}
    biases = {node.input[0]: node.input[1] for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        found = _part_of(node, biases)
        if found is not None:
            weight, steps, bias = (constants[name] if name else None for name in found)
            if weight is None or bias is None:
                raise ValueError(f"{node.name} has no numbers")
            whole = weight if steps is None else weight.float() * steps
            yield whole.T if whole.ndim > 1 else whole, bias


def _part_of(node: NodeProto, biases: dict[str, str]) -> tuple[str, str, str] | None:
    """Gives the names of a node's weight, of its columns' steps, and of its bias, if it has any."""
    names = list(node.input)
    match node.op_type:
        case "DynamicQuantizeMatMul":
            return names[1], names[2], names[4]
        case "QAttention":
            return names[1], names[4], names[2]
        case "LayerNormalization":
            return names[1], "", names[2]
        case "MatMul":
            return names[1], "", biases[node.output[0]]
    return None
