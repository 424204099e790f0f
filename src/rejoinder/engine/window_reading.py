"""Reads a text's windows, and again by itself what is doubtful in them.

Every window goes through the network's lower layers, which answer for each of its segments. A
segment that they leave in doubt is read by itself, by all layers: what stands around it neither
hides it nor makes it worse. Where that would cost more than the whole window does, because most of
it is doubtful, the window goes on through the upper layers, and these answer for its segments. A
text is as abusive as its worst segment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from rejoinder.engine.arrays import Bools, Floats, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, segments, sentence_ends, windows

# What begins a reading by itself costs as much as so many more tokens would.
_RUN = 16


@dataclass(frozen=True, slots=True)
class CloserReading:
    """What all layers make of a segment by itself."""

    segment: Segment
    """Its place in the text."""
    output: ExitOutput
    probabilities: Floats
    """Of each attribute."""


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network makes of one window."""

    window: Segment
    lower: LowerOutput
    upper: ExitOutput | None
    """None where the lower layers were enough, or segments were read by themselves instead."""
    closer: tuple[CloserReading, ...]
    """The segments that were read by themselves."""
    probabilities: Floats
    """Of each attribute, in its worst segment."""

    @property
    def reads_on(self) -> bool:
        """Whether the upper layers read some of it."""
        return self.upper is not None or bool(self.closer)

    def outputs(self) -> Iterator[tuple[Segment, ExitOutput]]:
        """What was answered last of each place in the text, and where."""
        yield self.window, self.upper or self.lower
        for each in self.closer:
            yield each.segment, each.output

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        closer = tuple(replace(each, segment=_moved(each.segment, places)) for each in self.closer)
        return replace(self, window=_moved(self.window, places), closer=closer)


class WindowReader:
    """The network and its curves. Reading changes nothing, so threads may share one."""

    def __init__(self, encoder: Encoder, calibration: Calibration) -> None:
        """Takes the network, and the curves that were fitted to it."""
        self.encoder = encoder
        self.calibration = calibration

    def read(self, text: str, folded: Folded, tokens: Tokens) -> list[WindowReading]:
        """Reads the windows of a text as it was given, in order; the same words are read once."""
        ends = sentence_ends(text, folded, tokens)
        known: dict[tuple[bytes, tuple[Segment, ...]], WindowReading] = {}
        found = []
        for window in windows(ends):
            start, after = window
            token_ids = tokens.ids[start:after]
            within = segments_within(window, ends)
            key = token_ids.tobytes(), tuple(within)
            if key not in known:
                known[key] = self._read(window, token_ids, within)
            found.append(known[key].moved(start - known[key].window[0]))
        return found

    def _read(self, window: Segment, token_ids: Ints, within: list[Segment]) -> WindowReading:
        lower = self.encoder.read_lower(token_ids, within)
        by_segment = self.calibration.after_lower(lower)
        doubtful = self.calibration.doubtful(by_segment)
        chosen = chosen_segments(within, by_segment, doubtful)
        if chosen and _cost(within[row] for row in chosen) >= _cost(within[:1]):
            upper = self.encoder.read_upper(lower)
            worst = self.calibration.after_upper(lower, upper).max(0)
            return WindowReading(window, lower, upper, (), worst)
        # What is doubtful is not held on the lower layers' word.
        sure = np.where(doubtful, 0.0, by_segment)
        sure[chosen] = 0.0
        closer = [self._closer(window, token_ids, within[row]) for row in chosen]
        found = [sure.max(0), *(each.probabilities for each in closer)]
        return WindowReading(window, lower, None, tuple(closer), np.max(found, axis=0))

    def _closer(self, window: Segment, token_ids: Ints, place: Segment) -> CloserReading:
        lower = self.encoder.read_lower(token_ids[slice(*place)])
        upper = self.encoder.read_upper(lower)
        (probabilities,) = self.calibration.after_upper(lower, upper)
        return CloserReading(_moved(place, window[0]), upper, probabilities)


def _cost(places: Iterable[Segment]) -> int:
    """What reading these takes, in tokens."""
    return sum(_RUN + after - start for start, after in places)


def chosen_segments(within: list[Segment], by_segment: Floats, doubtful: Bools) -> list[int]:
    """The segments to be read by themselves, the smallest first, and larger ones where they differ.

    A larger one is left out if for all that is doubtful in it a smaller one within says it more
    surely.
    """
    chosen: list[int] = []
    for row in sorted(range(len(within)), key=lambda row: within[row][1] - within[row][0]):
        start, after = within[row]
        inside = [each for each in chosen if start <= within[each][0] and within[each][1] <= after]
        surest = by_segment[inside].max(0, initial=0.0)
        if (doubtful[row] & (by_segment[row] > surest)).any():
            chosen.append(row)
    return chosen


def segments_within(window: Segment, ends: list[int]) -> list[Segment]:
    """The segments that are answered for, as places in the window; it comes first itself."""
    return [_moved(each, -window[0]) for each in segments(window, ends)]


def _moved(segment: Segment, places: int) -> Segment:
    start, after = segment
    return start + places, after + places
