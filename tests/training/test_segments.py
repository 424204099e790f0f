"""Segments are answered for from their own tokens, in the order in which their labels come."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from rejoinder.engine.model import ATTRIBUTES
from tests.support.tiny_students import QUICK, RUDE, student, training_set
from training.networks.batches import padded
from training.networks.losses import segment_loss
from training.networks.segments import LabelledSegments, Segments
from training.networks.train import train

MANY = len(ATTRIBUTES)
COIN = np.log(2)


def labelled(*places: tuple[int, int], label: float = 1.0) -> LabelledSegments:
    """Segments with one label of everything."""
    return LabelledSegments(np.array(places), np.full((len(places), MANY), label))


def test_each_segment_is_pooled_from_its_own_text_and_place() -> None:
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    vectors = torch.arange(8.0).reshape(2, 4, 1)
    known = [labelled((1, 3)), labelled((0, 1), (1, 3))]
    segments = Segments.whole(mask, edge=0).with_labelled(known)
    mean, largest = segments.pooled(vectors)
    assert mean[:, 0].tolist() == [1.5, 5, 1.5, 4, 5.5]
    assert largest[:, 0].tolist() == [3, 6, 2, 4, 6]
    within = Segments.whole(mask, edge=1).with_labelled([None, None])
    assert within.pooled(vectors)[0][:, 0].tolist() == [1.5, 5]


def test_every_text_s_segments_count_as_much() -> None:
    logits = torch.zeros(3, MANY)
    logits[1:] = 50
    one = labelled((0, 1))
    known = [one, None, labelled((0, 1), (1, 2))]
    assert float(segment_loss(logits, known)) == pytest.approx(COIN / 2)
    assert float(segment_loss(logits, [None])) == 0
    unknown = replace(one, labels=np.full((1, MANY), np.nan))
    assert float(segment_loss(logits[:1], [unknown])) == 0


def test_a_student_learns_which_segment_is_abusive(tmp_path: Path) -> None:
    lessons = training_set(1600)
    halves = {
        row: LabelledSegments(
            np.array([(1, 5), (5, 9)]),
            np.array([[float(text[4] == RUDE)] * MANY, [0.0] * MANY]),
        )
        for row, text in enumerate(lessons.tokens)
    }
    model = student()
    train(model, replace(lessons, segments=halves), QUICK, tmp_path / "student.pt")
    rude = [text for text in lessons.tokens if text[4] == RUDE][:50]
    with torch.no_grad():
        asked = [labelled((1, 5), (5, 9)) for _ in rude]
        outputs = model.eval()(*padded(rude), labelled=asked)
    for each in outputs:
        said = each.logits[len(rude) :].sigmoid().reshape(len(rude), 2, MANY)
        assert said[:, 0].mean() > 0.8
        assert said[:, 1].mean() < 0.2
