"""Which texts the second stage reads too: the short ones, and those that the first leaves in doubt.

The first stage costs a tenth of the second. What is long, on-topic and shows no sign of abuse is
answered by it alone; on a newspaper's pages that is most of what is written.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from rejoinder.engine.arrays import Floats
from rejoinder.engine.model_files import Settings


@dataclass(frozen=True, slots=True)
class Escalation:
    """From where on a text goes to the second stage."""

    max_tokens: int
    """Every text of at most so many tokens does: reading it costs little."""
    abuse: Floats
    """Each attribute's probability, by the first stage, from which on it does."""
    on_topic: float
    """The probability of being on-topic, by the first stage, below which it does."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """As the model's settings say."""
        return cls(int(settings["pieces"]), np.array(settings["abuse"]), float(settings["topic"]))

    def is_needed(self, tokens: int, abuse: Floats, on_topic: float | None) -> bool:
        """Whether a text of so many tokens, with these probabilities by the first stage, goes."""
        if tokens <= self.max_tokens:
            return True
        return bool((abuse >= self.abuse).any()) or (
            on_topic is not None and on_topic < self.on_topic
        )
