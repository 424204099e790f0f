"""Writes a network as the judge runs it: ONNX, its numbers in eight bits.

It starts from the word pieces' vectors, which both networks share.

Weights take seven of the eight bits: processors without dot-product instructions add pairs of
products in sixteen, and full weights would overflow there and nowhere else.
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


class Alone(nn.Module):
    """The reader for one text at a time: nothing is padded, so nothing is masked."""

    def __init__(self, reader: MultiTaskEncoder) -> None:
        """Take a taught reader; the sets' own biases are left behind."""
        super().__init__()
        self.reader = reader

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Odds, spans and vector, as `rejoinder.engine.encoder` reads them."""
        hidden = self.reader.encoder.over(vectors)
        mean = hidden.mean(1)
        between = functional.gelu(self.reader.between(torch.cat((mean, hidden.amax(1)), dim=-1)))
        vector = self.reader.vector(mean, hidden, vectors, torch.ones(()))
        return self.reader.abuse(between), self.reader.spans(hidden), vector


def export(reader: MultiTaskEncoder) -> bytes:
    """The bytes of an ONNX file; the places beyond a window are left behind as well."""
    reader = copy.deepcopy(reader).eval()
    reader.encoder.places = nn.Embedding.from_pretrained(
        reader.encoder.places.weight[: WINDOW_TOKENS + 2].detach()
    )
    with tempfile.TemporaryDirectory() as name:
        whole, small = Path(name) / "whole.onnx", Path(name) / "small.onnx"
        torch.onnx.export(
            Alone(reader),
            (torch.zeros(1, 4, EMBEDDING_WIDTH),),
            str(whole),
            input_names=["vectors"],
            output_names=["odds", "spans", "vector"],
            dynamic_axes={"vectors": {1: "length"}, "spans": {1: "length"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(
            whole, small, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
        network = onnx.load(small)
    network.producer_name = "rejoinder"
    network.doc_string = ""
    for node in network.graph.node:
        node.doc_string = ""
    return network.SerializeToString()
