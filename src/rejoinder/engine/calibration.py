"""From logits to probabilities that come true as often as they say, and which of them are doubtful.

Fitted on texts that the network has not learned from (Platt 1999).
"""

from typing import Self

import numpy as np

from rejoinder.engine.arrays import Bools, Floats
from rejoinder.engine.encoder import EncoderOutput
from rejoinder.engine.model_files import Settings


class Calibration:
    """The curves of both exits. Each row is an attribute; its bias stands last."""

    def __init__(self, lower: Floats, upper: Floats, hint: Floats, doubt: Floats) -> None:
        """Takes slopes of the features of one exit and of both, and where hints and doubt begin."""
        self._lower = lower
        self._upper = upper
        self._hint = np.minimum(hint, doubt)
        self._doubt = doubt

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the model's settings say."""
        return cls(*(np.array(settings[name]) for name in ("lower", "upper", "hint", "doubt")))

    def after_lower(self, output: EncoderOutput) -> Floats:
        """Each attribute's probability by the lower layers alone."""
        return _probabilities(self._lower, features(output))

    def after_upper(self, lower: EncoderOutput, upper: EncoderOutput) -> Floats:
        """Each attribute's probability by both exits together."""
        return _probabilities(self._upper, np.vstack((features(lower), features(upper))))

    def has_hint(self, probabilities: Floats) -> bool:
        """Whether a window is to be read again in smaller ones: one of its sentences may be bad."""
        return bool((probabilities >= self._hint).any())

    def doubtful(self, probabilities: Floats) -> Bools:
        """Of which attributes the upper layers are to say: nothing is held on the lower's word."""
        return probabilities >= self._doubt


def features(output: EncoderOutput) -> Floats:
    """What an exit says of each attribute: the text's logit, and its most telling token's."""
    return np.vstack((output.logits, output.token_logits.max(0))).astype(np.float64)


def _probabilities(slopes: Floats, features: Floats) -> Floats:
    logits = slopes[:, -1] + (slopes[:, :-1].T * features).sum(0)
    probabilities: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return probabilities
