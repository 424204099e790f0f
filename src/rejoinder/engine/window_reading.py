"""Reads a text's windows, each by as many layers as it needs.

Every window goes through the network's lower layers; where one of its segments is left in doubt,
the window goes on through the upper ones. A window is as abusive as its worst segment.
"""

from dataclasses import dataclass

from rejoinder.engine.arrays import Floats, Ints
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.heads import ExitOutput
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import Segment, segments, sentence_ends, windows


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network makes of one window."""

    window: Segment
    lower: LowerOutput
    upper: ExitOutput | None
    """None where the lower layers were enough."""
    probabilities: Floats
    """Of each attribute, in its worst segment."""

    @property
    def last(self) -> ExitOutput:
        """What the last layers say that read it."""
        return self.upper or self.lower

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        start, after = self.window
        window = start + places, after + places
        return WindowReading(window, self.lower, self.upper, self.probabilities)


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
        probabilities = self.calibration.after_lower(lower)
        if not self.calibration.is_doubtful(probabilities):
            return WindowReading(window, lower, None, probabilities)
        upper = self.encoder.read_upper(lower)
        return WindowReading(window, lower, upper, self.calibration.after_upper(lower, upper))


def segments_within(window: Segment, ends: list[int]) -> list[Segment]:
    """The segments that are answered for, as places in the window; it comes first itself."""
    first = window[0]
    return [(start - first, after - first) for start, after in segments(window, ends)]
