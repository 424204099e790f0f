"""What the judge runs is what was trained: the same numbers, and nearly the same in eight bits."""

import os

import numpy as np
import pytest
from numpy.typing import NDArray

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import onnx
import torch
from torch import nn

from rejoinder.engine.heads import Heads
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.model_files import NetworkFiles
from rejoinder.engine.onnx_runtime import onnxruntime
from rejoinder.engine.sentence_attention import places, readable, sentence_numbers
from training.config import EncoderShape
from training.networks.encoder import Encoder
from training.networks.export import export, export_float32
from training.networks.multi_task import Student
from training.networks.onnx_graph import LARGEST_WEIGHT
from training.networks.packaged import packaged_student
from training.networks.segments import LabelledSegments

WIDTH = 48
SHAPE = EncoderShape(width=WIDTH, layers=4, heads=3, feed_forward=96)
LENGTHS = [3, 4, 17, 80]
# Of the longer texts; without the tokenizer's own two tokens.
SENTENCES = {17: [(0, 15), (0, 4), (4, 15)], 80: [(0, 78), (0, 10), (10, 11), (11, 78)]}
BEGINS = {17: [5], 80: [11, 12]}
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
    files = export(student)
    for content in (files.lower, files.upper):
        graph = onnx.load_from_string(content).graph
        small = [
            onnx.numpy_helper.to_array(each)
            for each in graph.initializer
            if each.data_type == onnx.TensorProto.INT8
        ]
        assert len(small) == 2 * 4  # each layer's four
        assert all(np.abs(weights.astype(int)).max() == LARGEST_WEIGHT for weights in small)


def test_the_heads_say_what_the_network_s_say(student: Student) -> None:
    tokens = torch.randint(200, (1, 12), generator=torch.Generator().manual_seed(1))
    segments = [(0, 10), (0, 4), (3, 10)]
    asked = LabelledSegments(np.array([(1, 5), (4, 11)]), np.zeros((2, len(ATTRIBUTES))))
    with torch.no_grad():
        mask = torch.ones_like(tokens)
        vectors = student.vectors(tokens, mask, [[5]])
        learned = student(tokens, mask, labelled=[asked], begins=[[5]])
    files = export(student)
    contents = files.lower_heads, files.upper_heads
    for content, hidden, outputs in zip(contents, vectors, learned, strict=True):
        said = Heads(content, "heads").read(hidden[0, 1:-1].numpy(), segments)
        assert np.allclose(said.logits, outputs.logits.numpy(), atol=1e-5)
        assert np.allclose(said.token_logits, outputs.token_logits[0, 1:-1].numpy(), atol=1e-5)
        assert np.allclose(said.embedding, outputs.embeddings[0].numpy(), atol=1e-5)


def _both(
    student: Student,
    files: NetworkFiles,
    length: int,
    level: onnxruntime.GraphOptimizationLevel,
) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """The vectors that the files give, and those of the network: of the lower layers, of all."""
    tokens = torch.randint(200, (1, length), generator=torch.Generator().manual_seed(length))
    with torch.no_grad():
        embeddings = student.encoder.token_embeddings(tokens).numpy()
        mask = torch.ones_like(tokens)
        learned = student.vectors(tokens, mask, [BEGINS.get(length, [])])
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = level
    lower, upper = (
        onnxruntime.InferenceSession(content, options) for content in (files.lower, files.upper)
    )
    numbers = sentence_numbers(length - 2, SENTENCES.get(length, [(0, length - 2)]))
    takes = {"vectors": embeddings, "places": places(numbers), "readable": readable(numbers)}
    (hidden,) = lower.run(None, takes)
    (last,) = upper.run(None, {"hidden": hidden})
    return [hidden, last], [each.numpy() for each in learned]


def test_a_sentence_is_read_by_the_lower_layers_as_if_it_stood_alone(student: Student) -> None:
    tokens = torch.randint(200, (1, 12), generator=torch.Generator().manual_seed(2))
    alone = torch.cat((tokens[:, :1], tokens[:, 5:9], tokens[:, -1:]), 1)
    padded = torch.nn.functional.pad(alone, (0, 3))
    with torch.no_grad():
        beside, upper = student.vectors(tokens, torch.ones_like(tokens), [[5, 9]])
        single, own_upper = student.vectors(alone, torch.ones_like(alone))
        same, _ = student.vectors(padded, torch.tensor([[1] * 6 + [0] * 3]))
    assert torch.allclose(beside[:, 5:9], single[:, 1:5], atol=1e-6)
    assert torch.allclose(same[:, :6], single, atol=1e-6)
    # The upper ones read on across them.
    assert not torch.allclose(upper[:, 5:9], own_upper[:, 1:5], atol=1e-2)


def test_what_was_packaged_can_learn_further(student: Student) -> None:
    files = export(student)
    torch.manual_seed(1)
    other = Encoder(nn.Embedding(200, WIDTH), SHAPE)
    other.position_embeddings.load_state_dict(student.encoder.position_embeddings.state_dict())
    assert export(packaged_student(files, other, 2)) == files
