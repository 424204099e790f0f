"""The encoder with its heads: abuse of the text and of each token, and the text's embedding."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.model import MODEL_ATTRIBUTES
from rejoinder.engine.spans import SPAN_LABELS
from training.networks.encoder import PADDING_BIAS, Encoder

# Units of the hidden layer that the attributes share.
HIDDEN = 256


class Outputs(NamedTuple):
    """What a network makes of some texts."""

    logits: Tensor
    """Of each attribute; of shape (texts, attributes)."""
    span_logits: Tensor
    """Of each token; of shape (texts, tokens, span labels)."""
    embeddings: Tensor
    """Of length one; of shape (texts, EMBEDDING_WIDTH)."""


class MultiTaskEncoder(nn.Module):
    """Tokens in; logits of abuse, logits of each token, and the text's embedding out."""

    def __init__(self, encoder: Encoder, sources: int) -> None:
        """Takes an encoder, and how many data sets there are to have a bias each."""
        super().__init__()
        width = encoder.position_embeddings.weight.shape[1]
        self.encoder = encoder
        # A narrow network says which tokens matter; their own embeddings say what they mean.
        self.is_narrow = width != EMBEDDING_WIDTH
        self.embedding_projection = (
            nn.Linear(width + EMBEDDING_WIDTH, EMBEDDING_WIDTH) if self.is_narrow else nn.Identity()
        )
        self.token_weight = nn.Linear(width, 1) if self.is_narrow else nn.Identity()
        self.hidden = nn.Linear(2 * width, HIDDEN)
        self.attribute_head = nn.Linear(HIDDEN, len(MODEL_ATTRIBUTES))
        self.span_head = nn.Linear(width, len(SPAN_LABELS))
        self.source_bias = nn.Embedding(sources, len(MODEL_ATTRIBUTES))
        nn.init.zeros_(self.source_bias.weight)

    def forward(self, tokens: Tensor, mask: Tensor, dropout: float = 0.0) -> Outputs:
        """Gives the outputs without any source's bias; the mask is 0 for padding."""
        embeddings = self.encoder.token_embeddings(tokens)
        vectors = self.encoder.encode(embeddings, mask).float()
        counted = mask[:, :, None].to(vectors.dtype)
        mean = (vectors * counted).sum(1) / counted.sum(1).clamp(min=1)
        largest = (vectors + (1 - counted) * PADDING_BIAS).amax(1)
        pooled = functional.dropout(torch.cat((mean, largest), dim=-1), dropout, self.training)
        hidden = functional.dropout(functional.gelu(self.hidden(pooled)), dropout, self.training)
        return Outputs(
            self.attribute_head(hidden),
            self.span_head(vectors),
            self.embed(mean, vectors, embeddings, counted),
        )

    def embed(self, mean: Tensor, vectors: Tensor, embeddings: Tensor, counted: Tensor) -> Tensor:
        """Gives where a text points, at length one: the mean of what its tokens came to.

        A narrow network adds the tokens' own embeddings, each by how much it matters here.
        """
        if self.is_narrow:
            weights = functional.softplus(self.token_weight(vectors)) * counted
            weighted = (embeddings * weights).sum(1) / weights.sum(1)
            mean = torch.cat((mean, weighted), dim=-1)
        return functional.normalize(self.embedding_projection(mean), dim=-1)
