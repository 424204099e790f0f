"""Brings a training text into the form in which the judge tokenizes it."""

from __future__ import annotations

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold

# Far more than the tokens that are read.
MAX_CHARACTERS = 1500


def as_read(text: str) -> str:
    """Gives the text folded, its emoji as words, as the tokenizer gets it."""
    return demojize(fold(text[:MAX_CHARACTERS]).text).text
