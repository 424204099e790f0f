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
from rejoinder.engine.spans import SPAN_LABELS
from training.config import EMBEDDING_TEXTS, LARGE_NETWORK, SOURCE_EPOCHS
from training.data.folds import HELD_OUT
from training.data.toxic_spans import marked_shares
from training.dataset import Dataset
from training.networks.batches import load_tokenizer
from training.networks.encoder import load_minilm
from training.networks.pairs import TokenPair, debate_pairs, reply_pairs, sentence_pairs
from training.networks.teacher import sentence_embeddings
from training.networks.text_form import MAX_CHARACTERS, as_read

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
    """By row, a matrix (tokens, span labels) for texts whose words were marked."""
    embeddings: dict[int, NDArray[Any]] = field(default_factory=dict)
    """By row, where the teacher puts texts that must stay there."""
    pairs: list[list[TokenPair]] = field(default_factory=list)
    """Texts that belong together, a list for each kind."""


def build_training_set(dataset: Dataset, data: Path, minilm: Path, seed: int) -> TrainingSet:
    """Builds what the larger network learns from; folds that measure or calibrate are left out."""
    encoder, tokenizer = load_minilm(minilm), load_tokenizer(minilm)
    draw = np.random.default_rng(seed)
    texts = [as_read(example.text) for example in dataset.examples]
    tokens = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    learned = ~np.isin(dataset.folds, HELD_OUT)
    order = _order(dataset, learned, LARGE_NETWORK.epochs, draw)
    held = _held(dataset, learned, draw)
    embeddings = sentence_embeddings(encoder, [tokens[row] for row in held], "Embeddings to hold")
    pairs = [
        reply_pairs(data, tokenizer, draw),
        sentence_pairs(dataset, learned, tokenizer, draw),
        debate_pairs(data, tokenizer, encoder),
    ]
    sys.stderr.write(f"{len(order)} texts, {sum(len(tokens[row]) for row in order)} tokens\n")
    return TrainingSet(
        tokens,
        dataset.labels.astype(np.float32),
        np.sqrt(dataset.weights).astype(np.float32),
        dataset.sources,
        order,
        _spans(dataset, data, tokenizer),
        {int(row): embedding for row, embedding in zip(held, embeddings, strict=True)},
        pairs,
    )


def _order(
    dataset: Dataset, learned: NDArray[np.bool_], epochs: int, draw: np.random.Generator
) -> NDArray[np.int64]:
    """Gives each row as often as its source is met; of a fraction, so large a share is drawn."""
    of_source = np.array([SOURCE_EPOCHS.get(name, 1.0) for name in dataset.names])
    times = of_source[dataset.sources] * epochs
    whole = np.floor(times).astype(np.int64)
    count = (whole + (draw.random(len(times)) < times - whole)) * learned
    return np.repeat(np.arange(len(count)), count)


def _held(
    dataset: Dataset, learned: NDArray[np.bool_], draw: np.random.Generator
) -> NDArray[np.int64]:
    """Gives the rows whose embeddings are to stay where the whole MiniLM puts them."""
    rows = []
    for name, count in EMBEDDING_TEXTS.items():
        candidates = np.flatnonzero(learned & dataset.from_source(name))
        rows.append(draw.permutation(candidates)[:count])
    return np.concatenate(rows)


def _spans(dataset: Dataset, data: Path, tokenizer: Tokenizer) -> dict[int, Floats32]:
    """Gives for each token of a news comment the share of annotators who marked it, by label."""
    marked = marked_shares(data)
    spans = {}
    for row in np.flatnonzero(dataset.from_source("toxic_spans")).tolist():
        text = dataset.examples[row].text
        if text not in marked:
            continue
        folded = fold(text[:MAX_CHARACTERS])
        written = demojize(folded.text)
        encoding = tokenizer.encode(written.text)
        shares = np.zeros((len(encoding.ids), len(SPAN_LABELS)), dtype=np.float32)
        for token, (start, end) in enumerate(encoding.offsets):
            if end > start:
                first, last = folded.original(*written.original(start, end))
                shares[token] = marked[text][first:last].mean(0)
        spans[row] = shares
    return spans
