"""What each token may read in the lower layers: its own sentence, whatever stands around that.

So a sentence is read alike wherever it stands, but for rounding to eight bits, and what is civil
beside a threat cannot hide it from the layers that say what is in doubt. The tokenizer's two tokens
belong to every sentence, so they read none of them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.arrays import Ints
from rejoinder.engine.windows import WINDOW_TOKENS, Segment

# Where the tokenizer's last token stands, however long a sentence is: as after a full window.
LAST_PLACE = WINDOW_TOKENS + 1


def sentence_numbers(length: int, segments: Sequence[Segment]) -> Ints:
    """Which sentence each of a window's tokens is in: no segment begins or ends within one."""
    edges = sorted({edge for segment in segments for edge in segment})
    return np.searchsorted(edges, np.arange(length), side="right")


def places(numbers: Ints) -> Ints:
    """Each token's place in its sentence, from one on; the tokenizer's two before and after it."""
    _, starts, own = np.unique(numbers, return_index=True, return_inverse=True)
    found = np.empty(len(numbers) + 2, dtype=np.int64)
    found[0], found[-1] = 0, LAST_PLACE
    found[1:-1] = np.arange(len(numbers)) - starts[own] + 1
    return found


def readable(numbers: Ints) -> NDArray[np.int32]:
    """1 where a token (row) may read another (column), of shape (1, tokens + 2, tokens + 2)."""
    found = np.zeros((1, len(numbers) + 2, len(numbers) + 2), dtype=np.int32)
    found[0, 1:-1, 1:-1] = numbers[:, None] == numbers
    found[0, :, (0, -1)] = 1
    return found
