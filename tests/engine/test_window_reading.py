"""What is doubtful in a window is read alone, and the text is as abusive as its worst segment."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

import numpy as np
import pytest

from rejoinder.engine.arrays import Bools, Floats32, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import fold
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.window_reading import (
    MOST_ALONE,
    TOKENS_PER_START,
    WindowReader,
    WindowReading,
    foreseen,
    innermost,
)
from rejoinder.engine.windows import MAX_TOKENS, WINDOW_TOKENS, Segment

# Attributes: threat, insult.
ATTRIBUTES = 2
# What is worse than it looks, a pair that only together is a threat, and an insult.
THREAT, CIVIL, LOOKS_BAD, FIRST_HALF, SECOND_HALF, INSULT = 7, 1, 8, 9, 10, 11
NOWHERE = np.zeros(3, dtype=np.float32)


@dataclass
class Diluting:
    """A network that says how large a share of a segment is bad; it counts what it reads.

    In company its answers are milder: what stands around a segment thins them.
    """

    thinned: float = 1.0
    lower_runs: list[int] = field(default_factory=list)
    upper_runs: list[int] = field(default_factory=list)

    def read_lower(
        self, token_ids: Ints, segments: tuple[Segment, ...] | None = None
    ) -> LowerOutput:
        """The share of tokens that look bad at first sight."""
        self.lower_runs.append(len(token_ids))
        segments = segments or ((0, len(token_ids)),)
        bad = np.isin(token_ids, [THREAT, LOOKS_BAD, FIRST_HALF, SECOND_HALF])
        logits = self._logits(bad, token_ids == INSULT, segments)
        hidden = token_ids.astype(np.float32)
        return LowerOutput(logits, _no_tokens(token_ids), NOWHERE, hidden, segments)

    def read_upper(self, lower: LowerOutput) -> ExitOutput:
        """The share of those that are; halves of a threat, where both are there."""
        token_ids = lower.hidden.astype(np.int64)
        self.upper_runs.append(len(token_ids))
        bad = token_ids == THREAT
        if {FIRST_HALF, SECOND_HALF} <= set(token_ids.tolist()):
            bad |= np.isin(token_ids, [FIRST_HALF, SECOND_HALF])
        logits = self._logits(bad, token_ids == INSULT, lower.segments)
        return ExitOutput(logits, _no_tokens(token_ids), NOWHERE)

    def _logits(self, threat: Bools, insult: Bools, segments: Sequence[Segment]) -> Floats32:
        in_company = self.thinned if len(segments) > 1 else 1.0
        rows = []
        for start, after in segments:
            shares = [float(each[start:after].mean()) * in_company for each in (threat, insult)]
            rows.append([np.log(s / (1 - s)) for s in np.clip(shares, 1e-4, 1 - 1e-4)])
        return np.array(rows, dtype=np.float32)


def _no_tokens(token_ids: Ints) -> Floats32:
    return np.zeros((len(token_ids), ATTRIBUTES), dtype=np.float32)


# By the segment's logit only: the lower's, and after the upper layers theirs.
CALIBRATION = Calibration(
    lower=np.array([[1.0, 0.0, 0.0]] * ATTRIBUTES),
    upper=np.array([[0.0, 0.0, 1.0, 0.0, 0.0]] * ATTRIBUTES),
    alone=np.array([[0.0, 0.0, 1.0, 0.0, 0.0]] * ATTRIBUTES),
    doubt=np.array([0.3, 0.3]),
)


def _read(
    *sentences: list[int], glue: int = 0, thinned: float = 1.0, end: str = "."
) -> tuple[Diluting, list[WindowReading]]:
    """Reads sentences, a word a token; after the first `glue` no space follows."""
    parts = [" ".join(["word"] * len(sentence)) + end for sentence in sentences]
    text = "".join(part + " " * (place >= glue) for place, part in enumerate(parts))
    offsets = [(found.start(), found.end()) for found in re.finditer("word", text)]
    token_ids = np.array([each for one in sentences for each in one], dtype=np.int64)
    network = Diluting(thinned)
    reader = WindowReader(cast("Encoder", network), CALIBRATION)
    return network, reader.read(text, fold(text), Tokens(token_ids, offsets, has_emoji=False))


def civil(number: int, length: int = 20) -> list[int]:
    """A civil sentence like no other."""
    return [CIVIL] * (length - 1) + [20 + number]


def test_without_words_nothing_is_read() -> None:
    network, readings = _read()
    assert (network.lower_runs, readings) == ([], [])


@pytest.mark.parametrize("place", [0, 1, 3])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("thinned", [1.0, 0.5])
def test_civil_sentences_take_nothing_from_what_is_said_among_them(
    place: int, count: int, thinned: float
) -> None:
    threat = [THREAT] * 8
    _, alone = _read(threat)
    around = [civil(number) for number in range(count)]
    _, readings = _read(*around[:place], threat, *around[place:], thinned=thinned)
    worst = max(reading.probabilities[0] for reading in readings)
    assert worst == pytest.approx(alone[0].probabilities[0])
    assert worst > 0.9


def test_what_leaves_nothing_in_doubt_is_read_by_the_lower_layers_only() -> None:
    network, readings = _read(civil(1), civil(2), civil(3))
    assert network.lower_runs == [60]
    assert network.upper_runs == []
    assert not readings[0].reads_on
    assert readings[0].probabilities.max() < 0.3


def test_what_only_looks_bad_is_cleared_by_the_upper_layers() -> None:
    network, readings = _read(civil(1, 30), civil(2, 30), [LOOKS_BAD] * 8)
    assert network.lower_runs == [68, 8]
    assert network.upper_runs == [8]
    assert [each.segment for each in readings[0].alone] == [(60, 68)]
    assert readings[0].reads_on
    assert readings[0].probabilities.max() < 0.3


def test_what_only_two_sentences_together_say_is_read_together() -> None:
    """Each is cleared by itself, so that what holds both is read as well."""
    halves = [FIRST_HALF] * 5 + [CIVIL], [SECOND_HALF] * 5 + [CIVIL]
    network, readings = _read(*halves, civil(1, 30), civil(2, 30))
    assert network.upper_runs[-1] in {12, 72}
    assert readings[0].probabilities[0] > 0.8


def test_a_larger_segment_is_left_out_where_one_within_says_more() -> None:
    network, readings = _read([CIVIL] * 4, [THREAT] * 8, civil(1, 30), civil(2, 30))
    assert network.upper_runs == [8]
    assert readings[0].probabilities[0] > 0.9


def test_each_attribute_has_its_own_worst_segment() -> None:
    sentences = [THREAT] * 6, civil(1, 50), [INSULT, INSULT, INSULT, CIVIL]
    network, readings = _read(*sentences)
    assert sorted(network.upper_runs) == [4, 6]
    assert readings[0].probabilities == pytest.approx([1, 0.75], abs=1e-3)


def test_where_most_is_doubtful_the_window_goes_on_as_it_is() -> None:
    network, readings = _read([CIVIL, *[THREAT] * 5], [CIVIL, CIVIL, *[THREAT] * 5, CIVIL])
    assert network.lower_runs == network.upper_runs == [14]
    assert readings[0].alone == ()
    assert readings[0].upper is not None
    assert readings[0].probabilities[0] == pytest.approx(5 / 6)


def test_segments_are_read_alone_while_they_come_to_less_than_the_window() -> None:
    doubtful = [THREAT] * 5
    least = 2 * (len(doubtful) + TOKENS_PER_START) - TOKENS_PER_START
    for more, runs in ((0, [least]), (1, [5, 5])):
        rest = civil(1, least - 2 * len(doubtful) + more)
        network, _ = _read(doubtful, rest, doubtful)
        assert network.upper_runs == runs


def test_of_a_wide_window_only_so_much_is_read_alone() -> None:
    each = [THREAT] * 5
    count = MOST_ALONE // (len(each) + TOKENS_PER_START) + 1
    network, _ = _read(*[part for number in range(count) for part in (each, civil(number, 15))])
    assert network.upper_runs == [count * 20]


def test_what_the_upper_layers_leave_undecided_in_a_window_is_read_alone() -> None:
    """Company thins what they say of a threat; alone it is plain."""
    threat, doubted = [THREAT] * 8, [LOOKS_BAD] * 30
    network, readings = _read(threat, doubted, thinned=0.4)
    assert network.upper_runs == [38, 8]
    assert readings[0].upper is not None
    assert readings[0].probabilities[0] > 0.9


def test_what_they_decide_in_a_window_is_not_read_again() -> None:
    for thinned in (0.05, 0.9):
        network, _ = _read([THREAT] * 20, [LOOKS_BAD] * 30, thinned=thinned)
        assert network.upper_runs in ([], [50])


def test_what_will_be_read_alone_is_foreseen_by_the_lower_layers() -> None:
    segments = ((0, 9), (0, 4), (4, 9))
    found = np.array([[0.5, 0.1], [0.1, 0.1], [0.6, 0.4]])
    assert foreseen(segments, found, found >= 0.3) == [2]
    assert foreseen(segments, found, found >= 0.9) == []
    more = np.array([[0.7, 0.1], [0.1, 0.1], [0.6, 0.4]])
    assert foreseen(segments, more, more >= 0.3) == [2, 0]


def test_innermost_segments_have_none_within_that_is_doubtful() -> None:
    segments = ((0, 9), (0, 4), (4, 9))
    some = np.array([[True, False], [False, False], [False, True]])
    assert innermost(segments, some) == [(4, 9)]
    assert innermost(segments, np.zeros((3, 2), dtype=bool)) == []
    assert innermost(segments, np.array([[True], [False], [False]])) == [(0, 9)]


def test_a_window_that_is_one_sentence_goes_on_from_where_the_lower_layers_stopped() -> None:
    network, readings = _read([THREAT] * 8)
    assert network.lower_runs == network.upper_runs == [8]
    assert readings[0].upper is not None


def test_a_sentence_longer_than_a_window_is_read_in_several_that_overlap() -> None:
    network, readings = _read([*civil(1, 100), *[THREAT] * 60], end="")
    places = [each.window for each in readings]
    assert all(start < after for (_, after), (start, _) in pairwise(places))
    assert places[-1][1] == 160
    assert network.upper_runs == [b - a for a, b in places[1:]]


def test_a_window_that_comes_again_is_read_once() -> None:
    sentences = [civil(1, 30), civil(2, 30), [THREAT] * 8]
    network, readings = _read(*sentences * 4)
    assert network.lower_runs == [68, 8]
    assert network.upper_runs == [8]
    assert [each.window for each in readings] == [(s, s + 68) for s in range(0, 272, 68)]
    places = [each.segment for reading in readings for each in reading.alone]
    assert places == [(start + 60, start + 68) for start in range(0, 272, 68)]


def test_words_that_were_read_glued_are_read_again_where_they_are_parted() -> None:
    words = [[CIVIL] * 20, [THREAT] * 5]
    _, glued = _read(*words, glue=2)
    assert glued[0].probabilities[0] < 0.3
    _, both = _read(*words, [CIVIL] * 60, *words, glue=1)
    assert max(reading.probabilities[0] for reading in both) > 0.9


def test_a_text_of_nothing_but_doubt_is_soon_read() -> None:
    sentences = [[THREAT, *[CIVIL] * (length % 3), 20 + length] for length in range(1500)]
    network, readings = _read(*sentences)
    tokens = sum(map(len, sentences))
    assert tokens < MAX_TOKENS
    for runs in (network.lower_runs, network.upper_runs):
        assert tokens <= sum(runs) <= 2 * tokens
    assert readings[-1].window[1] == tokens


def test_what_is_read_alone_comes_to_no_more_than_the_windows() -> None:
    sentences = [[THREAT, *[CIVIL] * (length % 7), 20 + length] for length in range(1500)]
    network, readings = _read(*sentences)
    tokens = sum(map(len, sentences))
    assert sum(network.lower_runs) <= 2 * tokens
    assert sum(network.upper_runs) <= 2 * tokens
    most = len(readings) * (2 + WINDOW_TOKENS // TOKENS_PER_START)
    assert len(network.lower_runs) <= most
