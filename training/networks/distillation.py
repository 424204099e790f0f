"""Makes the small network: it learns from the larger one's answers to far more texts than labels.

Distillation as Hinton et al. (2015) have it, of logits, of each token's part and of embeddings
(https://arxiv.org/abs/1503.02531).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from training.config import EXCERPTS, SMALL_NETWORK, SMALL_SHAPE
from training.dataset import Dataset
from training.networks.encoder import Encoder
from training.networks.multi_task import MultiTaskEncoder
from training.networks.teacher import predict
from training.networks.training_set import TrainingSet

# Tokens of an excerpt, if the text has so many.
FEWEST_TOKENS, MOST_TOKENS = 3, 40

# A text of so many tokens has only the tokenizer's own.
SPECIAL_TOKENS = 2


def small_network(seed: int, token_embeddings: nn.Embedding) -> MultiTaskEncoder:
    """Makes the small network before it has learned anything, over the same tokens."""
    torch.manual_seed(seed)
    return MultiTaskEncoder(Encoder(token_embeddings, SMALL_SHAPE), 1)


def distillation_texts(training_set: TrainingSet, dataset: Dataset, seed: int) -> list[list[int]]:
    """Gives every text that the larger network learned from, once, with excerpts of longer ones."""
    draw = np.random.default_rng(seed)
    texts = []
    for row in np.unique(training_set.order).tolist():
        text = training_set.tokens[row]
        texts.append(text)
        excerpts = EXCERPTS.get(dataset.names[dataset.sources[row]], 0)
        texts += [_excerpt(text, draw) for _ in range(excerpts)]
    texts += [side for pairs in training_set.pairs for pair in pairs for side in pair]
    return [text for text in texts if len(text) > SPECIAL_TOKENS]


def distillation_set(
    teacher: MultiTaskEncoder, texts: Sequence[list[int]], training_set: TrainingSet
) -> TrainingSet:
    """Gives what the larger network answers, as a training set; the pairs stay as they are."""
    answers = predict(teacher, texts, "Asking the larger network")
    count = len(texts)
    return TrainingSet(
        list(texts),
        (1 / (1 + np.exp(-answers.logits))).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.tile(np.arange(count), SMALL_NETWORK.epochs),
        dict(enumerate(answers.spans)),
        dict(enumerate(answers.embeddings)),
        training_set.pairs,
    )


def _excerpt(text: list[int], draw: np.random.Generator) -> list[int]:
    """Gives some neighbouring tokens of a text between its marks."""
    inner = text[1:-1]
    size = int(draw.integers(FEWEST_TOKENS, max(FEWEST_TOKENS + 1, min(len(inner), MOST_TOKENS))))
    start = int(draw.integers(0, max(1, len(inner) - size)))
    return [text[0], *inner[start : start + size], text[-1]]
