"""Texts as word pieces, and the pieces' own vectors, which both networks start from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.model import ModelError
from rejoinder.engine.pictures import named
from rejoinder.engine.weights import Settings, Tensors, as_floats

Floats32 = NDArray[np.float32]
Ints = NDArray[np.int64]

LONGEST: Final = 40_000
"""Characters of one text that are read: twice the longest comment, and no headline has so many."""

BEGIN: Final = "[CLS]"
END: Final = "[SEP]"
"""The marks about a text, as BERT's vocabulary calls them."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces: their numbers in the vocabulary, and their places in it as folded.

    `pictured` says whether pictures were written out among them.
    """

    ids: Ints
    places: list[tuple[int, int]]
    pictured: bool


class Vocabulary:
    """The word pieces; reading them changes nothing, so threads may share one."""

    def __init__(self, tensors: Tensors, settings: Settings, tokenizer: Tokenizer) -> None:
        """Take the tensors of pieces.safetensors, their settings, and the tokenizer."""
        if tokenizer.get_vocab_size() > len(tensors["vectors"]):
            raise ModelError("The model's tokenizer knows word pieces that have no vector.")
        self._tokenizer = tokenizer
        self._begin, self._end = ([_number(tokenizer, mark)] for mark in (BEGIN, END))
        self._vectors = tensors["vectors"]
        self._steps = np.array(settings["steps"], dtype=np.float32)
        self.width = len(self._steps)
        """Of a piece's vector; the networks' vectors of texts are as wide."""
        self.weights = as_floats(tensors["piece_weights"])
        """How much each piece says of a subject: the rarer the more, 0 for what nobody taught."""

    def cut(self, folded: Folded) -> Pieces:
        """A folded text cut into word pieces, its pictures written out."""
        written = named(folded.text)
        encoded = self._tokenizer.encode(written.text, add_special_tokens=False)
        places: list[tuple[int, int]] = encoded.offsets
        pictured = written.text != folded.text
        if pictured:
            places = [written.original(start, end) for start, end in places]
        return Pieces(np.array(encoded.ids, dtype=np.int64), places, pictured)

    def ids(self, text: str) -> Ints:
        """The word pieces of a text as it was given."""
        return self.cut(fold(text[:LONGEST])).ids

    def between_marks(self, ids: Ints) -> NDArray[Any]:
        """The pieces' vectors between the marks for begin and end: shape (pieces + 2, width)."""
        whole = np.concatenate((self._begin, ids, self._end))
        found: Floats32 = self._vectors[whole] * self._steps
        return found


def _number(tokenizer: Tokenizer, mark: str) -> int:
    found = tokenizer.token_to_id(mark)
    if found is None:
        raise ModelError(f"The model's tokenizer does not know {mark}.")
    return int(found)
