"""Which words are shown: places in the text as it was given, whole words, neighbours as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.folding import Folded
from rejoinder.engine.model import Span

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


def marked(
    folded: Folded,
    words: Sequence[tuple[int, int]],
    pieces: Sequence[tuple[int, int]],
    likely: NDArray[np.float32],
    least: float,
) -> tuple[Span, ...]:
    """The words of which some piece is at least so likely to be abusive.

    `words` and `pieces` are places in the folded text, both in order; `likely` has a number a
    piece. When no piece is likely enough, the likeliest is shown.
    """
    if not len(likely):
        return ()
    least = min(least, float(likely.max()))
    hot = [pieces[place] for place in np.flatnonzero(likely >= least).tolist()]
    shown = []
    turn = 0
    for word in words:
        while turn < len(hot) and hot[turn][1] <= word[0]:
            turn += 1
        if turn < len(hot) and hot[turn][0] < word[1]:
            shown.append(word)
    return joined(folded, shown)
