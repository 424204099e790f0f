"""From logits to probabilities that come true as often as they say, and which of them are doubtful.

Fitted on texts that the network has not learned from (Platt 1999).
"""

from typing import Self

import numpy as np

from rejoinder.engine.arrays import Bools, Floats
from rejoinder.engine.encoder import LowerOutput
from rejoinder.engine.heads import ExitOutput, largest_within
from rejoinder.engine.model_files import Settings
from rejoinder.engine.windows import Segment


class Calibration:
    """The curves of both exits. Each row is an attribute; its bias stands last."""

    def __init__(self, lower: Floats, upper: Floats, doubt: Floats) -> None:
        """Takes slopes of the features of one exit and of both, and where doubt begins."""
        self._lower = lower
        self._upper = upper
        self._doubt = doubt

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the model's settings say."""
        return cls(*(np.array(settings[name]) for name in ("lower", "upper", "doubt")))

    def after_lower(self, lower: LowerOutput) -> Floats:
        """Each segment's probabilities (rows) of the attributes by the lower layers alone."""
        return _probabilities(self._lower, features(lower, lower.segments))

    def after_upper(self, lower: LowerOutput, upper: ExitOutput) -> Floats:
        """The same by both exits together."""
        both = features(lower, lower.segments), features(upper, lower.segments)
        return _probabilities(self._upper, np.concatenate(both, axis=1))

    def doubtful(self, probabilities: Floats) -> Bools:
        """Of which attributes the upper layers are to say: nothing is held on the lower's word."""
        return probabilities >= self._doubt


def features(output: ExitOutput, segments: list[Segment]) -> Floats:
    """What an exit says: each segment's logit, and its most telling token's.

    Of shape (segments, features, attributes).
    """
    strongest = largest_within(output.token_logits, segments)
    return np.stack((output.logits, strongest), axis=1).astype(np.float64)


def _probabilities(slopes: Floats, features: Floats) -> Floats:
    logits = slopes[:, -1] + (slopes[:, :-1].T * features).sum(1)
    probabilities: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return probabilities
