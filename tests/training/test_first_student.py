"""What a student begins at: MiniLM's layers, or a packaged model, with a teacher or without."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import torch
from torch import nn

from rejoinder.engine import model_files
from training import pipeline
from training.config import (
    LOWER_LAYERS,
    STUDENT,
    STUDENT_LAYERS,
    TAUGHT_AGAIN,
    EncoderShape,
    RunConfig,
    TrainingConfig,
)
from training.networks import distillation
from training.networks.answers import Answers
from training.networks.encoder import Encoder
from training.networks.export import export
from training.networks.multi_task import Student

SHAPE = EncoderShape(width=12, layers=len(STUDENT_LAYERS), heads=3, feed_forward=24)
TOLD: Any = None


def _encoder(*_: object) -> Encoder:
    torch.manual_seed(3)
    return Encoder(nn.Embedding(20, SHAPE.width), SHAPE)


def _run(folder: Path, *, teacher: bool, packaged: bool) -> RunConfig:
    return RunConfig(
        data=folder,
        minilm=folder,
        mpnet=folder if teacher else None,
        work=folder,
        seed=5,
        minutes=1,
        student_minutes=1,
        further_minutes=0,
        further_rounds=1,
        packaged=folder if packaged else None,
    )


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> Student:
    """The student of the only package there is: what never learns is MiniLM's."""
    student = Student(_encoder(), LOWER_LAYERS)
    with torch.no_grad():
        for layer in student.encoder.transformer_layers():
            for number in layer.parameters():
                number.add_(0.5)
    files = SimpleNamespace(network=export(student))
    monkeypatch.setattr(pipeline, "load_minilm", _encoder)
    monkeypatch.setattr(model_files, "load", lambda _: files)
    return student


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, TrainingConfig]]:
    """What each training began at, and how it was to learn; it learns nothing."""
    found: list[tuple[bytes, TrainingConfig]] = []

    def train(student: Student, _: object, config: TrainingConfig, __: Path) -> None:
        found.append((export(student).lower, config))

    monkeypatch.setattr(pipeline, "train", train)
    monkeypatch.setattr(pipeline, "train_teacher", lambda *_: nn.Linear(1, 1))
    monkeypatch.setattr(pipeline, "load_tokenizer", lambda _: None)
    monkeypatch.setattr(pipeline, "sixteen_bits_pay", lambda _: False)
    monkeypatch.setattr(pipeline, "teacher_inputs", lambda *_: SimpleNamespace(tokens=[]))
    none = Answers(np.zeros((0, 0), dtype=np.float32), [])
    monkeypatch.setattr(pipeline, "ask_network", lambda *_: none)
    monkeypatch.setattr(pipeline, "embedding_targets", lambda *_: {})
    monkeypatch.setattr(pipeline, "text_pairs", lambda *_: [])
    monkeypatch.setattr(distillation, "student_set", lambda *_: None)
    monkeypatch.setattr(distillation, "aim_embeddings", lambda *_: None)
    return found


def test_without_a_teacher_the_packaged_student_is_taken_as_it_is(
    tmp_path: Path, packaged: Student, begun: list[tuple[bytes, TrainingConfig]]
) -> None:
    run = _run(tmp_path, teacher=False, packaged=True)
    assert export(pipeline.first_student(run, TOLD, TOLD)) == export(packaged)
    assert not begun


@pytest.mark.parametrize("named", [True, False])
def test_a_teacher_teaches_the_packaged_student_or_layers_of_minilm(
    tmp_path: Path, packaged: Student, begun: list[tuple[bytes, TrainingConfig]], named: bool
) -> None:
    dataset: Any = SimpleNamespace(names=[])
    lessons: Any = SimpleNamespace()
    pipeline.first_student(_run(tmp_path, teacher=True, packaged=named), dataset, lessons)
    fresh = export(Student(_encoder(), LOWER_LAYERS))
    ((lower, config),) = begun
    assert lower == (export(packaged) if named else fresh).lower
    assert lower != (fresh if named else export(packaged)).lower
    how = TAUGHT_AGAIN if named else STUDENT
    assert config.encoder_learning_rate == how.encoder_learning_rate
