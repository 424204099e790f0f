"""Reads a text's windows, each by as many layers and in as small windows as it needs.

Every window goes through the network's lower layers. One that hints at something is read again in
smaller windows, so that nothing is diluted; what the lower layers leave in doubt goes on through
the upper ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rejoinder.engine.arrays import Floats
from rejoinder.engine.calibration import Calibration
from rejoinder.engine.encoder import Encoder, EncoderOutput, LowerOutput
from rejoinder.engine.folding import Folded
from rejoinder.engine.tokens import Tokens
from rejoinder.engine.windows import (
    MAX_TOKENS,
    Window,
    ends_within,
    sentence_ends,
    smaller_windows,
    widest_windows,
)

# Windows of one text that are read, after which none is read again in smaller ones: a long comment
# has some forty. What might hide beyond is said to be unread.
MOST_READ = 200


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network makes of one window."""

    window: Window
    lower: LowerOutput
    upper: EncoderOutput | None
    """None where the lower layers were enough."""
    smaller: tuple["WindowReading", ...]
    """The windows that it was read again in; none where it hinted at nothing."""
    probabilities: Floats
    """Of each attribute, in it or in the worst window within it."""

    @property
    def last(self) -> EncoderOutput:
        """What the last layers say that read it."""
        return self.upper or self.lower

    def with_smaller(self) -> Iterator["WindowReading"]:
        """This one and all within it."""
        yield self
        for each in self.smaller:
            yield from each.with_smaller()

    def moved(self, places: int) -> "WindowReading":
        """What the same words say so many tokens later."""
        start, after = self.window
        smaller = tuple(each.moved(places) for each in self.smaller)
        window = (start + places, after + places)
        return WindowReading(window, self.lower, self.upper, smaller, self.probabilities)


@dataclass(frozen=True, slots=True)
class TextReading:
    """What the network makes of a text."""

    windows: list[WindowReading]
    """The widest ones, in order."""
    thorough_until: int
    """The tokens before it were read again wherever something hinted; all of them, mostly."""


NOTHING_READ = TextReading([], MAX_TOKENS)


class WindowReader:
    """The network and its curves. Reading changes nothing, so threads may share one."""

    def __init__(self, encoder: Encoder, calibration: Calibration) -> None:
        """Takes the network, and the curves that were fitted to it."""
        self.encoder = encoder
        self.calibration = calibration

    def read(self, text: str, folded: Folded, tokens: Tokens) -> TextReading:
        """Reads the widest windows of a text as it was given, and within them what must be."""
        ends = sentence_ends(text, folded, tokens)
        reading = _Reading(self, tokens, ends)
        windows = [reading.read(window) for window in widest_windows(ends)]
        return TextReading(windows, min([*reading.given_up, len(tokens.ids)]))


class _Reading:
    """One text while it is read: the same words again are read once."""

    def __init__(self, reader: WindowReader, tokens: Tokens, ends: list[int]) -> None:
        self.given_up: list[int] = []
        """The tokens where windows begin that were to be read again, when enough was."""
        self._encoder = reader.encoder
        self._calibration = reader.calibration
        self._tokens = tokens
        self._ends = ends
        self._known: dict[tuple[bytes, tuple[int, ...]], WindowReading] = {}

    def read(self, window: Window) -> WindowReading:
        """Reads a window, and those within it if it hints at something."""
        start, after = window
        places = tuple(end - start for end in ends_within(window, self._ends))
        key = self._tokens.ids[start:after].tobytes(), places
        if key not in self._known:
            self._known[key] = self._read(window)
        known = self._known[key]
        return known if known.window == window else known.moved(start - known.window[0])

    def _read(self, window: Window) -> WindowReading:
        lower = self._encoder.read_lower(self._tokens.ids[slice(*window)])
        probabilities = self._calibration.after_lower(lower)
        if not self._calibration.has_hint(probabilities):
            return WindowReading(window, lower, None, (), probabilities)
        smaller = tuple(self.read(each) for each in self._within(window))
        within = np.max([each.probabilities for each in smaller], axis=0, initial=0.0)
        doubtful = self._calibration.doubtful(probabilities)
        # Nothing is doubtful, or a window within says all of it more surely.
        if (probabilities <= within)[doubtful].all():
            return WindowReading(window, lower, None, smaller, np.maximum(probabilities, within))
        upper = self._encoder.read_upper(lower)
        both = np.maximum(self._calibration.after_upper(lower, upper), within)
        return WindowReading(window, lower, upper, smaller, both)

    def _within(self, window: Window) -> list[Window]:
        smaller = smaller_windows(window, self._ends)
        if smaller and len(self._known) >= MOST_READ:
            self.given_up.append(window[0])
            return []
        return smaller
