"""Which texts are worth the closer look: the short ones, and those that the first leaves in doubt.

The first look costs a tenth of the closer one. What is long, on-topic and shows no sign of abuse
is answered by it alone; on a newspaper's pages that is most of what is written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.weights import Settings


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where doubt begins.

    `pieces` is the length in word pieces up to which every text is read closely (it costs little),
    `abuse` each attribute's probability from which, `topic` the one below which a text is.
    """

    pieces: int
    abuse: NDArray[np.float64]
    topic: float

    @classmethod
    def of(cls, settings: Settings) -> Doubt:
        """As the model's settings say."""
        return cls(int(settings["pieces"]), np.array(settings["abuse"]), float(settings["topic"]))

    def about(self, size: int, abuse: NDArray[np.float64], topic: float | None) -> bool:
        """Is a text of so many pieces in doubt, by the first look's probabilities?"""
        if size <= self.pieces:
            return True
        return bool((abuse >= self.abuse).any()) or (topic is not None and topic < self.topic)
