"""The networks learn, in 16 bits as in 32, and go on where they were cut off."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from tests.support.tiny_students import (
    BEGIN,
    END,
    QUICK,
    RUDE,
    student,
    teacher,
    training_set,
)
from training.config import TrainingConfig
from training.networks import train as training
from training.networks.answers import ask_network
from training.networks.batches import padded
from training.networks.checkpoint import save_checkpoint
from training.networks.master_weights import MasterWeights, rate_share
from training.networks.multi_task import Student, Teacher
from training.networks.train import train

TEXTS = [[BEGIN, 30, 40, 45, word, 50, 60, 66, 77, END] for word in (RUDE, 70)]


class CutOff(Exception):
    """What ends a run in the middle."""


def _probabilities(model: Student | Teacher, texts: Sequence[list[int]]) -> list[torch.Tensor]:
    """After each exit, of each text and attribute."""
    with torch.no_grad():
        outputs = model.eval()(*padded(texts))
    return [each.logits.sigmoid() for each in outputs]


@pytest.mark.parametrize("bfloat16", [True, False])
@pytest.mark.parametrize("make", [student, teacher])
def test_every_exit_learns_what_is_abusive_and_which_token(
    tmp_path: Path, make: Callable[[], Student], bfloat16: bool
) -> None:
    network = make()
    train(network, training_set(2400), replace(QUICK, bfloat16=bfloat16), tmp_path / "a.pt")
    for probabilities in _probabilities(network, TEXTS):
        assert probabilities[0].min() > 0.8
        assert probabilities[1].max() < 0.2
    with torch.no_grad():
        outputs = network(*padded(TEXTS))
    for each in outputs:
        assert int(each.token_logits[0, :10, 0].argmax()) == 4


def test_sixteen_bits_learn_what_32_do(tmp_path: Path) -> None:
    networks = [student(), student()]
    for network, bfloat16 in zip(networks, (True, False), strict=True):
        config = replace(QUICK, bfloat16=bfloat16, dropout=0.0)
        train(network, training_set(), config, tmp_path / f"{bfloat16}.pt")
    texts = training_set().tokens[:100]
    small, large = (_probabilities(network, texts) for network in networks)
    for some, others in zip(small, large, strict=True):
        assert float((some - others).abs().mean()) < 0.05
    assert networks[0].encoder.transformer_layers()[0].query.weight.dtype == torch.bfloat16
    assert networks[0].lower_heads.hidden.weight.dtype == torch.float32


def test_steps_too_small_for_sixteen_bits_add_up() -> None:
    model = nn.Module()
    model.encoder = nn.Linear(1, 1, bias=False)
    model.source_bias = nn.Linear(1, 1, bias=False)
    nn.init.ones_(model.encoder.weight)
    config = TrainingConfig(encoder_learning_rate=1e-4, weight_decay=0.0, warmup=0.5)
    optimizer = MasterWeights(model, config)
    seen = []
    for _ in range(100):
        optimizer.step(model.encoder.weight.float().sum(), progress=0.5)
        seen.append(float(model.encoder.weight.detach()))
    assert seen[0] == 1  # eight bits cannot tell one such step
    assert seen[-1] == pytest.approx(0.99, abs=0.004)


@pytest.mark.parametrize("bfloat16", [True, False])
def test_a_run_that_was_cut_off_ends_like_one_that_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bfloat16: bool
) -> None:
    config = replace(QUICK, checkpoint_every=2, pairs_every=2, bfloat16=bfloat16)
    whole, resumed, other = student(), student(), student(seed=1)
    train(whole, training_set(), config, tmp_path / "whole.pt")

    def cut_off(
        path: Path, model: nn.Module, optimizer: MasterWeights, draw: np.random.Generator, step: int
    ) -> None:
        save_checkpoint(path, model, optimizer, draw, step)
        if step == 4:
            raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(training, "save_checkpoint", cut_off)
        with pytest.raises(CutOff):
            train(resumed, training_set(), config, tmp_path / "resumed.pt")
    train(other, training_set(), config, tmp_path / "resumed.pt")
    assert _same(whole, other)
    assert not _same(whole, resumed)


def test_a_run_that_is_whole_is_only_taken_up(tmp_path: Path) -> None:
    config = replace(QUICK, checkpoint_every=1)
    network, other = student(), student(seed=1)
    train(network, training_set(), config, tmp_path / "a.pt")
    train(other, training_set(), config, tmp_path / "a.pt")
    assert _same(network, other)


def test_a_run_whose_time_is_over_stops(tmp_path: Path) -> None:
    network = student()
    train(network, training_set(), replace(QUICK, minutes=1e-9), tmp_path / "a.pt")
    assert not (tmp_path / "a.pt").exists()
    assert not network.training


def test_a_set_s_own_bias_is_left_behind(tmp_path: Path) -> None:
    """Half of the texts are called rude by a set that calls everything so."""
    network, lessons = student(sources=2), training_set(1600)
    lessons.sources[::2] = 1
    lessons.labels[::2] = 1
    train(network, lessons, replace(QUICK, source_bias_learning_rate=0.1), tmp_path / "a.pt")
    bias = network.source_bias.weight.detach()
    assert float((bias[1] - bias[0]).min()) > 1
    assert float(_probabilities(network, TEXTS)[1][1].max()) < 0.5


def test_the_lower_exit_does_not_wait_for_the_upper_layers() -> None:
    network = student().eval()
    with torch.no_grad():
        before = network(*padded(TEXTS))
        for parameter in network.encoder.layers[1].parameters():
            parameter.add_(1)
        after = network(*padded(TEXTS))
    assert torch.equal(before[0].logits, after[0].logits)
    assert not torch.equal(before[1].logits, after[1].logits)


@pytest.mark.parametrize("make", [student, teacher])
def test_padding_changes_nothing(make: Callable[[], Student]) -> None:
    network = make().eval()
    short, long = [BEGIN, 30, RUDE, END], [BEGIN, *range(20, 40), END]
    alone, beside = network(*padded([short])), network(*padded([short, long]))
    for one, two in zip(alone, beside, strict=True):
        assert torch.allclose(one.logits[0], two.logits[0], atol=1e-5)
        assert torch.allclose(one.token_logits[0, :4], two.token_logits[0, :4], atol=1e-5)
        assert torch.allclose(one.embeddings[0], two.embeddings[0], atol=1e-5)


def test_the_teacher_s_answers_stand_in_the_order_of_the_texts() -> None:
    network = teacher().eval()
    texts = [[BEGIN, *range(20, 20 + size), END] for size in (9, 2, 30, 5)]
    answers = ask_network(network, texts, "Test")
    for row, text in enumerate(texts):
        with torch.no_grad():
            (alone,) = network(*padded([text]))
        assert np.allclose(answers.logits[row], alone.logits[0], atol=1e-5)
        said = alone.token_logits[0, : len(text)].sigmoid()
        assert np.allclose(answers.tokens[row], said, atol=2e-3)


def test_a_student_s_own_answers_are_its_last_and_say_where_it_points_if_that_is_asked() -> None:
    network = student().eval()
    answers = ask_network(network, TEXTS, "Test", pointing=True)
    for row, text in enumerate(TEXTS):
        with torch.no_grad():
            last = network(*padded([text]))[1]
        assert np.allclose(answers.logits[row], last.logits[0], atol=1e-5)
        assert np.allclose(answers.embeddings[row], last.embeddings[0], atol=2e-3)
    assert ask_network(network, TEXTS, "Test").embeddings == {}


def test_rates_rise_then_fall_to_nearly_nothing() -> None:
    shares = [rate_share(progress, 0.1) for progress in (0, 0.05, 0.1, 0.55, 1)]
    assert shares == pytest.approx([0.01, 0.5, 1, 0.5, 0.01])


def _same(one: nn.Module, other: nn.Module) -> bool:
    state = other.state_dict()
    return all(torch.equal(value, state[name]) for name, value in one.state_dict().items())
