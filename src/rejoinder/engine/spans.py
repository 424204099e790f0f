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

KINDS: Final = {
    "toxicity": 0,
    "severe_toxicity": 0,
    "insult": 1,
    "profanity": 2,
    "identity_attack": 3,
    "threat": 4,
}
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
    """For each word, the number of its likeliest piece; 0 for a word that no piece covers.

    `words` and `pieces` are places in the folded text, both in order; `likely` a number a piece.
    """
    found = np.zeros(len(words))
    turn = 0
    for place, (start, end) in enumerate(words):
        while turn < len(pieces) and pieces[turn][1] <= start:
            turn += 1
        after = turn
        while after < len(pieces) and pieces[after][0] < end:
            after += 1
        found[place] = likely[turn:after].max(initial=0.0)
    return found


def shown(
    folded: Folded, words: Sequence[tuple[int, int]], heat: Floats, least: float
) -> tuple[Span, ...]:
    """The words that are at least so hot, as a share of the hottest, 0 to 1."""
    hottest = float(heat.max(initial=0.0))
    hot = np.flatnonzero(heat >= max(least * hottest, 1e-9))
    return joined(folded, [words[place] for place in hot.tolist()])
