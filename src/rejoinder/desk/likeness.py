"""By what two comments are told to say nearly the same. Pure.

Jaccard's measure over pairs of neighbouring words; whom to compare at all is found by MinHash
(Broder, 1997) in bands, so that nobody compares each with each.
"""

import re
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final

import numpy as np

from rejoinder.comments.fingerprints import fingerprint
from rejoinder.text import shown_comment
from rejoinder.text.plain import is_plain

# From here on it is the same comment with some words changed: of twenty words, two.
ALIKE: Final = 0.6
# As many words of a text as are looked at: who repeats themselves does so from the start.
MOST_WORDS: Final = 400
# With two numbers in each band, one pair in two hundred at ALIKE is not found, and of those that
# share a third of their words most are never compared.
BANDS: Final = 12
_ROWS: Final = 2
_WORD: Final = re.compile(r"\w+")
# Odd numbers by which hashes are spread anew, each as good as another.
_SPREAD: Final = np.random.default_rng(20261).integers(
    1, 2**63, size=BANDS * _ROWS, dtype=np.uint64
) | np.uint64(1)

Shingles = AbstractSet[int]


def shingles(source: str) -> Shingles:
    """The pairs of neighbouring words in a text as people see it; of a short one, all of it."""
    seen = source if is_plain(source) else shown_comment(source).text
    words = _WORD.findall(seen.casefold())[:MOST_WORDS]
    if len(words) < 3:
        return frozenset({hash(fingerprint(source))})
    return frozenset(map(hash, pairwise(words)))


def likeness(one: Shingles, other: Shingles) -> float:
    """How much of both is in each, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0.0


def bands(said: Shingles) -> tuple[int, ...]:
    """Numbers of which texts that are alike share at least one, and others hardly any."""
    hashes = np.fromiter(said, dtype=np.int64, count=len(said)).view(np.uint64)
    spread = np.bitwise_xor(hashes[:, None] * _SPREAD, hashes[:, None] >> np.uint64(29))
    least = spread.min(axis=0).reshape(BANDS, _ROWS)
    return tuple(map(hash, zip(range(BANDS), *least.T.tolist(), strict=True)))
