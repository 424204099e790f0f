"""Which tokens of a text belong to one sentence, as the lower layers are to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from rejoinder.engine.sentence_attention import LAST_PLACE

# Of a text, the tokens that its sentences after the first begin with, the tokenizer's own counted;
# none where it is read as one.
Begins = Sequence[int]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of the texts of a batch."""

    places: Tensor
    """Each token's place in its sentence, as the judge counts: of shape (texts, tokens)."""
    readable: Tensor
    """Whether a token (row) may read another, of shape (texts, 1, tokens, tokens)."""

    @classmethod
    def of(cls, mask: Tensor, begins: Sequence[Begins | None]) -> Sentences:
        """Those of each text; the mask is 1 for a token, 0 for padding."""
        lengths = mask.sum(1).cpu().numpy()
        texts, longest = mask.shape
        number = np.ones((texts, longest), dtype=np.int64)
        first = np.ones_like(number)
        for row, each in enumerate(begins):
            for begin in each or ():
                number[row, begin:] += 1
                first[row, begin:] = begin
        places = np.arange(longest) - first + 1
        rows = np.arange(texts)
        # The tokenizer's own belong to every sentence, so they read none; padding is read by none.
        number[rows, 0] = number[rows, lengths - 1] = 0
        places[rows, lengths - 1] = LAST_PLACE
        is_token = np.arange(longest) < lengths[:, None]
        places = np.where(is_token, places, 0)
        same = (number[:, :, None] == number[:, None]) | (number == 0)[:, None]
        readable = torch.from_numpy(same & is_token[:, None])
        return cls(torch.from_numpy(places).to(mask.device), readable[:, None].to(mask.device))
