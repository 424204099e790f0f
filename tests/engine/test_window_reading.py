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
from rejoinder.engine.window_reading import TOKENS_PER_START, WindowReader, WindowReading
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
        hidden = np.pad(token_ids.astype(np.float32), 1)[None]
        return LowerOutput(logits, _no_tokens(token_ids), NOWHERE, hidden, segments)

    def read_upper(self, lower: LowerOutput) -> ExitOutput:
        """The share of those that are; halves of a threat, where both are there."""
        token_ids = lower.hidden[0, 1:-1].astype(np.int64)
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
    *sentences: list[int],
    glue: int = 0,
    thinned: float = 1.0,
    end: str = ".",
    tone: Sequence[bool] = (False, False),
) -> tuple[Diluting, list[WindowReading]]:
    """Reads sentences, a word a token; after the first `glue` no space follows."""
    parts = [" ".join(["word"] * len(sentence)) + end for sentence in sentences]
    text = "".join(part + " " * (place >= glue) for place, part in enumerate(parts))
    offsets = [(found.start(), found.end()) for found in re.finditer("word", text)]
    token_ids = np.array([each for one in sentences for each in one], dtype=np.int64)
    network = Diluting(thinned)
    reader = WindowReader(cast("Encoder", network), CALIBRATION, np.array(tone))
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
    assert network.lower_runs == [68]
    assert network.upper_runs == [68, 8]
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
    assert network.upper_runs == [72, 8]
    assert readings[0].probabilities[0] > 0.9


def test_each_attribute_has_its_own_worst_segment() -> None:
    sentences = [THREAT] * 6, civil(1, 50), [INSULT, INSULT, INSULT, CIVIL]
    network, readings = _read(*sentences)
    assert sorted(network.upper_runs) == [4, 6, 60]
    assert readings[0].probabilities == pytest.approx([1, 0.75], abs=1e-3)


def test_of_the_tone_of_the_whole_the_window_says() -> None:
    """A threat is found wherever it stands; what is tone, by how much of the whole it is."""
    sentences = [THREAT] * 6, civil(1, 50), [INSULT, INSULT, INSULT, CIVIL]
    network, readings = _read(*sentences, tone=(False, True))
    assert readings[0].probabilities == pytest.approx([1, 3 / 60], abs=1e-3)
    # So nobody asks of what else is insulting there.
    assert network.upper_runs == [60, 6]
    _, alone = _read(sentences[2], tone=(False, True))
    assert alone[0].probabilities[1] == pytest.approx(0.75)


def test_tone_is_the_windows_where_nothing_is_in_doubt_too() -> None:
    milder = [INSULT] * 4 + [CIVIL] * 12
    network, readings = _read(milder, civil(1, 24), tone=(False, True))
    assert network.upper_runs == []
    assert readings[0].probabilities[1] == pytest.approx(4 / 40)


def test_segments_are_read_alone_while_they_come_to_no_more_than_the_window() -> None:
    doubtful = [THREAT] * 5
    least = 2 * (len(doubtful) + TOKENS_PER_START) - TOKENS_PER_START
    for fewer, runs in ((0, [least, 5, 5]), (1, [least - 1, 5])):
        rest = civil(1, least - 2 * len(doubtful) - fewer)
        network, _ = _read(doubtful, rest, doubtful)
        assert network.upper_runs == runs


def test_what_was_not_read_alone_is_as_it_is_in_the_window() -> None:
    each = [THREAT] * 5
    count = WINDOW_TOKENS // (len(each) + 15)
    network, readings = _read(*[part for n in range(count) for part in (each, civil(n, 15))])
    assert network.upper_runs[0] == count * 20
    assert len(network.upper_runs) <= 2 + WINDOW_TOKENS // TOKENS_PER_START
    assert readings[0].probabilities[0] > 0.9


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
    assert network.lower_runs == [68]
    assert network.upper_runs == [68, 8]
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
    assert sum(network.lower_runs) == tokens <= sum(network.upper_runs) <= 2 * tokens
    assert readings[-1].window[1] == tokens


def test_what_is_read_alone_comes_to_no_more_than_the_windows() -> None:
    sentences = [[THREAT, *[CIVIL] * (length % 7), 20 + length] for length in range(1500)]
    network, readings = _read(*sentences)
    tokens = sum(map(len, sentences))
    assert sum(network.lower_runs) == tokens
    assert sum(network.upper_runs) <= 2 * tokens
    assert len(network.lower_runs) == len(readings)
    most = len(readings) * (2 + WINDOW_TOKENS // TOKENS_PER_START)
    assert len(network.upper_runs) <= most
