"""Which tokens of a text belong to one sentence, in texts that come and in composed ones."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from dataclasses import replace

import torch

from rejoinder.engine.sentence_attention import places, readable, sentence_numbers
from tests.support.tiny_students import BEGIN, END, FULL_STOP
from tests.training.test_distillation import SMALL, _asked
from training.networks.distillation import student_set
from training.networks.sentences import Sentences


def test_a_token_s_place_and_what_it_may_read_are_as_the_judge_has_them() -> None:
    mask = torch.tensor([[1] * 9, [1] * 5 + [0] * 4])
    found = Sentences.of(mask, [[3, 7], None])
    numbers = sentence_numbers(7, [(0, 7), (0, 2), (2, 6)])
    assert found.places[0].tolist() == places(numbers).tolist()
    assert (found.readable[0, 0].numpy() == readable(numbers)[0]).all()
    alone = sentence_numbers(3, [(0, 3)])
    assert found.places[1, :5].tolist() == places(alone).tolist()
    assert (found.readable[1, 0, :5, :5].numpy() == readable(alone)[0]).all()
    assert not found.readable[1, 0, :, 5:].any()
    told_nothing = Sentences.of(mask, ())
    assert (told_nothing.readable[1] == found.readable[1]).all()


def test_a_composed_comment_has_a_sentence_where_a_sign_or_a_part_has_one() -> None:
    texts = [[BEGIN, 30 + row, 50 + row, FULL_STOP, END] for row in range(12)]
    inputs, answers, lessons = _asked(texts, [row < 3 for row in range(12)])
    inputs = replace(inputs, begins=[[2] for _ in texts])
    made = student_set(inputs, answers, lessons, {}, seed=1, config=SMALL)
    kinds = set()
    for row in range(len(texts), len(made.tokens)):
        text = made.tokens[row]
        seconds = [place for place, token in enumerate(text) if 50 <= token < 70]
        after_signs = [
            place + 1 for place, token in enumerate(text[:-2]) if token == FULL_STOP and place
        ]
        assert made.begins[row] == sorted([*seconds, *after_signs])
        kinds.add(FULL_STOP in text)
    assert kinds == {True, False}


def test_some_texts_are_read_as_one_sentence() -> None:
    texts = [[BEGIN, 30, 31, 32, 33, END] for _ in range(400)]
    inputs, answers, lessons = _asked(texts, [False] * 400)
    inputs = replace(inputs, begins=[[3] for _ in texts])
    made = student_set(inputs, answers, lessons, {}, seed=1, config=SMALL)
    whole = [row for row in range(400) if row not in made.begins]
    assert 0.5 * SMALL.whole_share < len(whole) / 400 < 1.5 * SMALL.whole_share
    assert all(made.begins[row] == [3] for row in range(400) if row not in whole)
