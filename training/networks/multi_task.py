"""The encoder with what reads its vectors: abuse of the whole text, and of each word piece."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.spans import SPAN_LABELS
from training.networks.encoder import Encoder

BETWEEN = 256


class MultiTaskEncoder(nn.Module):
    """Word pieces in; log-odds of abuse, log-odds of each piece, and the text's vector out."""

    def __init__(self, encoder: Encoder, sources: int) -> None:
        """Take an encoder, and how many data sets there are to have a bias each."""
        super().__init__()
        width = encoder.places.weight.shape[1]
        self.encoder = encoder
        # A narrow network says which words matter; their own vectors say what they are.
        self.narrow = width != EMBEDDING_WIDTH
        self.meaning = (
            nn.Linear(width + EMBEDDING_WIDTH, EMBEDDING_WIDTH) if self.narrow else nn.Identity()
        )
        self.matter = nn.Linear(width, 1) if self.narrow else nn.Identity()
        self.between = nn.Linear(2 * width, BETWEEN)
        self.abuse = nn.Linear(BETWEEN, len(ATTRIBUTES))
        self.spans = nn.Linear(width, len(SPAN_LABELS))
        self.habits = nn.Embedding(sources, len(ATTRIBUTES))
        nn.init.zeros_(self.habits.weight)

    def forward(
        self, pieces: Tensor, mask: Tensor, drop: float = 0.0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes (texts, attributes), (texts, pieces, kinds of span) and (texts, width)."""
        vectors = self.encoder.words(pieces)
        hidden = self.encoder.over(vectors, mask).float()
        counted = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * counted).sum(1) / counted.sum(1).clamp(min=1)
        most = (hidden + (counted - 1) * 10000.0).amax(1)
        seen = functional.dropout(torch.cat((mean, most), dim=-1), drop, self.training)
        between = functional.dropout(functional.gelu(self.between(seen)), drop, self.training)
        return self.abuse(between), self.spans(hidden), self.vector(mean, hidden, vectors, counted)

    def vector(self, mean: Tensor, hidden: Tensor, vectors: Tensor, counted: Tensor) -> Tensor:
        """Where a text points, a vector of length one: the mean of what its pieces came to.

        A narrow network adds the pieces' own vectors, each by how much it matters here.
        """
        if self.narrow:
            matter = functional.softplus(self.matter(hidden)) * counted
            mean = torch.cat((mean, (vectors * matter).sum(1) / matter.sum(1)), dim=-1)
        return functional.normalize(self.meaning(mean), dim=-1)
