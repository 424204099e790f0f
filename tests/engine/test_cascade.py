"""Which tokens speak for a score: where a segment was read alone, what that reading says."""

import numpy as np
import pytest

from rejoinder.engine.arrays import Floats32
from rejoinder.engine.cascade import CascadeResult
from rejoinder.engine.encoder import LowerOutput
from rejoinder.engine.folding import fold
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.window_reading import SegmentReading, WindowReading
from rejoinder.engine.windows import Segment

NOTHING = np.zeros(1)
NONE = np.zeros((1, 1), dtype=np.float32)
LOW, HIGH = -9.0, 9.0


def logits(*numbers: float) -> Floats32:
    """Of one attribute, a token a row."""
    return np.array(numbers, dtype=np.float32)[:, None]


def window(
    place: Segment, said: Floats32, *alone: tuple[Segment, Floats32], upper: bool = False
) -> WindowReading:
    """A window of which either exit says this of its tokens, and what was read alone in it."""
    lower = LowerOutput(NONE, said, NONE[0], NONE[None], ((0, len(said)),))
    read = tuple(SegmentReading(at, ExitOutput(NONE, each, NONE[0]), NOTHING) for at, each in alone)
    return WindowReading(
        place, lower, ExitOutput(NONE, -said, NONE[0]) if upper else None, read, NOTHING
    )


def told(*windows: WindowReading) -> list[float]:
    """Each token's probability, rounded."""
    count = windows[-1].window[1]
    tokens = Tokens(np.arange(count), [(0, 0)] * count, has_emoji=False)
    result = CascadeResult(
        fold(""),
        tokens,
        list(windows),
        NOTHING,
        None,
        None,
        0.0,
        has_second_topic=False,
        unread=None,
    )
    return [round(float(each)) for each in result.token_probabilities()[:, 0]]


def test_a_window_that_was_not_read_on_says_what_its_lower_layers_say() -> None:
    assert told(window((0, 3), logits(LOW, HIGH, LOW))) == [0, 1, 0]
    assert told(window((0, 3), logits(LOW, HIGH, LOW), upper=True)) == [1, 0, 1]


def test_a_word_that_was_cleared_when_read_alone_is_not_shown() -> None:
    first = window((0, 3), logits(LOW, HIGH, HIGH), ((0, 2), logits(HIGH, LOW)))
    assert told(first) == [1, 0, 1]


def test_of_segments_within_each_other_the_surer_counts() -> None:
    inner, outer = ((4, 6), logits(HIGH, LOW)), ((4, 7), logits(LOW, LOW, HIGH))
    later = window((3, 7), logits(HIGH, HIGH, HIGH, HIGH), inner, outer)
    assert told(window((0, 3), logits(LOW, LOW, LOW)), later) == [0, 0, 0, 1, 1, 0, 1]


def test_where_windows_overlap_the_surer_counts() -> None:
    assert told(window((0, 2), logits(LOW, HIGH)), window((1, 3), logits(LOW, LOW))) == [0, 1, 0]


@pytest.mark.parametrize("extreme", [-1e9, 1e9])
def test_no_logit_is_too_large(extreme: float) -> None:
    assert told(window((0, 1), logits(extreme))) == [int(extreme > 0)]
