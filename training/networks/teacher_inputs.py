"""The texts that a network is asked about, so that the student learns its answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.windows import Segment
from training.data.folds import HELD_OUT
from training.dataset import Dataset
from training.networks.batches import SPECIAL_TOKENS
from training.networks.sentences import Begins
from training.networks.text_segments import TextParts, text_parts
from training.networks.training_set import TrainingSet
from training.source_amounts import ASKED_SEGMENTS, EMBEDDED_TEXTS, TEACHER_TEXTS

Rows = NDArray[np.int64]

# The sources whose names begin so are ours.
WRITTEN = "written_"

# The sources whose texts stood under newspapers' articles.
NEWS = ("newspaper", "toxic_spans")

# What ends a sentence; people who are angry leave it out.
END_MARKS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class TeacherInputs:
    """The texts that the teacher is asked about, and segments of them that it answers for alone."""

    tokens: list[list[int]]
    rows: Rows
    """The dataset's, of each; -1 for a segment."""
    within: Rows
    """Of each segment, which of these texts it is in; -1 for a text."""
    starts: Rows
    """Of each segment, the token that it begins with, the tokenizer's own counted; of a text, 0."""
    is_written: NDArray[np.bool_]
    """Of each text, whether we wrote it, one by one."""
    is_news: NDArray[np.bool_]
    """The same of texts under newspapers' articles."""
    end_marks: frozenset[int]
    """The tokens of END_MARKS."""
    begins: list[Begins]
    """Of each, the tokens that its sentences after the first begin with, the tokenizer's own
    counted."""


def teacher_inputs(
    training_set: TrainingSet,
    dataset: Dataset,
    tokenizer: Tokenizer,
    seed: int,
) -> TeacherInputs:
    """Gives the texts of the folds that are learned, so many of each source, and segments."""
    draw = np.random.default_rng(seed)
    tokens: list[list[int]] = []
    begins: list[Begins] = []
    rows, within, starts, sources = [], [], [], []
    learned = ~np.isin(dataset.folds, HELD_OUT)
    for name in dataset.names:
        own = draw.permutation(np.flatnonzero(learned & dataset.from_source(name)))
        for row in own[: TEACHER_TEXTS.get(name)].tolist():
            text = training_set.tokens[row]
            if len(text) <= SPECIAL_TOKENS:
                continue
            place = len(tokens)
            tokens.append(text)
            rows.append(row)
            within.append(-1)
            starts.append(0)
            sources.append(name)
            parts = text_parts(dataset.examples[row].text, tokenizer)
            begins.append([1 + each for each in parts.begins])
            for start, after in _some_segments(parts, name, draw):
                tokens.append([text[0], *text[1 + start : 1 + after], text[-1]])
                rows.append(-1)
                within.append(place)
                starts.append(1 + start)
                sources.append("")
                begins.append([1 + each - start for each in parts.begins if start < each < after])
    marks = [tokenizer.token_to_id(mark) for mark in END_MARKS]
    known = frozenset(mark for mark in marks if mark is not None)
    numbers = np.array(rows), np.array(within), np.array(starts)
    written = np.array([name.startswith(WRITTEN) for name in sources])
    return TeacherInputs(tokens, *numbers, written, np.isin(sources, NEWS), known, begins)


def _some_segments(parts: TextParts, source: str, draw: np.random.Generator) -> list[Segment]:
    """Gives as many of a text's segments as the teacher is asked about."""
    count = ASKED_SEGMENTS.get(source, 0)
    found = parts.segments if count else []
    chosen = draw.permutation(len(found))[:count]
    return [found[place] for place in chosen.tolist()]


def embedded_texts(inputs: TeacherInputs, dataset: Dataset) -> list[int]:
    """Gives which of those texts are to point where MPNet points: those most like a paper's."""
    names = np.array([*dataset.names, "segment"])
    sources = names[np.where(inputs.rows < 0, len(dataset.names), dataset.sources[inputs.rows])]
    chosen = []
    for name, count in EMBEDDED_TEXTS.items():
        chosen += np.flatnonzero(sources == name)[:count].tolist()
    return chosen
