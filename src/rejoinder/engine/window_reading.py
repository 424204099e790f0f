"""Reads a text's windows, and by itself what is doubtful in them.

Every window goes through the network's lower layers, which read each sentence by itself and answer
for each of its segments. Where they leave any in doubt the window goes on through the upper layers,
and each doubtful segment goes through them alone as well: what stands around it makes it neither
better nor worse. A text is as abusive as its worst segment; of what is the tone of the whole, its
worst window says.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rejoinder.engine.arrays import Bools, Floats, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, cut

# Starting a run of the network costs about as much as so many tokens.
TOKENS_PER_START = 16

# What people call so for the tone of a whole comment. Sentence by sentence it is found in many
# that nobody called so: of a hundred toxic news comments 57 were stopped where three of a hundred
# civil ones were, and 68 where the window says.
TONE = np.isin(ATTRIBUTES, ("toxicity", "insult", "identity_attack"))


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
    """None where the lower layers were enough."""
    alone: tuple[SegmentReading, ...]
    """The segments that were read alone."""
    probabilities: Floats
    """Of each attribute: in its worst segment, or as a whole where it is tone."""

    @property
    def reads_on(self) -> bool:
        """Whether the upper layers read some of it."""
        return self.upper is not None

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        alone = tuple(replace(each, segment=_moved(each.segment, places)) for each in self.alone)
        return replace(self, window=_moved(self.window, places), alone=alone)


class WindowReader:
    """The network and its curves. Reading changes nothing, so threads may share one."""

    def __init__(self, encoder: Encoder, calibration: Calibration, tone: Bools = TONE) -> None:
        """Takes the network, the curves that were fitted to it, and which attributes are tone."""
        self.encoder = encoder
        self.calibration = calibration
        self._tone = tone

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
            return WindowReading(window, lower, None, (), self._worst(found, found[0]))
        upper = self.encoder.read_upper(lower)
        if len(segments) == 1:
            return WindowReading(
                window, lower, upper, (), self.calibration.after_alone(lower, upper)
            )
        alone = self._read_alone(lower, found, doubtful & ~self._tone)
        # Nothing is held on the lower layers' word: what they doubt is what was read since.
        found = self.calibration.after_all(lower, upper)
        whole = found[0].copy()
        for row, reading in alone.items():
            found[row] = reading.probabilities
        placed = tuple(
            replace(each, segment=_moved(each.segment, window[0])) for each in alone.values()
        )
        return WindowReading(window, lower, upper, placed, self._worst(found, whole))

    def _worst(self, found: Floats, whole: Floats) -> Floats:
        """Of each attribute, the probability in the worst segment; of tone, in the window."""
        return np.where(self._tone, whole, found.max(0))

    def _read_alone(
        self, lower: LowerOutput, found: Floats, doubtful: Bools
    ) -> dict[int, SegmentReading]:
        """What is in doubt, the smallest segments first, while that takes no more than the window.

        A larger segment is not read if what was read within it says more surely what is doubtful.
        """
        alone: dict[int, SegmentReading] = {}
        segments = lower.segments
        most = _cost(segments[:1])
        for row in _smallest_first(segments):
            said = {other: each.probabilities for other, each in alone.items()}
            if row > 0 and _says_more(row, segments, found, doubtful, said):
                if _cost(segments[each] for each in (row, *alone)) > most:
                    break
                alone[row] = self._read_segment(lower, row)
        return alone

    def _read_segment(self, lower: LowerOutput, row: int) -> SegmentReading:
        own = lower.narrowed(row)
        upper = self.encoder.read_upper(own)
        return SegmentReading(lower.segments[row], upper, self.calibration.after_alone(own, upper))


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


def _is_within(inner: Segment, outer: Segment) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _cost(segments: Iterable[Segment]) -> int:
    """What it takes to read each of these alone, in tokens."""
    return sum(TOKENS_PER_START + after - start for start, after in segments)


def _moved(segment: Segment, places: int) -> Segment:
    start, after = segment
    return start + places, after + places
