"""Reads a text's windows, and again by itself what is doubtful in them.

Every window goes through the network's lower layers, which answer for each of its segments. A
segment that they leave in doubt is read by itself, by all layers: what stands around it neither
hides it nor makes it worse. A text is as abusive as its worst segment.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rejoinder.engine.arrays import Bools, Floats, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, segments, sentence_ends, windows


@dataclass(frozen=True, slots=True)
class CloserReading:
    """What all layers make of a segment by itself."""

    segment: Segment
    """Its place in the text."""
    output: ExitOutput


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network makes of one window."""

    window: Segment
    lower: LowerOutput
    upper: ExitOutput | None
    """Of the window as a whole; None where the lower layers were enough, or its segments were."""
    closer: tuple[CloserReading, ...]
    """Its segments that were in doubt."""
    probabilities: Floats
    """Of each attribute, in its worst segment."""

    def outputs(self) -> Iterator[tuple[Segment, ExitOutput]]:
        """What was answered last of each place in the text, and where."""
        if self.upper is None:
            yield self.window, self.lower
        for each in self.closer:
            yield each.segment, each.output

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        closer = tuple(
            CloserReading(_moved(each.segment, places), each.output) for each in self.closer
        )
        window = _moved(self.window, places)
        return WindowReading(window, self.lower, self.upper, closer, self.probabilities)


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
        chosen = _chosen(within, by_segment, doubtful)
        sure = np.where(doubtful, 0.0, by_segment)
        sure[chosen] = 0.0
        worst: Floats = sure.max(0)
        upper = None
        closer = []
        for row in chosen:
            start, after = within[row]
            alone = lower if row == 0 else self.encoder.read_lower(token_ids[start:after])
            output = self.encoder.read_upper(alone)
            if row == 0:
                upper = output
            closer.append(CloserReading(_moved(within[row], window[0]), output))
            worst = np.maximum(worst, self.calibration.after_upper(alone, output))
        return WindowReading(window, lower, upper, tuple(closer), worst)


def _chosen(within: list[Segment], by_segment: Floats, doubtful: Bools) -> list[int]:
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
