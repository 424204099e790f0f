"""Fits which tokens speak for what a text was found to be, from the words that people marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.cascade import Cascade
from rejoinder.engine.folding import Folded, fold
from rejoinder.engine.model import ATTRIBUTES, Case
from rejoinder.engine.saliency import log_odds
from rejoinder.engine.tokens import Tokens, Vocabulary
from training.calibration.platt import fit_platt
from training.config import SPANS
from training.data.folds import CALIBRATED, HELD_OUT, fold_of
from training.data.toxic_spans import marked_shares

# What enough words were marked as: of threats and attacks on groups there are a few dozen.
MARKED = ("toxicity", "insult", "profanity")
COLUMNS = [ATTRIBUTES.index(name) for name in MARKED]

# Before anything is fitted: what the network says, and no more.
UNFITTED = {"attributes": list(MARKED), "slopes": [[1.0, 0.0, 0.0]] * len(MARKED)}


@dataclass(frozen=True, slots=True)
class MarkedTokens:
    """A comment's tokens, and which of them enough annotators marked: (tokens, attributes)."""

    text: str
    tokens: Tokens
    marked: NDArray[np.bool_]


def token_log_odds(data: Path, vocabulary: Vocabulary, count: int) -> NDArray[np.float16]:
    """Gives the log-odds of each token to be marked, by attribute, in the comments that teach.

    A token that was hardly ever met is as likely to be as tokens are on the whole.
    """
    met, marked = np.zeros((count, 1)), np.zeros((count, len(MARKED)))
    for comment in _comments(data, vocabulary, calibrating=False):
        np.add.at(met, comment.tokens.ids, 1)
        np.add.at(marked, comment.tokens.ids, comment.marked)
    overall = marked.sum(0) / max(met.sum(), 1)
    share = (marked + SPANS.supposed * overall) / (met + SPANS.supposed)
    return log_odds(share).astype(np.float16)


def fit_saliency(cascade: Cascade, marked: NDArray[Any], data: Path) -> dict[str, Any]:
    """Fits the curves on comments that neither the network nor the counts have seen."""
    comments = list(_comments(data, cascade.vocabulary, calibrating=True))
    token_ids = np.concatenate([comment.tokens.ids for comment in comments])
    labels = np.concatenate([comment.marked for comment in comments]).astype(np.float64)
    network = np.concatenate([_network_logits(cascade, comment.text) for comment in comments])
    people = marked[token_ids].astype(np.float64)
    weights = np.ones(len(token_ids))
    slopes = [
        fit_platt(np.stack((network[:, column], people[:, column]), 1), labels[:, column], weights)
        for column in range(len(MARKED))
    ]
    return {"attributes": list(MARKED), "slopes": slopes}


def _network_logits(cascade: Cascade, text: str) -> NDArray[np.float64]:
    """Gives what the network makes of each token (rows), as the judge serves it."""
    result = cascade.run(Case(text), has_words=True)
    return log_odds(result.token_probabilities()[:, COLUMNS].astype(np.float64))


def _comments(data: Path, vocabulary: Vocabulary, *, calibrating: bool) -> Iterator[MarkedTokens]:
    """Gives the comments that teach, or those that calibrate."""
    for text, shares in marked_shares(data).items():
        place = fold_of(text)
        if place in CALIBRATED if calibrating else place not in HELD_OUT:
            folded = fold(text)
            tokens = vocabulary.tokenize(folded)
            yield MarkedTokens(text, tokens, _marked(shares[:, COLUMNS], folded, tokens))


def _marked(shares: NDArray[np.float32], folded: Folded, tokens: Tokens) -> NDArray[np.bool_]:
    """Gives which tokens enough annotators marked for the most part."""
    marked = np.zeros((len(tokens.ids), len(MARKED)), dtype=bool)
    enough = shares >= SPANS.least_share
    for row, offsets in enumerate(tokens.offsets):
        start, end = folded.original(*offsets)
        if end > start:
            marked[row] = enough[start:end].mean(0) >= 0.5
    return marked
