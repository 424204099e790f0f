"""What the judge runs is what was trained: the same numbers, and nearly the same in eight bits."""

import os

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import onnx
import torch
from torch import nn

from training.config import EncoderShape
from training.networks.encoder import Encoder
from training.networks.export import export, export_float32
from training.networks.multi_task import Student
from training.networks.onnx_graph import LARGEST_WEIGHT

WIDTH = 48
SHAPE = EncoderShape(width=WIDTH, layers=4, heads=3, feed_forward=96)
LENGTHS = [1, 3, 17, 80]
LEVELS = [
    onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL,
    onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC,
    onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL,
]


@pytest.fixture(scope="module")
def student() -> Student:
    """A network that was not trained; its normalisations are not those that do nothing."""
    torch.manual_seed(0)
    student = Student(Encoder(nn.Embedding(200, WIDTH), SHAPE), lower_layers=2)
    for module in student.modules():
        if isinstance(module, nn.LayerNorm):
            nn.init.normal_(module.weight, 1, 0.2)
            nn.init.normal_(module.bias, 0, 0.2)
    student.eval()
    return student


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("length", LENGTHS)
def test_all_bits_say_what_the_network_says(
    student: Student, length: int, level: onnxruntime.GraphOptimizationLevel
) -> None:
    for said, learned in zip(*_both(student, export_float32(student), length, level), strict=True):
        assert said.shape == learned.shape
        assert np.allclose(said, learned, atol=1e-5)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("length", LENGTHS)
def test_eight_bits_say_nearly_the_same(
    student: Student, length: int, level: onnxruntime.GraphOptimizationLevel
) -> None:
    for said, learned in zip(*_both(student, export(student), length, level), strict=True):
        assert said.shape == learned.shape
        assert np.allclose(said, learned, atol=0.1)


def test_no_product_overflows_on_older_processors(student: Student) -> None:
    for content in export(student):
        graph = onnx.load_from_string(content).graph
        small = [
            onnx.numpy_helper.to_array(each)
            for each in graph.initializer
            if each.data_type == onnx.TensorProto.INT8
        ]
        assert len(small) == 2 * 4 + 2  # both layers' four, and two of the heads'
        assert all(np.abs(weights.astype(int)).max() == LARGEST_WEIGHT for weights in small)


def _both(
    student: Student,
    files: tuple[bytes, bytes],
    length: int,
    level: onnxruntime.GraphOptimizationLevel,
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """What the files say of a text, and what the network says: first the lower layers, then all."""
    tokens = torch.randint(200, (1, length), generator=torch.Generator().manual_seed(length))
    with torch.no_grad():
        embeddings = student.encoder.token_embeddings(tokens).numpy()
        learned = student(tokens, torch.ones_like(tokens))
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    lower, upper = (onnxruntime.InferenceSession(content, options) for content in files)
    *said, hidden = lower.run(None, {"vectors": embeddings})
    said += upper.run(None, {"hidden": hidden})
    return said, [each.numpy() for outputs in learned for each in outputs]
