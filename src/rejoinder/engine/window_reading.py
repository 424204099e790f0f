"""Reads a text's windows, and by itself what is doubtful in them.

Every window goes through the network's lower layers, which answer for each of its segments. A
segment that they leave in doubt is read alone, by all layers: what stands around it makes it
neither better nor worse. Where they foresee that this would be to read most of the window again,
the window itself goes on through the upper layers, and only what these leave undecided is read
alone. A text is as abusive as its worst segment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rejoinder.engine.arrays import Bools, Floats, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, cut

# Starting a run of the network costs about as much as so many tokens.
TOKENS_PER_START = 16

# Segments are read alone while that takes less than reading their window alone would, and less than
# so many tokens would. With neither this nor anything foreseen a comment took an eighth more.
MOST_ALONE = 60

# What all layers find in a window is undecided from the one to the other: what is less likely is
# nothing, and of what is more likely no default policy asks how likely it is.
UNDECIDED_FROM, DECIDED_FROM = 0.1, 0.6


@dataclass(frozen=True, slots=True)
class SegmentReading:
    """What all layers make of a segment that was read alone."""

    segment: Segment
    """Its place in the text."""
    output: ExitOutput
    probabilities: Floats
    """Of each attribute."""


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network makes of one window."""

    window: Segment
    """Its place in the text."""
    lower: LowerOutput
    upper: ExitOutput | None
    """None where the lower layers were enough, or segments were read alone instead."""
    alone: tuple[SegmentReading, ...]
    """The segments that were read alone."""
    probabilities: Floats
    """Of each attribute, in its worst segment."""

    @property
    def reads_on(self) -> bool:
        """Whether the upper layers read some of it."""
        return self.upper is not None or bool(self.alone)

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        alone = tuple(replace(each, segment=_moved(each.segment, places)) for each in self.alone)
        return replace(self, window=_moved(self.window, places), alone=alone)


