"""Numbers in eight bits, as the packaged files hold them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# The largest step, of 255 about zero: one of the 256 numbers is left unused.
LARGEST = 127


def quantise(columns: NDArray[Any]) -> tuple[NDArray[np.int8], list[float]]:
    """Gives each column in 255 equal steps about zero, and the size of each column's step."""
    steps = np.maximum(np.abs(columns).max(0), 1e-12) / LARGEST
    return np.round(columns / steps).astype(np.int8), [float(step) for step in steps]
