"""A student that learns further in rounds: what comes out is the mean of what they came to."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import torch
from torch import nn

from training import pipeline
from training.config import EncoderShape, RunConfig, TrainingConfig
from training.networks import distillation
from training.networks.answers import Answers
from training.networks.averaging import mean_of_weights
from training.networks.encoder import Encoder
from training.networks.multi_task import Student

SHAPE = EncoderShape(width=12, layers=2, heads=3, feed_forward=24)


def _student(value: float) -> Student:
    """A network all of whose numbers are this one."""
    student = Student(Encoder(nn.Embedding(20, SHAPE.width), SHAPE), lower_layers=1)
    with torch.no_grad():
        for number in student.parameters():
            number.fill_(value)
    return student


def _value(student: Student) -> float:
    values = torch.cat([number.detach().flatten() for number in student.parameters()])
    assert float(values.min()) == pytest.approx(float(values.max()))
    return float(values[0])


class NoInputs:
    """Texts that nobody asks about."""

    tokens: tuple[()] = ()
    rows: tuple[()] = ()
    begins: tuple[()] = ()


class Lessons(int):
    """What a round learns, told by its seed."""

    pairs: list[Any]


def _instant_rounds(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, int, int]]:
    """Rounds that add 2, 4 and 8 to every number; gives from what each began, and its seeds."""
    begun: list[tuple[float, int, int]] = []

    def train(student: Student, lessons: int, config: TrainingConfig, _: Path) -> None:
        begun.append((_value(student), lessons, config.seed))
        with torch.no_grad():
            for number in student.parameters():
                number.add_(2.0 ** len(begun))

    answers = Answers(np.zeros((0, 0), dtype=np.float32), [])
    monkeypatch.setattr(pipeline, "train", train)
    monkeypatch.setattr(pipeline, "load_tokenizer", lambda _: None)
    monkeypatch.setattr(pipeline, "sixteen_bits_pay", lambda _: False)
    monkeypatch.setattr(pipeline, "ask_network", lambda *_, **__: answers)
    monkeypatch.setattr(pipeline, "teacher_inputs", lambda *_, **__: NoInputs)
    monkeypatch.setattr(distillation, "student_set", lambda *given: Lessons(given[4]))
    return begun


def test_the_mean_is_of_every_number_and_leaves_them_as_they_are() -> None:
    students = [_student(1.0), _student(4.0)]
    assert _value(mean_of_weights(students)) == 2.5
    assert [_value(student) for student in students] == [1.0, 4.0]
    with pytest.raises(ValueError, match="no networks"):
        mean_of_weights([])


def test_each_round_begins_at_the_student_and_the_mean_is_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = _instant_rounds(monkeypatch)
    run = RunConfig(
        data=tmp_path,
        minilm=tmp_path,
        mpnet=tmp_path,
        work=tmp_path,
        seed=5,
        minutes=1,
        student_minutes=1,
        further_minutes=1,
        further_rounds=3,
    )
    told: Any = None
    further = pipeline.teach_further(run, told, told, _student(1.0))
    assert begun == [(1.0, 5, 5), (1.0, 6, 6), (1.0, 7, 7)]
    assert _value(further) == pytest.approx((1 + 3 + 5 + 9) / 4)
    # What is finished is not learned again.
    assert _value(pipeline.teach_further(run, told, told, _student(1.0))) == pytest.approx(4.5)
    assert len(begun) == 3
