"""The student learns what the teacher answers, of whole texts, segments and composed comments."""

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
from tests.support.tiny_students import (
    BEGIN,
    END,
    FULL_STOP,
    QUICK,
    RUDE,
    dataset_of,
    student,
    teacher,
    training_set,
    word_tokenizer,
)
from training.config import DistillationConfig
from training.networks.answers import Answers, ask_network
from training.networks.batches import MAX_TOKENS, padded
from training.networks.distillation import reduced, student_set
from training.networks.teacher_inputs import TeacherInputs, teacher_inputs
from training.networks.train import train
from training.networks.training_set import TrainingSet

SMALL = DistillationConfig(composed=300, epochs=3)
SURE, CIVIL = 4.0, -6.0


def _asked(texts: list[list[int]], rude: list[bool]) -> tuple[TeacherInputs, Answers, TrainingSet]:
    """A sure teacher's answers: the third token of a rude text is what makes it so."""
    logits = np.full((len(texts), len(ATTRIBUTES)), CIVIL, dtype=np.float32)
    logits[rude] = SURE
    tokens = [np.full((len(text), len(ATTRIBUTES)), 0.01, dtype=np.float16) for text in texts]
    for row in np.flatnonzero(rude):
        tokens[row][2] = 0.9
    lessons = replace(
        training_set(2),
        tokens=texts,
        labels=np.full((len(texts), len(ATTRIBUTES)), np.nan, dtype=np.float32),
        spans={},
    )
    none = np.full(len(texts), -1)
    inputs = TeacherInputs(
        texts,
        rows=none,
        within=none,
        starts=np.zeros_like(none),
        is_written=np.zeros(len(texts), dtype=bool),
        is_news=np.zeros(len(texts), dtype=bool),
        end_marks=frozenset([FULL_STOP]),
        begins=[[] for _ in texts],
    )
    return inputs, Answers(logits, tokens), lessons


def _composed(texts: list[list[int]], rude: list[bool]) -> TrainingSet:
    """What is composed of the texts, without them."""
    made = student_set(*_asked(texts, rude), {}, seed=1, config=SMALL)
    first = len(texts)
    return replace(
        made,
        tokens=made.tokens[first:],
        labels=made.labels[first:],
        spans={row - first: each for row, each in made.spans.items() if row >= first},
        segments={row - first: each for row, each in made.segments.items() if row >= first},
        begins={row - first: each for row, each in made.begins.items() if row >= first},
    )


def test_a_composed_comment_is_as_abusive_as_its_worst_part() -> None:
    texts = [[BEGIN, 30 + row, 50 + row, 70 + row, END] for row in range(12)]
    made = _composed(texts, [row < 3 for row in range(12)])
    assert len(made.tokens) == SMALL.composed
    kinds = set()
    for row, text in enumerate(made.tokens):
        worst = [50 + one for one in range(3) if 50 + one in text]
        kinds.add(bool(worst))
        assert (text[0], text[-1]) == (BEGIN, END)
        assert made.spans[row].shape == (len(text), len(ATTRIBUTES))
        assert (made.labels[row] > 0.9).all() == bool(worst)
        assert (made.labels[row] < 0.01).all() == (not worst)
        marked = np.flatnonzero(made.spans[row][:, 0] > 0.5)
        assert [text[token] for token in marked] == worst
    assert kinds == {True, False}


def test_the_worst_part_of_a_composed_comment_is_never_cut_off() -> None:
    long = SMALL.longest_part
    texts = [[BEGIN, *range(30 + row, 30 + row + long), END] for row in range(4)]
    texts[0][2] = RUDE
    made = _composed(texts, [True, False, False, False])
    assert max(map(len, made.tokens)) <= MAX_TOKENS
    for row, text in enumerate(made.tokens):
        assert (RUDE in text) == bool(made.labels[row].max() > 0.5)


