"""Networks that learn in seconds, and what they learn: one token makes a text abusive.

Needs PyTorch, so only tests that have asked for it import this.
"""

from __future__ import annotations

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from torch import nn

from rejoinder.engine.model import ATTRIBUTES
from training.config import EncoderShape, TrainingConfig
from training.data.examples import Example, all_clear
from training.dataset import Dataset, as_arrays
from training.networks.encoder import Encoder
from training.networks.mpnet import MpnetEncoder
from training.networks.multi_task import Student, Teacher, source_biases
from training.networks.training_set import TrainingSet

TOKENS = 200
BEGIN, END = 1, 2
RUDE = 7
FULL_STOP = 19
LENGTH = 10

SHAPE = EncoderShape(width=24, layers=2, heads=2, feed_forward=32)
# The teacher's lowest four layers do not learn.
TEACHER_SHAPE = EncoderShape(width=24, layers=5, heads=2, feed_forward=32)
# In 32 bits, since many processors do sixteen by way of these; a test of sixteen says so.
QUICK = TrainingConfig(
    encoder_learning_rate=5e-3, head_learning_rate=2e-2, batch_tokens=512, bfloat16=False
)


def student(seed: int = 0, shape: EncoderShape = SHAPE, sources: int = 1) -> Student:
    """One that answers after the first of its layers, and after all."""
    torch.manual_seed(seed)
    made = Student(Encoder(nn.Embedding(TOKENS, shape.width), shape), 1)
    made.source_bias = source_biases(sources)
    return made


def teacher(seed: int = 0) -> Teacher:
    """One with MPNet's tokens and distances."""
    torch.manual_seed(seed)
    return Teacher(MpnetEncoder(TEACHER_SHAPE, TOKENS + 5, 40), 1)


def training_set(count: int = 640) -> TrainingSet:
    """Texts of ten tokens; one token makes a text abusive, and is marked. Neighbours are alike."""
    draw = np.random.default_rng(0)
    tokens = draw.integers(20, TOKENS - 20, size=(count, LENGTH))
    tokens[:, 0], tokens[:, -1] = BEGIN, END
    rude = draw.random(count) < 0.5
    tokens[rude, 4] = RUDE
    marks = (tokens == RUDE).astype(np.float32)[:, :, None].repeat(len(ATTRIBUTES), axis=2)
    texts: list[list[int]] = tokens.tolist()
    return TrainingSet(
        texts,
        np.repeat(rude[:, None], len(ATTRIBUTES), axis=1).astype(np.float32),
        np.ones(count, dtype=np.float32),
        np.zeros(count, dtype=np.int64),
        np.arange(count),
        spans=dict(enumerate(marks)),
        pairs=[list(zip(texts[:100:2], texts[1:100:2], strict=True))],
    )


def dataset_of(lessons: TrainingSet, source: str = "newspaper") -> Dataset:
    """As many examples of a source as there are texts, in all folds."""
    texts = [_words(tokens[1:-1]) for tokens in lessons.tokens]
    return as_arrays(
        [Example(source, text, all_clear(), fold=row % 10) for row, text in enumerate(texts)]
    )


def _words(tokens: list[int]) -> str:
    """Two sentences, each too long to be read together with the other."""
    words = " ".join(f"w{token}" for token in tokens)
    return f"{words} {words} {words}. {words} {words} {words}."


def word_tokenizer() -> Tokenizer:
    """A token a word."""
    words = {f"w{token}": token for token in range(TOKENS)}
    made = Tokenizer(WordLevel({**words, "begin": BEGIN, "end": END, ".": FULL_STOP}, "w0"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(
        single="begin $A end", special_tokens=[("begin", BEGIN), ("end", END)]
    )
    return made
