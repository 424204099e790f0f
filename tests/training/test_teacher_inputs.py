"""Which texts the teacher is asked about, and which segments of them."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

from dataclasses import replace

from tests.support.tiny_students import (
    BEGIN,
    END,
    FULL_STOP,
    dataset_of,
    training_set,
    word_tokenizer,
)
from training.data.folds import HELD_OUT
from training.networks.teacher_inputs import embedded_texts, teacher_inputs
from training.source_amounts import ASKED_SEGMENTS


def test_only_learned_folds_are_asked_about_with_segments_within_them() -> None:
    dataset, tokenizer = dataset_of(training_set(40)), word_tokenizer()
    texts = [
        encoding.ids for encoding in tokenizer.encode_batch([e.text for e in dataset.examples])
    ]
    asked = teacher_inputs(replace(training_set(40), tokens=texts), dataset, tokenizer, seed=1)
    whole = [row for row in asked.rows.tolist() if row >= 0]
    assert sorted(whole) == [row for row in range(40) if row % 10 not in HELD_OUT]
    assert len(asked.tokens) == 3 * len(whole) <= len(whole) * (1 + ASKED_SEGMENTS["newspaper"])
    assert asked.end_marks == {FULL_STOP}
    halves = set()
    for place, row in enumerate(asked.rows.tolist()):
        tokens, within = asked.tokens[place], int(asked.within[place])
        assert (row >= 0) == (within < 0)
        if row < 0:
            text, start = asked.tokens[within], int(asked.starts[place])
            assert tokens == [BEGIN, *text[start : start + len(tokens) - 2], END]
            assert tokens[-2] == FULL_STOP
            assert asked.begins[place] == []
            halves.add((within, start))
        else:
            assert [tokens[begin - 1] for begin in asked.begins[place]] == [FULL_STOP]
    assert len(halves) == 2 * len(whole)


def test_texts_most_like_a_newspaper_s_are_to_point_where_mpnet_points() -> None:
    lessons = training_set(40)
    dataset = dataset_of(lessons)
    asked = teacher_inputs(lessons, dataset, word_tokenizer(), seed=1)
    assert sorted(embedded_texts(asked, dataset)) == list(range(len(asked.tokens)))
    dataset = dataset_of(lessons, "gab")
    assert embedded_texts(teacher_inputs(lessons, dataset, word_tokenizer(), seed=1), dataset) == []
