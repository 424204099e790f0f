"""Writes a network as the judge runs it: ONNX, its numbers in eight bits.

It starts from the tokens' embeddings, which both networks share.
"""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.encoder import EMBEDDING_WIDTH, WINDOW_TOKENS
from training.networks.multi_task import MultiTaskEncoder

OPSET = 17

# A window's tokens stand between two of the tokenizer's own.
SPECIAL_TOKENS = 2


class OneText(nn.Module):
    """The network for one text at a time: nothing is padded, so nothing is masked."""

    def __init__(self, model: MultiTaskEncoder) -> None:
        """Takes a trained network; the sources' biases are left behind."""
        super().__init__()
        self.model = model

    def forward(self, embeddings: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Gives logits, span logits and embedding, as `rejoinder.engine.encoder` reads them."""
        model = self.model
        vectors = model.encoder.encode(embeddings)
        mean = vectors.mean(1)
        hidden = functional.gelu(model.hidden(torch.cat((mean, vectors.amax(1)), dim=-1)))
        embedding = model.embed(mean, vectors, embeddings, torch.ones(()))
        return model.attribute_head(hidden), model.span_head(vectors), embedding


def export(model: MultiTaskEncoder) -> bytes:
    """Gives the bytes of an ONNX file in eight bits."""
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder) / "whole.onnx", Path(folder) / "small.onnx"
        whole.write_bytes(export_float32(model))
        # Weights take seven of the eight bits: processors without dot-product instructions add
        # pairs of products in sixteen, and full weights would overflow there and nowhere else.
        quantize_dynamic(
            whole, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
        network = onnx.load(small)
    network.producer_name = "rejoinder"
    network.doc_string = ""
    for node in network.graph.node:
        node.doc_string = ""
    content: bytes = network.SerializeToString()
    return content


def export_float32(model: MultiTaskEncoder) -> bytes:
    """Gives the same with all its bits; the positions beyond a window are left behind."""
    model = copy.deepcopy(model).eval()
    positions = model.encoder.position_embeddings.weight[: WINDOW_TOKENS + SPECIAL_TOKENS]
    model.encoder.position_embeddings = nn.Embedding.from_pretrained(positions.detach())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            OneText(model),
            (torch.zeros(1, 4, EMBEDDING_WIDTH),),
            str(path),
            input_names=["vectors"],
            output_names=["odds", "spans", "vector"],
            dynamic_axes={"vectors": {1: "length"}, "spans": {1: "length"}},
            opset_version=OPSET,
            dynamo=False,
        )
        return path.read_bytes()
