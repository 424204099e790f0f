"""From logits to probabilities that come true as often as they say, and which of them are doubtful.

Fitted on texts that the network has not learned from (Platt 1999).
"""

from collections.abc import Sequence
from typing import Self

import numpy as np

from rejoinder.engine.arrays import Bools, Floats
from rejoinder.engine.encoder import LowerOutput
from rejoinder.engine.heads import ExitOutput, largest_within
from rejoinder.engine.model_files import Settings
from rejoinder.engine.windows import Segment


class Calibration:
    """The curves of either exit. Each row is an attribute; its bias stands last."""

    def __init__(self, lower: Floats, upper: Floats, alone: Floats, doubt: Floats) -> None:
        """Takes slopes of the exits' features, and where doubt begins.

        `lower` are those of the lower exit in a window; `upper` those of both there, and `alone`
        of both where a segment was read alone.
        """
        self._lower = lower
        self._upper = upper
        self._alone = alone
        self._doubt = doubt

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the model's settings say."""
        names = "lower", "upper", "alone", "doubt"
        return cls(*(np.array(settings[name]) for name in names))

    def after_lower(self, lower: LowerOutput) -> Floats:
        """Each segment's probabilities (rows) of the attributes by the lower layers."""
        return probabilities(self._lower, features(lower, lower.segments))

    def after_all(self, lower: LowerOutput, upper: ExitOutput) -> Floats:
        """The same by all layers."""
        return probabilities(self._upper, both_features(lower, upper))

    def after_alone(self, lower: LowerOutput, upper: ExitOutput) -> Floats:
        """Each attribute's probability by all layers in a segment that was read alone."""
        whole: Floats = probabilities(self._alone, both_features(lower, upper))[0]
        return whole

    def doubtful(self, found: Floats) -> Bools:
        """Of which probabilities the upper layers are to say: none is held on the lower's word."""
        return found >= self._doubt


def features(output: ExitOutput, segments: Sequence[Segment]) -> Floats:
    """What an exit says: each segment's logit, and its most telling token's.

    Of shape (segments, features, attributes).
    """
    strongest = largest_within(output.token_logits, segments)
    return np.stack((output.logits, strongest), axis=1).astype(np.float64)


def both_features(lower: LowerOutput, upper: ExitOutput) -> Floats:
    """The features of the lower exit, and after them those of the upper."""
    both = features(lower, lower.segments), features(upper, lower.segments)
    return np.concatenate(both, axis=1)


def probabilities(slopes: Floats, features: Floats) -> Floats:
    """What curves make of features: of each segment (rows), for each attribute (columns)."""
    logits = slopes[:, -1] + (slopes[:, :-1].T * features).sum(1)
    found: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return found