class WindowReader:
    """The network and its curves. Reading changes nothing, so threads may share one."""

    def __init__(self, encoder: Encoder, calibration: Calibration) -> None:
        """Takes the network, and the curves that were fitted to it."""
        self.encoder = encoder
        self.calibration = calibration

    def read(self, text: str, folded: Folded, tokens: Tokens) -> list[WindowReading]:
        """Reads the windows of a text as it was given, in order; one that comes again, once."""
        known: dict[tuple[bytes, tuple[Segment, ...]], WindowReading] = {}
        found = []
        for window, segments in cut(text, folded, tokens):
            token_ids = tokens.ids[slice(*window)]
            key = token_ids.tobytes(), segments
            if key not in known:
                known[key] = self._read(window, token_ids, segments)
            found.append(known[key].moved(window[0] - known[key].window[0]))
        return found

    def _read(
        self, window: Segment, token_ids: Ints, segments: tuple[Segment, ...]
    ) -> WindowReading:
        lower = self.encoder.read_lower(token_ids, segments)
        found = self.calibration.after_lower(lower)
        doubtful = self.calibration.doubtful(found)
        if not doubtful.any():
            return WindowReading(window, lower, None, (), found.max(0))
        alone, is_enough = self._read_alone(token_ids, segments, found, doubtful)
        upper = None if is_enough else self.encoder.read_upper(lower)
        # Nothing is held on the lower layers' word: what they doubt is what was read since.
        found = np.where(doubtful, 0.0, found)
        if upper is not None:
            found = self._after_all(lower, upper)
            likely = np.where(doubtful, found, 0.0).max(1)
            alone |= self._read_undecided(token_ids, segments, likely, alone)
        for row, reading in alone.items():
            found[row] = reading.probabilities
        placed = tuple(
            replace(each, segment=_moved(each.segment, window[0])) for each in alone.values()
        )
        return WindowReading(window, lower, upper, placed, found.max(0))

    def _after_all(self, lower: LowerOutput, upper: ExitOutput) -> Floats:
        """Each segment's probabilities; a window that is one sentence was read alone."""
        if len(lower.segments) == 1:
            return self.calibration.after_alone(lower, upper)[None]
        return self.calibration.after_all(lower, upper)

    def _read_alone(
        self, token_ids: Ints, segments: tuple[Segment, ...], found: Floats, doubtful: Bools
    ) -> tuple[dict[int, SegmentReading], bool]:
        """What is doubtful, the smallest segments first, and whether all of it could be read.

        A larger segment is not read if what was read within it says more surely what is doubtful.
        """
        alone: dict[int, SegmentReading] = {}
        most = min(_cost(segments[:1]), MOST_ALONE)
        if _cost(segments[row] for row in foreseen(segments, found, doubtful)) >= most:
            return alone, False
        for row in _smallest_first(segments):
            said = {other: each.probabilities for other, each in alone.items()}
            if not _says_more(row, segments, found, doubtful, said):
                continue
            if _cost(segments[each] for each in (row, *alone)) >= most:
                return alone, False
            alone[row] = self._read_segment(token_ids, segments[row])
        return alone, True

    def _read_undecided(
        self,
        token_ids: Ints,
        segments: tuple[Segment, ...],
        likely: Floats,
        known: Mapping[int, SegmentReading],
    ) -> dict[int, SegmentReading]:
        """What all layers leave undecided in the window, the likeliest first, but what is known.

        `likely` is each segment's greatest probability of what is doubtful there.
        """
        alone: dict[int, SegmentReading] = {}
        if len(segments) == 1 or likely.max() >= DECIDED_FROM:
            return alone
        most = min(_cost(segments[:1]), MOST_ALONE)
        undecided = likely >= UNDECIDED_FROM
        undecided[list(known)] = False
        rows = [segments.index(each) for each in innermost(segments, undecided[:, None])]
        for row in sorted(rows, key=lambda row: -likely[row]):
            if _cost(segments[each] for each in (row, *known, *alone)) < most:
                alone[row] = self._read_segment(token_ids, segments[row])
        return alone

    def _read_segment(self, token_ids: Ints, segment: Segment) -> SegmentReading:
        lower = self.encoder.read_lower(token_ids[slice(*segment)])
        upper = self.encoder.read_upper(lower)
        return SegmentReading(segment, upper, self.calibration.after_alone(lower, upper))


def foreseen(segments: tuple[Segment, ...], found: Floats, doubtful: Bools) -> list[int]:
    """Which rows will be read alone, if that says of each no more than the lower layers did."""
    said: dict[int, Floats] = {}
    for row in _smallest_first(segments):
        if _says_more(row, segments, found, doubtful, said):
            said[row] = found[row]
    return list(said)


def _smallest_first(segments: tuple[Segment, ...]) -> list[int]:
    return sorted(range(len(segments)), key=lambda row: _cost([segments[row]]))


def _says_more(
    row: int,
    segments: tuple[Segment, ...],
    found: Floats,
    doubtful: Bools,
    said: Mapping[int, Floats],
) -> bool:
    """Whether what is doubtful in a segment was not said more surely of one within it."""
    if not doubtful[row].any():
        return False
    within = [each for other, each in said.items() if _is_within(segments[other], segments[row])]
    surest = np.max([np.zeros_like(found[row]), *within], axis=0)
    return bool((doubtful[row] & (found[row] > surest)).any())


def innermost(segments: tuple[Segment, ...], doubtful: Bools) -> list[Segment]:
    """The segments in which anything is doubtful, without those that have such within them."""
    known = [each for each, row in zip(segments, doubtful, strict=True) if row.any()]
    return [one for one in known if not any(_is_within(each, one) for each in known if each != one)]


def _is_within(inner: Segment, outer: Segment) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _cost(segments: Iterable[Segment]) -> int:
    """What it takes to read each of these alone, in tokens."""
    return sum(TOKENS_PER_START + after - start for start, after in segments)


def _moved(segment: Segment, places: int) -> Segment:
    start, after = segment
    return start + places, after + places
