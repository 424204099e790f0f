"""Which words are shown: places in the text as it was given, whole words, neighbours as one."""

import re
from collections.abc import Sequence
from itertools import islice

import numpy as np

from rejoinder.engine.arrays import Floats, Floats32
from rejoinder.engine.folding import Folded
from rejoinder.engine.model import Span

# Words of a text that can be shown; a comment of 20,000 characters has about 4,000.
MAX_WORDS = 8192

# A link counts as one word; "f**k" and "don't" stay whole; every other sign is a word of its own.
_WORD = re.compile(r"(?:https?://|www\.)\S+|[^\W_]+(?:['*]+[^\W_]+)*(?:\*{2,})?|[^\w\s]")

_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


def word_offsets(text: str) -> list[tuple[int, int]]:
    """Where the words of a folded text stand, at most MAX_WORDS of them."""
    return [match.span() for match in islice(_WORD.finditer(text), MAX_WORDS)]


def merge_spans(folded: Folded, offsets: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Places in the folded text, in order, as spans of the original; those that touch are one."""
    spans: list[Span] = []
    for start, end in offsets:
        if _PUNCTUATION.fullmatch(folded.text, start, end) and len(offsets) > 1:
            continue  # a lone full stop or bracket shows the reader nothing
        first, last = folded.original(start, end)
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)


def word_probabilities(
    word_offsets: Sequence[tuple[int, int]],
    token_offsets: Sequence[tuple[int, int]],
    token_probabilities: Floats32,
) -> Floats:
    """For each word, the highest probability of its tokens; 0 for a word that no token covers.

    Offsets are places in the folded text, both in order; `token_probabilities` has a row a token,
    what comes back a row a word, with the same columns.
    """
    probabilities = np.zeros((len(word_offsets), token_probabilities.shape[1]))
    if not len(word_offsets) or not len(token_offsets):
        return probabilities
    word_starts, word_ends = np.array(word_offsets).T
    token_starts, token_ends = np.array(token_offsets).T
    first = np.searchsorted(token_ends, word_starts, side="right")
    after = np.searchsorted(token_starts, word_ends, side="left")
    edges = np.column_stack((first, after)).ravel()
    # The last edge may be the end.
    rows = np.vstack((token_probabilities, np.zeros_like(token_probabilities[:1])))
    covered = first < after
    probabilities[covered] = np.maximum.reduceat(rows, edges)[::2][covered]
    return probabilities


def salient_spans(
    folded: Folded, word_offsets: Sequence[tuple[int, int]], saliency: Floats, threshold: float
) -> tuple[Span, ...]:
    """The words whose saliency is at least this share, 0 to 1, of the highest."""
    highest = float(saliency.max(initial=0.0))
    salient = np.flatnonzero(saliency >= max(threshold * highest, 1e-9))
    return merge_spans(folded, [word_offsets[word] for word in salient.tolist()])
