"""How much each token speaks for what a text was found to be.

Two things say so: what the network makes of the token where it stands, and how often people marked
it wherever it stood. The network alone shows too much around an insult; a list of words alone would
show "idiot" where somebody objects to being called one.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.arrays import Floats32, Ints
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.model_files import Settings

# Beyond these a probability says no more of one token than of another.
_SUREST = 1e-4

Numbers = TypeVar("Numbers", np.float32, np.float64)


class Saliency:
    """Curves of both, fitted on news comments whose words people marked."""

    def __init__(self, marked: Floats32, settings: Settings) -> None:
        """Takes the log-odds of each token (rows) to be marked, by attribute, and the curves.

        Raises ValueError where these are of other attributes.
        """
        if marked.shape[1:] != (len(settings["attributes"]),):
            raise ValueError("The tokens' marks are of other attributes than their curves.")
        self._marked = marked
        self._columns = [ATTRIBUTES.index(name) for name in settings["attributes"]]
        self._network, self._people, self._bias = np.array(settings["slopes"], np.float32).T

    def of_tokens(self, token_ids: Ints, probabilities: Floats32) -> Floats32:
        """Of each token (rows), for each attribute: as the network says where nobody marked any."""
        logits = log_odds(probabilities[:, self._columns]) * self._network
        logits += self._marked[token_ids] * self._people + self._bias
        found = probabilities.copy()
        found[:, self._columns] = 1 / (1 + np.exp(-logits))
        return found


def log_odds(probabilities: NDArray[Numbers]) -> NDArray[Numbers]:
    """The same as logits, none of them endless."""
    likely = np.clip(probabilities, _SUREST, 1 - _SUREST)
    logits: NDArray[Numbers] = np.log(likely / (1 - likely))
    return logits
