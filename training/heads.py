"""The encoder with what reads its vectors: abuse of the whole text, and of each word piece."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.model import ATTRIBUTES
from training.encoder import Encoder, mean_vector

SPAN_KINDS = ("toxicity", "insult", "profanity", "identity_attack", "threat")
"""What a word piece can be part of, in the order of the spans' columns."""

BETWEEN = 256


class Reader(nn.Module):
    """Word pieces in; log-odds of abuse, log-odds of each piece, and the text's vector out."""

    def __init__(self, encoder: Encoder, sources: int) -> None:
        """Take an encoder, and how many data sets there are to have a bias each."""
        super().__init__()
        width = encoder.words.weight.shape[1]
        self.encoder = encoder
        self.between = nn.Linear(2 * width, BETWEEN)
        self.abuse = nn.Linear(BETWEEN, len(ATTRIBUTES))
        self.spans = nn.Linear(width, len(SPAN_KINDS))
        self.habits = nn.Embedding(sources, len(ATTRIBUTES))
        nn.init.zeros_(self.habits.weight)

    def forward(
        self, pieces: Tensor, mask: Tensor, drop: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes (texts, attributes), (texts, pieces, kinds of span) and (texts, width)."""
        hidden = self.encoder(pieces, mask)
        counted = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * counted).sum(1) / counted.sum(1).clamp(min=1)
        most = (hidden + (counted - 1) * 10000.0).amax(1)
        seen = functional.dropout(torch.cat((mean, most), dim=-1), drop, self.training)
        between = functional.dropout(functional.gelu(self.between(seen)), drop, self.training)
        return self.abuse(between), self.spans(hidden), mean_vector(hidden, mask)
