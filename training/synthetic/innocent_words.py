"""Honest words that hold a rude one ("assessment"): without them, pieces of words accuse them."""

from __future__ import annotations

from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.tables import lists

SOURCE = "innocent"

WEIGHT = 0.4


def innocent_words() -> Iterator[Example]:
    """Gives every word in every sentence, in twos where the sentence holds two."""
    words, frames = lists("innocent_words")["words"], lists("innocent_words")["frames"]
    for frame in frames:
        for word, other in zip(words, words[1:] + words[:1], strict=True):
            yield Example(SOURCE, frame.format(word, other), all_clear(), WEIGHT, frame)
