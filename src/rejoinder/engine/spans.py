"""Which words are shown: places in the text as it was given, whole words, neighbours as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.folding import Folded
from rejoinder.engine.model import Span

Floats = NDArray[np.float64]

COLUMNS: Final = ("toxicity", "insult", "profanity", "identity_attack", "threat")
"""What a word piece can be part of, as both networks answer it."""

KINDS: Final = {name: place for place, name in enumerate(COLUMNS)} | {"severe_toxicity": 0}
"""The column of the encoder's spans that speaks of each attribute; of the rest it says nothing."""

_POINT = re.compile(r"[!-/:-@\[-`{-~]")


def joined(folded: Folded, places: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Places in the folded text, in order, as spans of the original; those that touch are one."""
    spans: list[Span] = []
    for start, end in places:
        if _POINT.fullmatch(folded.text, start, end) and len(places) > 1:
            continue  # a lone full stop or bracket shows the reader nothing
        first, last = folded.original(start, end)
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)


def likeliest(
    words: Sequence[tuple[int, int]],
    pieces: Sequence[tuple[int, int]],
    likely: NDArray[np.float32],
) -> Floats:
    """For each word, the highest numbers of its pieces; 0 for a word that no piece covers.

    `words` and `pieces` are places in the folded text, both in order; `likely` has a row a piece,
    what comes back a row a word, with the same columns.
    """
    found = np.zeros((len(words), likely.shape[1]))
    if not len(words) or not len(pieces):
        return found
    starts, ends = np.array(words).T
    piece_starts, piece_ends = np.array(pieces).T
    first = np.searchsorted(piece_ends, starts, side="right")
    after = np.searchsorted(piece_starts, ends, side="left")
    edges = np.column_stack((first, after)).ravel()
    rows = np.vstack((likely, np.zeros_like(likely[:1])))  # the last edge may be the end
    covered = first < after
    found[covered] = np.maximum.reduceat(rows, edges)[::2][covered]
    return found


def shown(
    folded: Folded, words: Sequence[tuple[int, int]], heat: Floats, least: float
) -> tuple[Span, ...]:
    """The words that are at least so hot, as a share of the hottest, 0 to 1."""
    hottest = float(heat.max(initial=0.0))
    hot = np.flatnonzero(heat >= max(least * hottest, 1e-9))
    return joined(folded, [words[place] for place in hot.tolist()])