def test_some_composed_comments_run_on_without_signs_between() -> None:
    texts = [[BEGIN, 30 + row, 50 + row, FULL_STOP, END] for row in range(12)]
    made = _composed(texts, [row < 3 for row in range(12)])
    assert {text.count(FULL_STOP) > 0 for text in made.tokens} == {True, False}
    for row, text in enumerate(made.tokens):
        marked = np.flatnonzero(made.spans[row][:, 0] > 0.5)
        assert [text[token] for token in marked] == [each for each in text if 50 <= each < 53]


def test_each_part_of_a_composed_comment_is_answered_for_by_itself() -> None:
    texts = [[BEGIN, *[30 + row] * (3 + row % 4), 50 + row, END] for row in range(12)]
    made = _composed(texts, [row < 3 for row in range(12)])
    known = set()
    for row, text in enumerate(made.tokens):
        told = made.segments[row]
        for (start, after), labels in zip(told.places.tolist(), told.labels, strict=True):
            segment = text[start:after]
            rude = any(50 <= token < 53 for token in segment)
            assert segment[-1] >= 50
            assert start == 1 or text[start - 1] >= 50
            assert (labels > 0.9).all() == rude
            assert (labels < 0.01).all() == (not rude)
            known.add((sum(token >= 50 for token in segment) > 1, rude))
        assert {start for start, _ in told.places.tolist()} >= {1}
    assert known == {(False, False), (False, True), (True, False), (True, True)}


def test_a_text_is_told_of_its_segments_what_the_teacher_answered() -> None:
    texts = [[BEGIN, 30, 31, 32, 33, 34, END], [BEGIN, 32, 33, END]]
    asked, answers, lessons = _asked(texts, [False, True])
    asked = replace(asked, within=np.array([-1, 0]), starts=np.array([0, 3]))
    told = student_set(asked, answers, lessons, {}, seed=1, config=SMALL).segments[0]
    assert told.places.tolist() == [[3, 5]]
    assert (told.labels > 0.9).all()


def test_what_the_teacher_answered_counts_before_pieces_of_a_civil_text() -> None:
    texts = [[BEGIN, *range(30, 60), END], [BEGIN, *range(40, 50), END]]
    asked, answers, lessons = _asked(texts, [False, False])
    asked = replace(asked, within=np.array([-1, 0]), starts=np.array([0, 11]))
    told = student_set(asked, answers, lessons, {}, seed=1, config=SMALL).segments
    assert told[0].places.tolist() == [[11, 21]]


def test_every_piece_of_a_civil_text_is_civil() -> None:
    texts = [[BEGIN, *range(30, 30 + length), END] for length in (4, 13, 60, 13)]
    made = student_set(*_asked(texts, [False, False, False, True]), {}, seed=1, config=SMALL)
    assert not {0, 3} & made.segments.keys()
    for row, pieces in ((1, 2), (2, SMALL.most_pieces)):
        told = made.segments[row]
        assert (told.labels < 0.01).all()
        assert len(told.places) == pieces
        assert told.places[0, 0] == 1
        assert told.places[-1, 1] == len(texts[row]) - 1
        assert told.places[1:, 0].tolist() == told.places[:-1, 1].tolist()


def test_a_label_that_people_gave_counts_beside_the_answer() -> None:
    texts = [[BEGIN, 30, 50, END], [BEGIN, 31, 51, END]]
    asked, answers, lessons = _asked(texts, [False, False])
    lessons.labels[0, 0] = 1.0
    lessons.spans = {0: np.full((4, len(ATTRIBUTES)), np.nan, dtype=np.float32)}
    lessons.spans[0][2] = 1.0
    made = student_set(
        replace(asked, rows=np.array([0, 1])), answers, lessons, {}, seed=1, config=SMALL
    )
    answered = 1 / (1 + np.exp(-CIVIL))
    assert made.labels[0, 0] == pytest.approx(0.7 * answered + SMALL.label_share, abs=1e-4)
    assert made.labels[0, 1] == pytest.approx(answered, abs=1e-4)  # nobody was asked
    assert made.spans[0][2, 0] == pytest.approx((1 + 0.01) / 2, abs=1e-3)
    assert made.spans[0][1, 0] == pytest.approx(0.01, abs=1e-3)


