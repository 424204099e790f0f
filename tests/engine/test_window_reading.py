"""What is doubtful in a window is read by itself, and the text is as abusive as its worst."""

import re
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import pytest

from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import fold
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.window_reading import WindowReader, WindowReading, chosen_segments
from rejoinder.engine.windows import MAX_TOKENS, WINDOW_TOKENS, Segment

# Attributes: threat, insult.
ATTRIBUTES = 2
THREAT, CIVIL, LOOKS_BAD = 7, 1, 8
NOWHERE = np.zeros(3, dtype=np.float32)


@dataclass
class Diluting:
    """A network that says how large a share of a segment is bad; it counts what it reads."""

    lower_runs: list[int] = field(default_factory=list)
    upper_runs: list[int] = field(default_factory=list)

    def read_lower(self, token_ids: Ints, segments: list[Segment] | None = None) -> LowerOutput:
        """The share of tokens that look bad at first sight."""
        self.lower_runs.append(len(token_ids))
        segments = segments or [(0, len(token_ids))]
        logits = _logits(np.isin(token_ids, [THREAT, LOOKS_BAD]), segments)
        hidden = token_ids.astype(np.float32)
        return LowerOutput(logits, _no_tokens(token_ids), NOWHERE, hidden, segments)

    def read_upper(self, lower: LowerOutput) -> ExitOutput:
        """The share of those that are."""
        token_ids = lower.hidden.astype(np.int64)
        self.upper_runs.append(len(token_ids))
        logits = _logits(token_ids == THREAT, lower.segments)
        return ExitOutput(logits, _no_tokens(token_ids), NOWHERE)


def _logits(is_bad: np.typing.NDArray[np.bool_], segments: list[Segment]) -> Floats32:
    shares = [np.clip(is_bad[start:after].mean(), 1e-4, 1 - 1e-4) for start, after in segments]
    return np.array([[np.log(share / (1 - share)), -9.0] for share in shares], dtype=np.float32)


def _no_tokens(token_ids: Ints) -> Floats32:
    return np.zeros((len(token_ids), ATTRIBUTES), dtype=np.float32)


# By the segment's logit alone: the lower's, and after the upper layers theirs.
CALIBRATION = Calibration(
    lower=np.array([[1.0, 0.0, 0.0]] * ATTRIBUTES),
    upper=np.array([[0.0, 0.0, 1.0, 0.0, 0.0]] * ATTRIBUTES),
    doubt=np.array([0.3, 0.3]),
)


def _read(*sentences: list[int], glue: int = 0) -> tuple[Diluting, list[WindowReading]]:
    """Reads sentences, a word a token; after the first `glue` no space follows."""
    parts = [" ".join(["word"] * len(sentence)) + "." for sentence in sentences]
    text = "".join(part + " " * (place >= glue) for place, part in enumerate(parts))
    offsets = [(found.start(), found.end()) for found in re.finditer("word", text)]
    tokens = Tokens(np.array([each for one in sentences for each in one]), offsets, has_emoji=False)
    network = Diluting()
    reader = WindowReader(cast("Encoder", network), CALIBRATION)
    return network, reader.read(text, fold(text), tokens)


def civil(number: int, length: int = 20) -> list[int]:
    """A civil sentence like no other."""
    return [CIVIL] * (length - 1) + [20 + number]


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("count", [1, 3])
def test_civil_sentences_take_nothing_from_what_is_said_among_them(place: int, count: int) -> None:
    threat = [THREAT] * 8
    _, alone = _read(threat)
    around = [civil(number) for number in range(count)]
    _, readings = _read(*around[:place], threat, *around[place:])
    worst = max(reading.probabilities[0] for reading in readings)
    assert worst == pytest.approx(alone[0].probabilities[0])
    assert worst > 0.9


def test_what_leaves_nothing_in_doubt_is_read_by_the_lower_layers_alone() -> None:
    network, readings = _read(civil(1), civil(2), civil(3))
    assert network.lower_runs == [60]
    assert network.upper_runs == []
    assert readings[0].closer == ()
    assert readings[0].probabilities.max() < 0.3


def test_what_only_looks_bad_is_cleared_by_the_upper_layers() -> None:
    network, readings = _read(civil(1), civil(2), [LOOKS_BAD] * 10)
    assert network.lower_runs == [50, 10]
    assert network.upper_runs == [10]
    assert [each.segment for each in readings[0].closer] == [(40, 50)]
    assert readings[0].probabilities.max() < 0.3


def test_where_most_is_doubtful_the_window_goes_on_as_it_is() -> None:
    network, readings = _read([CIVIL, *[THREAT] * 5], [CIVIL, CIVIL, *[THREAT] * 5, CIVIL])
    assert network.lower_runs == network.upper_runs == [14]
    assert readings[0].closer == ()
    assert readings[0].probabilities[0] == pytest.approx(5 / 6)


def test_a_larger_segment_is_read_where_it_says_more_than_what_is_within() -> None:
    by_segment = np.array([[0.8, 0.1], [0.5, 0.1], [0.4, 0.9]])
    within = [(0, 9), (0, 4), (4, 9)]
    assert chosen_segments(within, by_segment, by_segment >= 0.3) == [1, 2, 0]
    by_segment[0] = 0.45, 0.8
    assert chosen_segments(within, by_segment, by_segment >= 0.3) == [1, 2]
    assert chosen_segments(within, by_segment, by_segment >= 0.95) == []


def test_a_window_that_is_one_sentence_goes_on_from_where_the_lower_layers_stopped() -> None:
    network, readings = _read([THREAT] * 8)
    assert network.lower_runs == network.upper_runs == [8]
    assert readings[0].upper is not None


def test_the_same_words_again_are_read_once() -> None:
    sentences = [civil(1, 30), civil(2, 30), [THREAT] * 8]
    network, readings = _read(*sentences * 4)
    assert network.lower_runs == [68, 8]
    assert network.upper_runs == [8]
    assert [each.window for each in readings] == [(s, s + 68) for s in range(0, 272, 68)]
    places = [each.segment for reading in readings for each in reading.closer]
    assert places == [(start + 60, start + 68) for start in range(0, 272, 68)]


def test_words_that_were_read_glued_are_read_again_where_they_are_parted() -> None:
    words = [[CIVIL] * 20, [THREAT] * 5]
    _, glued = _read(*words, glue=2)
    assert glued[0].probabilities[0] < 0.3
    _, both = _read(*words, [CIVIL] * 60, *words, glue=1)
    assert max(reading.probabilities[0] for reading in both) > 0.9


def test_a_text_of_nothing_but_doubt_is_read_a_bounded_number_of_times() -> None:
    sentences = [[THREAT, *[CIVIL] * (length % 7), 20 + length] for length in range(1500)]
    network, readings = _read(*sentences)
    tokens = sum(map(len, sentences))
    assert tokens < MAX_TOKENS
    assert sum(network.lower_runs) + sum(network.upper_runs) <= 3 * tokens
    runs = len(network.lower_runs) + len(network.upper_runs)
    assert runs <= len(readings) * (1 + 2 * WINDOW_TOKENS // 16)
    assert readings[-1].window[1] == tokens
