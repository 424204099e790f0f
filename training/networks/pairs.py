"""Texts that belong together: a remark and its answer, a sentence and its rest, a debate's words.

Of these the networks learn where a text points, for the subject.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from training.data.debates import newspaper_debates
from training.data.tables import read_table
from training.dataset import Dataset
from training.networks.answers import sentence_embeddings
from training.networks.encoder import load_minilm
from training.networks.text_form import MAX_CHARACTERS, as_read
from training.source_amounts import SENTENCE_PAIRS

TokenPair = tuple[list[int], list[int]]

# Words of a remark, and of what it answers, below which they say too little.
FEWEST_REPLY_WORDS = 4

# Sentences of a text, and words of the one that is taken out of it.
FEWEST_SENTENCES = 3
SENTENCE_WORDS = range(4, 26)

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def reply_pairs(data: Path, tokenizer: Tokenizer, draw: np.random.Generator) -> list[TokenPair]:
    """Gives remarks on Wikipedia's talk pages with what they answer."""
    pairs = [
        _tokens(tokenizer, row["text"], row["parent_text"])
        for row in read_table(data / "context_toxicity" / "cat_small.csv")
        if min(len(row[column].split()) for column in ("text", "parent_text")) >= FEWEST_REPLY_WORDS
    ]
    return [pairs[index] for index in draw.permutation(len(pairs))]


def sentence_pairs(
    dataset: Dataset, learned: NDArray[np.bool_], tokenizer: Tokenizer, draw: np.random.Generator
) -> list[TokenPair]:
    """Gives a sentence of a text with the rest of it: a short reply leans on little more."""
    rows = np.concatenate(
        [
            draw.permutation(np.flatnonzero(learned & dataset.from_source(name)))[:count]
            for name, count in SENTENCE_PAIRS.items()
        ]
    )
    pairs = []
    for row in draw.permutation(rows):
        text = dataset.examples[row].text[:MAX_CHARACTERS].strip()
        sentences = _SENTENCE_END.split(text)
        if len(sentences) < FEWEST_SENTENCES:
            continue
        one = int(draw.integers(len(sentences)))
        if len(sentences[one].split()) in SENTENCE_WORDS:
            rest = " ".join(sentences[:one] + sentences[one + 1 :])
            pairs.append(_tokens(tokenizer, sentences[one], rest))
    return pairs


def debate_pairs(data: Path, tokenizer: Tokenizer, minilm: Path) -> list[TokenPair]:
    """Gives newspaper comments with their debate.

    A round has one comment of each debate, debates that are alike side by side.
    """
    debates = [each for each in newspaper_debates(data) if not each.held_out and each.comments]
    heads = [f"{debate.title}. {debate.standfirst}" for debate in debates]
    tokens = [tokenizer.encode(head).ids for head in heads]
    order = _chain(sentence_embeddings(load_minilm(minilm), tokens, "Debates"))
    pairs = []
    for turn in range(max(len(debate.comments) for debate in debates)):
        for index in order:
            comments = debates[index].comments
            if turn < len(comments):
                pairs.append(_tokens(tokenizer, comments[turn], heads[index]))
    return pairs


def _chain(embeddings: NDArray[np.float32]) -> list[int]:
    """Gives all rows, each followed by the most alike of those that are left."""
    similarities = embeddings @ embeddings.T
    left = set(range(1, len(embeddings)))
    order = [0]
    while left:
        order.append(max(left, key=lambda row: float(similarities[order[-1], row])))
        left.discard(order[-1])
    return order


def _tokens(tokenizer: Tokenizer, text: str, other: str) -> TokenPair:
    return tokenizer.encode(as_read(text)).ids, tokenizer.encode(as_read(other)).ids
