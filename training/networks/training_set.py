"""What a network learns from: the labelled texts as tokens, marked words, embeddings and pairs."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold
from rejoinder.engine.model import ATTRIBUTES
from training.data.examples import Example
from training.data.folds import HELD_OUT
from training.data.toxic_spans import marked_shares
from training.dataset import Dataset
from training.networks.batches import load_tokenizer
from training.networks.pairs import TokenPair
from training.networks.segments import LabelledSegments
from training.networks.sentences import Begins
from training.networks.text_form import MAX_CHARACTERS, as_read
from training.source_amounts import SOURCE_EPOCHS

Floats32 = NDArray[np.float32]


@dataclass(slots=True)
class TrainingSet:
    """Texts as tokens, with a row each in every array."""

    tokens: list[list[int]]
    labels: Floats32
    """A column an attribute; nan where unknown."""
    weights: Floats32
    sources: NDArray[np.int64]
    order: NDArray[np.int64]
    """The rows that are learned, each as often as it is met in all epochs."""
    spans: dict[int, NDArray[Any]] = field(default_factory=dict)
    """By row, a matrix (tokens, attributes) of texts whose words were marked; nan: unknown."""
    segments: dict[int, LabelledSegments] = field(default_factory=dict)
    """By row, what is known of segments of the text."""
    begins: dict[int, Begins] = field(default_factory=dict)
    """By row, where the sentences of a text begin that has more than one."""
    embeddings: dict[int, NDArray[Any]] = field(default_factory=dict)
    """By row, where texts are to point."""
    pairs: list[list[TokenPair]] = field(default_factory=list)
    """Texts that belong together, a list for each kind."""


def build_training_set(dataset: Dataset, data: Path, minilm: Path, seed: int) -> TrainingSet:
    """Builds what the teacher learns from; folds that measure or calibrate are left out."""
    tokenizer = load_tokenizer(minilm)
    texts = [as_read(example.text) for example in dataset.examples]
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    learned = ~np.isin(dataset.folds, HELD_OUT)
    order = _order(dataset, learned, np.random.default_rng(seed))
    sys.stderr.write(f"{len(order)} texts, {sum(len(tokens[row]) for row in order)} tokens\n")
    return TrainingSet(
        tokens,
        dataset.labels.astype(np.float32),
        np.sqrt(dataset.weights).astype(np.float32),
        dataset.sources,
        order,
        _marked_tokens(dataset, data, tokenizer),
    )


def _order(
    dataset: Dataset, learned: NDArray[np.bool_], draw: np.random.Generator
) -> NDArray[np.int64]:
    """Gives each row as often as its source is met; of a fraction, so large a share is drawn."""
    of_source = np.array([SOURCE_EPOCHS.get(name, 1.0) for name in dataset.names])
    times = of_source[dataset.sources]
    whole = np.floor(times).astype(np.int64)
    count = (whole + (draw.random(len(times)) < times - whole)) * learned
    return np.repeat(np.arange(len(count)), count)


def _marked_tokens(dataset: Dataset, data: Path, tokenizer: Tokenizer) -> dict[int, Floats32]:
    """Gives the part of each token in each attribute, for texts whose words were marked.

    Of a news comment it is the share of annotators who marked the token.
    """
    marked = marked_shares(data)
    news = dataset.names.index("toxic_spans")
    spans = {}
    for row, example in enumerate(dataset.examples):
        if example.marks is not None:
            shares = _shares_of_marks(example)
        elif dataset.sources[row] == news and example.text in marked:
            shares = marked[example.text]
        else:
            continue
        spans[row] = _by_token(example.text, shares, tokenizer)
    return spans


def _shares_of_marks(example: Example) -> Floats32:
    """Gives 1 for each marked character in each attribute that the text has, 0 elsewhere."""
    labels = np.array([example.labels.get(name, np.nan) for name in ATTRIBUTES], dtype=np.float32)
    shares = np.tile(np.where(labels > 0, 0.0, labels), (len(example.text), 1))
    for start, end in example.marks or ():
        shares[start:end] = labels
    return shares.astype(np.float32)


def _by_token(text: str, shares: Floats32, tokenizer: Tokenizer) -> Floats32:
    folded = fold(text[:MAX_CHARACTERS])
    written = demojize(folded.text)
    encoding = tokenizer.encode(written.text)
    by_token = np.where(np.isnan(shares[:1]), np.nan, 0.0).repeat(len(encoding.ids), 0)
    for token, (start, end) in enumerate(encoding.offsets):
        if end > start:
            first, last = folded.original(*written.original(start, end))
            by_token[token] = shares[first:last].mean(0)
    return by_token.astype(np.float32)