def test_a_label_of_the_whole_says_nothing_of_a_text_that_was_cut() -> None:
    longest = [BEGIN, *range(30, 30 + MAX_TOKENS - 2), END]
    asked, answers, lessons = _asked([longest, [*longest[:-2], END], [BEGIN, 30, END]], [False] * 3)
    lessons.labels[:2, 0] = 1.0
    made = student_set(
        replace(asked, rows=np.arange(3)), answers, lessons, {}, seed=1, config=SMALL
    )
    answered = 1 / (1 + np.exp(-CIVIL))
    assert made.labels[0, 0] == pytest.approx(answered, abs=1e-4)
    assert made.labels[1, 0] > SMALL.label_share


def test_answers_to_other_texts_are_refused() -> None:
    asked, answers, lessons = _asked([[BEGIN, 30, END], [BEGIN, 31, 32, END]], [False] * 2)
    asked = replace(asked, tokens=[[BEGIN, 31, 32, END], [BEGIN, 30, END]])
    with pytest.raises(ValueError, match="other texts"):
        student_set(asked, answers, lessons, {}, seed=1, config=SMALL)


def test_what_we_wrote_counts_for_more_and_is_met_more_often_and_so_is_news() -> None:
    texts = [[BEGIN, 30 + row, 50, END] for row in range(3)]
    inputs, answers, lessons = _asked(texts, [False] * 3)
    lessons.labels[:2, 0] = 1.0
    written, news = np.eye(3, dtype=bool)[[0, 2]]
    inputs = replace(inputs, rows=np.arange(3), is_written=written, is_news=news)
    config = replace(SMALL, news_times=2)
    made = student_set(inputs, answers, lessons, {}, seed=1, config=config)
    assert made.labels[0, 0] >= SMALL.written_share > SMALL.label_share + 0.1 > made.labels[1, 0]
    met = np.bincount(made.order)
    assert met[:3].tolist() == [SMALL.written_times * met[1], met[1], 2 * met[1]]


def test_fewer_numbers_keep_the_angles_between_texts() -> None:
    draw = np.random.default_rng(0)
    wide = (draw.normal(size=(60, 5)) @ draw.normal(size=(5, 40))).astype(np.float32)
    wide /= np.linalg.norm(wide, axis=1, keepdims=True)
    small = reduced(wide, 5)
    assert small.shape == (60, 5)
    assert np.allclose(small @ small.T, wide @ wide.T, atol=1e-4)


def test_a_student_says_what_its_teacher_answers(tmp_path: Path) -> None:
    large, lessons = teacher(), training_set(1600)
    train(large, lessons, QUICK, tmp_path / "teacher.pt")
    dataset = dataset_of(lessons, "gab")
    asked = teacher_inputs(lessons, dataset, word_tokenizer(), seed=1)
    answers = ask_network(large, asked.tokens, "Test")
    small = student(seed=2)
    before = _agreement(small, answers, asked)
    train(
        small,
        student_set(asked, answers, lessons, {}, seed=1, config=SMALL),
        QUICK,
        tmp_path / "student.pt",
    )
    assert _agreement(small, answers, asked) > max(0.9, before)


def _agreement(small: torch.nn.Module, answers: Answers, asked: TeacherInputs) -> float:
    """The correlation of what both say of toxicity."""
    with torch.no_grad():
        said = small.eval()(*padded(asked.tokens[:200]))[-1].logits[:, 0].sigmoid().numpy()
    answered = 1 / (1 + np.exp(-answers.logits[:200, 0]))
    return float(np.corrcoef(said, answered)[0, 1])
