"""The networks that learn: an encoder with heads for abuse of the text and of each of its tokens.

The student can stop half-way: after its lower layers it answers for the first time, and only
what this leaves in doubt goes through the upper ones. Early exits: Teerapittayanon et al.
2016 ("BranchyNet").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.model import ATTRIBUTES
from training.networks.encoder import Encoder
from training.networks.mpnet import MpnetEncoder
from training.networks.segments import LabelledSegments, Segments
from training.networks.sentences import Begins, Sentences

# Units of the hidden layer that the attributes share.
HIDDEN = 256


class Outputs(NamedTuple):
    """What a network makes of some texts."""

    logits: Tensor
    """Of each attribute, of each text and after them of each segment that was asked about; of
    shape (texts + segments, attributes)."""
    token_logits: Tensor
    """Of each token, to be what makes the text so; of shape (texts, tokens, attributes)."""
    embeddings: Tensor
    """Of length one; of shape (texts, width)."""


class Heads(nn.Module):
    """What is read from the tokens' vectors: the text's logits, the tokens', the embedding."""

    def __init__(self, width: int) -> None:
        """Takes the width of the vectors."""
        super().__init__()
        self.hidden = nn.Linear(2 * width, HIDDEN)
        self.attribute_head = nn.Linear(HIDDEN, len(ATTRIBUTES))
        self.token_head = nn.Linear(width, len(ATTRIBUTES))
        self.embedding_projection = nn.Linear(width, width)

    def forward(self, vectors: Tensor, segments: Segments, texts: int, dropout: float) -> Outputs:
        """Gives the outputs from vectors of shape (texts, tokens, width).

        The first of the segments are the texts. The greatest of the tokens' vectors stands beside
        their mean, which many civil words thin.
        """
        vectors = vectors.float()
        mean, largest = segments.pooled(vectors)
        return Outputs(
            self.segment_logits(mean, largest, dropout),
            self.token_head(vectors),
            functional.normalize(self.embedding_projection(mean[:texts]), dim=-1),
        )

    def segment_logits(self, mean: Tensor, largest: Tensor, dropout: float = 0.0) -> Tensor:
        """Gives the attributes' logits from the mean and the greatest of the tokens' vectors."""
        pooled = functional.dropout(torch.cat((mean, largest), dim=-1), dropout, self.training)
        hidden = functional.dropout(functional.gelu(self.hidden(pooled)), dropout, self.training)
        logits: Tensor = self.attribute_head(hidden)
        return logits


class Teacher(nn.Module):
    """The large network: it learns from labels, and the student from it."""

    def __init__(self, encoder: MpnetEncoder, sources: int) -> None:
        """Takes an encoder, and how many data sets there are to have a bias each."""
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.width)
        self.source_bias = source_biases(sources)

    def forward(
        self,
        tokens: Tensor,
        mask: Tensor,
        dropout: float = 0.0,
        labelled: Sequence[LabelledSegments | None] = (),
    ) -> tuple[Outputs, ...]:
        """Gives the outputs without any source's bias; the mask is 0 for padding."""
        segments = Segments.whole(mask, edge=0).with_labelled(labelled)
        return (self.heads(self.encoder(tokens, mask), segments, len(tokens), dropout),)


class Student(nn.Module):
    """The network that serves: it answers after its lower layers, and again after the upper."""

    def __init__(self, encoder: Encoder, lower_layers: int) -> None:
        """Takes an encoder, and how many of its layers every window goes through."""
        super().__init__()
        self.encoder = encoder
        self.lower_layers = lower_layers
        self.lower_heads = Heads(encoder.width)
        self.upper_heads = Heads(encoder.width)
        self.source_bias = source_biases(1)

    def forward(
        self,
        tokens: Tensor,
        mask: Tensor,
        dropout: float = 0.0,
        labelled: Sequence[LabelledSegments | None] = (),
        begins: Sequence[Begins | None] = (),
    ) -> tuple[Outputs, ...]:
        """Gives the outputs after the lower layers and after all; the mask is 0 for padding.

        The tokenizer's own two tokens are read, and count in no segment.
        """
        segments = Segments.whole(mask, edge=1).with_labelled(labelled)
        lower, upper = self.vectors(tokens, mask, begins)
        return (
            self.lower_heads(lower, segments, len(tokens), dropout),
            self.upper_heads(upper, segments, len(tokens), dropout),
        )

    def vectors(
        self, tokens: Tensor, mask: Tensor, begins: Sequence[Begins | None] = ()
    ) -> tuple[Tensor, Tensor]:
        """Gives the tokens' vectors after the lower layers, which read by sentence, and all."""
        sentences = Sentences.of(mask, begins)
        return self.encoder.at_layers(tokens, mask, self.lower_layers, sentences)


def source_biases(sources: int) -> nn.Embedding:
    """Makes a bias of each attribute for each data set, all zero."""
    biases = nn.Embedding(sources, len(ATTRIBUTES))
    nn.init.zeros_(biases.weight)
    return biases
