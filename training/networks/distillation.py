"""What the student learns: the teacher's answers to far more texts than labels, and to their parts.

Distillation as Hinton et al. (2015) have it, of logits, of each token's part and of embeddings
(https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.config import DISTILLATION, DistillationConfig
from training.networks.answers import Answers, mean_vectors
from training.networks.batches import MAX_TOKENS, SPECIAL_TOKENS
from training.networks.multi_task import Student
from training.networks.segments import LabelledSegments
from training.networks.sentences import Begins
from training.networks.teacher_inputs import TeacherInputs
from training.networks.training_set import TrainingSet

Floats32 = NDArray[np.float32]

# Of so many texts the directions of the embeddings are found; more change nothing but the time.
DIRECTIONS_FROM = 12_000

# Added to the squares, beside means whose numbers are about a tenth, when projections are aimed.
RIDGE = 1e-4


def student_set(
    inputs: TeacherInputs,
    answers: Answers,
    training_set: TrainingSet,
    embeddings: dict[int, NDArray[Any]],
    seed: int,
    config: DistillationConfig = DISTILLATION,
) -> TrainingSet:
    """Gives the teacher's answers as a training set, with comments composed of those texts.

    Raises:
        ValueError: The answers are to other texts, as those that an earlier version asked about.
    """
    _check_answers(inputs, answers)
    labels = _mixed_labels(inputs, answers, training_set, config)
    spans = _marked(inputs, answers, training_set)
    composed = _composed(inputs, labels, spans, seed, config)
    tokens = [*inputs.tokens, *composed.tokens]
    asked = len(inputs.tokens)
    spans |= {asked + index: each for index, each in composed.spans.items()}
    # What was answered counts before what is only supposed.
    segments = _civil_segments(inputs, labels, seed, config) | _answered_segments(inputs, labels)
    segments |= {asked + index: each for index, each in composed.segments.items()}
    begins = _read_by_sentence(inputs, seed, config)
    begins |= {asked + index: each for index, each in composed.begins.items()}
    count = len(tokens)
    times = np.ones(count, dtype=np.int64)
    times[:asked] = _times_met(inputs, config)
    return TrainingSet(
        tokens=tokens,
        labels=np.concatenate((labels, composed.labels)).astype(np.float32),
        weights=np.ones(count, dtype=np.float32),
        sources=np.zeros(count, dtype=np.int64),
        order=np.tile(np.repeat(np.arange(count), times), config.epochs),
        spans=spans,
        segments=segments,
        begins=begins,
        embeddings=embeddings,
        pairs=training_set.pairs,
    )


def _check_answers(inputs: TeacherInputs, answers: Answers) -> None:
    if list(map(len, inputs.tokens)) != list(map(len, answers.tokens)):
        raise ValueError("These answers are to other texts: let them be asked for again.")


def _marked(
    inputs: TeacherInputs, answers: Answers, training_set: TrainingSet
) -> dict[int, NDArray[Any]]:
    """Gives each token's part by the answers, half of it by people's marks where there are any."""
    spans: dict[int, NDArray[Any]] = dict(enumerate(answers.tokens))
    for index, row in enumerate(inputs.rows.tolist()):
        if row >= 0 and row in training_set.spans:
            marked = training_set.spans[row]
            spans[index] = np.where(np.isnan(marked), spans[index], (marked + spans[index]) / 2)
    return spans


def _times_met(inputs: TeacherInputs, config: DistillationConfig) -> NDArray[np.int64]:
    """Gives how often each text is met in an epoch."""
    times = np.where(inputs.is_written, config.written_times, 1)
    return np.where(inputs.is_news, config.news_times, times)


def _read_by_sentence(
    inputs: TeacherInputs, seed: int, config: DistillationConfig
) -> dict[int, Begins]:
    """Gives where the sentences of most texts begin; the others are read as one."""
    chosen = np.random.default_rng(seed).random(len(inputs.tokens)) >= config.whole_share
    return {index: inputs.begins[index] for index in np.flatnonzero(chosen).tolist()}


def _mixed_labels(
    inputs: TeacherInputs, answers: Answers, training_set: TrainingSet, config: DistillationConfig
) -> Floats32:
    """Gives the answers, with people's labels beside them where there are any.

    A label is of a whole text: of one that was cut it may be for what was cut off.
    """
    labels = (1 / (1 + np.exp(-answers.logits))).astype(np.float32)
    shares = config.label_share, config.written_share
    for index, row in enumerate(inputs.rows.tolist()):
        if row >= 0 and len(inputs.tokens[index]) < MAX_TOKENS:
            known = training_set.labels[row]
            share = np.where(np.isnan(known), 0.0, shares[int(inputs.is_written[index])])
            labels[index] = (1 - share) * labels[index] + share * np.nan_to_num(known)
    return labels


def _answered_segments(inputs: TeacherInputs, labels: Floats32) -> dict[int, LabelledSegments]:
    """Gives the segments that the teacher answered for alone, by the text that they are in."""
    by_text: dict[int, list[int]] = {}
    for index in np.flatnonzero(inputs.within >= 0).tolist():
        by_text.setdefault(int(inputs.within[index]), []).append(index)
    found = {}
    for text, indices in by_text.items():
        starts = inputs.starts[indices]
        lengths = [len(inputs.tokens[index]) - SPECIAL_TOKENS for index in indices]
        found[text] = LabelledSegments(np.stack((starts, starts + lengths), 1), labels[indices])
    return found


def _civil_segments(
    inputs: TeacherInputs, labels: Floats32, seed: int, config: DistillationConfig
) -> dict[int, LabelledSegments]:
    """Gives pieces of civil texts: each is as civil as the whole."""
    draw = np.random.default_rng(seed)
    found = {}
    for index in np.flatnonzero(labels.max(1) < config.civil).tolist():
        length = len(inputs.tokens[index]) - SPECIAL_TOKENS
        pieces = min(length // config.least_piece, config.most_pieces)
        if pieces > 1:
            cuts = 2 + draw.choice(length - 1, pieces - 1, replace=False)
            edges = np.array([1, *np.sort(cuts).tolist(), 1 + length])
            places = np.stack((edges[:-1], edges[1:]), 1)
            found[index] = LabelledSegments(places, np.tile(labels[index], (pieces, 1)))
    return found


def _composed(
    inputs: TeacherInputs,
    labels: Floats32,
    spans: dict[int, NDArray[Any]],
    seed: int,
    config: DistillationConfig,
) -> TrainingSet:
    """Gives comments of several of the texts: each as abusive as the worst of them.

    All but one are civil, so that most comments have one passage that counts, or none.
    """
    draw = np.random.default_rng(seed)
    worst = labels.max(1)
    lengths = np.array([len(text) - SPECIAL_TOKENS for text in inputs.tokens])
    fitting = lengths <= config.longest_part
    civil = np.flatnonzero(fitting & (labels.max(1) < config.civil))
    others = np.flatnonzero(fitting)
    weights = np.where(worst[others] > 0.5, 1.0, 0.4)
    chosen = draw.choice(others, config.composed, p=weights / weights.sum())
    tokens, targets, marks, segments = [], [], {}, {}
    begins: dict[int, Begins] = {}
    for number, one in enumerate(chosen.tolist()):
        parts = [one, *draw.choice(civil, int(draw.integers(1, 5))).tolist()]
        room = int(draw.integers(config.least_room, MAX_TOKENS - SPECIAL_TOKENS + 1))
        while len(parts) > 1 and lengths[parts].sum() > room:
            parts.pop()  # rather a part less than the worst one cut off
        parts = draw.permutation(parts).tolist()
        runs_on = draw.random() < config.running_on
        inner, shares, begins[number] = _joined(parts, inputs, spans, runs_on=runs_on)
        segments[number] = _part_segments(labels[parts], [len(each) for each in shares], draw)
        first = inputs.tokens[one]
        tokens.append([first[0], *inner, first[-1]])
        targets.append(labels[parts].max(0))
        edge = np.zeros((1, labels.shape[1]))
        marks[number] = np.concatenate([edge, *shares, edge]).astype(np.float16)
    none = np.zeros(0, dtype=np.int64)
    return TrainingSet(
        tokens, np.array(targets), np.ones(0, np.float32), none, none, marks, segments, begins
    )


def _part_segments(
    labels: Floats32, lengths: Sequence[int], draw: np.random.Generator
) -> LabelledSegments:
    """Gives each part of a composed comment, and some neighbours together."""
    edges = np.cumsum([1, *lengths])
    places = [(edges[part], edges[part + 1]) for part in range(len(lengths))]
    known = list(labels)
    if len(lengths) > 2:
        first = int(draw.integers(len(lengths) - 1))
        after = int(draw.integers(first + 2, len(lengths) + 1))
        places.append((edges[first], edges[after]))
        known.append(labels[first:after].max(0))
    return LabelledSegments(np.array(places), np.array(known))


def _joined(
    parts: Sequence[int], inputs: TeacherInputs, spans: dict[int, NDArray[Any]], *, runs_on: bool
) -> tuple[list[int], list[NDArray[Any]], list[int]]:
    """Gives the tokens of some texts one after another, what each says, and its sentences' begins.

    What runs on has no signs between its texts, and so no sentence ends with one of them.
    """
    tokens: list[int] = []
    shares, begins = [], []
    for part in parts:
        inner = inputs.tokens[part][1:-1]
        if tokens and tokens[-1] in inputs.end_marks:
            begins.append(1 + len(tokens))
        if runs_on and len(inner) > 1 and inner[-1] in inputs.end_marks:
            inner = inner[:-1]
        begins += [len(tokens) + each for each in inputs.begins[part] if each <= len(inner)]
        tokens += inner
        shares.append(spans[part][1 : 1 + len(inner)])
    return tokens, shares, begins


def reduced(embeddings: Floats32, width: int) -> Floats32:
    """Gives embeddings in fewer numbers, of length one, their cosines as near as can be.

    By the directions in which they differ most; the greatest is not centred, so cosines stay.
    """
    _, _, directions = np.linalg.svd(embeddings[:DIRECTIONS_FROM], full_matrices=False)
    smaller = embeddings @ directions[:width].T
    unit: Floats32 = smaller / np.linalg.norm(smaller, axis=1, keepdims=True)
    return unit


def aim_embeddings(student: Student, lessons: TrainingSet) -> None:
    """Sets the student's projections so that its embeddings begin near where they are to point.

    By least squares from the means of its vectors before it has learned: what it starts from
    already knows which texts are alike, in directions of its own.
    """
    rows = sorted(lessons.embeddings)
    targets = np.stack([lessons.embeddings[row] for row in rows]).astype(np.float64)
    begins = [lessons.begins.get(row, ()) for row in rows]
    means = mean_vectors(student, [lessons.tokens[row] for row in rows], begins)
    for heads, mean in zip((student.lower_heads, student.upper_heads), means, strict=True):
        centre = mean.mean(0)
        spread = mean - centre
        gram = spread.T @ spread + RIDGE * len(rows) * np.eye(mean.shape[1])
        weights = np.linalg.solve(gram, spread.T @ targets)
        heads.embedding_projection.weight.data = torch.from_numpy(weights.T.copy()).float()
        bias = targets.mean(0) - centre @ weights
        heads.embedding_projection.bias.data = torch.from_numpy(bias).float()
