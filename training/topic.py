"""Learns the word pieces' vectors and the head that says "on-topic"."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer

from rejoinder.engine.encoder import Encoder
from rejoinder.engine.folding import fold
from rejoinder.engine.model import Article
from rejoinder.engine.topic import CLOSER, FEATURES, TopicModel, closer_features
from training import contrast
from training.examples import CALIBRATED, Example, fold_of
from training.package import quantise
from training.topic_cases import Case, cases
from training.topic_sources import Debate, posts_by_topic

WIDTH = 192
"""Of MiniLM's 384 numbers a piece; the rest cost 6 MB and brought little (NOTES.md)."""

CUTS = 3
"""Times that each long text is cut in two, each time elsewhere."""

REPEATS = 8
"""Times that each comment is paired with its debate: few, and the nearest to the real task."""

LONG = 160
"""Characters from which a text has two parts worth comparing."""


def tokenizer_of(minilm: Path) -> Tokenizer:
    """MiniLM's tokenizer, as the judge uses it: whole texts, no padding."""
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def tokenizer_file(minilm: Path) -> bytes:
    """The same, as it is packaged."""
    stored = json.loads((minilm / "tokenizer.json").read_text("utf-8"))
    stored["truncation"] = stored["padding"] = None
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode()


def learn_vectors(
    minilm: Path, data: Path, examples: Sequence[Example], debates: Sequence[Debate], seed: int
) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Tensors and settings of the vectors, from MiniLM's input table and the texts' own parts."""
    table = load_file(minilm / "model.safetensors")["embeddings.word_embeddings.weight"]
    tokenizer = tokenizer_of(minilm)

    def pieces(text: str) -> NDArray[np.int64]:
        encoded = tokenizer.encode(fold(text[:3000]).text, add_special_tokens=False)
        return np.array(encoded.ids, dtype=np.int64)

    sys.stderr.write("Cutting texts into word pieces\n")
    kinds = ("jigsaw", "jigsaw_plain", "toxic_spans", "gab")
    long = [pieces(e.text) for e in examples if e.source in kinds and len(e.text) > LONG]
    left, right = _pairs(long, debates, seed, pieces)
    for argument, question in posts_by_topic(data):
        left.append(pieces(argument))
        right.append(pieces(question))
    sys.stderr.write(f"Learning vectors from {len(left)} pairs\n")
    vectors = contrast.learn(
        _start(table, long),
        contrast.bags(left, len(table)),
        contrast.bags(right, len(table)),
        seed,
    )
    lengths = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    small, steps = quantise(vectors / lengths[:, None])
    tensors = {
        "vectors": small,
        "piece_weights": (lengths * _read(tokenizer, len(table))).astype(np.float16),
    }
    return tensors, {
        "vector_steps": steps,
        "slopes": [0.0] * len(FEATURES),
        "bias": 0.0,
        "closer": [0.0] * len(CLOSER),
        "closer_bias": 0.0,
    }


def _read(tokenizer: Tokenizer, count: int) -> NDArray[np.float32]:
    """1 for each piece that the texts can have taught, 0 for other scripts and unknown pieces.

    A comment in another script then says nothing, rather than something far from everything.
    """
    known = np.zeros(count, dtype=np.float32)
    for piece, number in tokenizer.get_vocab(with_added_tokens=False).items():
        known[number] = float(piece.isascii() and not piece.startswith("["))
    return known


def _start(table: NDArray[np.float32], texts: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
    """MiniLM's input vectors, the strongest directions, rare pieces weighing most."""
    centred = table - table.mean(0)
    _, _, axes = np.linalg.svd(centred.T @ centred)
    have = np.bincount(np.concatenate([np.unique(text) for text in texts]), minlength=len(table))
    rare = np.log((len(texts) + 1) / (have + 1)) ** 2
    vectors = (centred @ axes[:WIDTH].T) * rare[:, None]
    start: NDArray[np.float32] = vectors / np.sqrt((vectors**2).sum(1).mean())
    return start.astype(np.float32)


def _pairs(
    long: Sequence[NDArray[np.int64]], debates: Sequence[Debate], seed: int, pieces: Any
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    draw = np.random.default_rng(seed)
    left, right = [], []
    for text in long:
        for _ in range(CUTS):
            cut = int(draw.integers(len(text) // 4, 3 * len(text) // 4 + 1))
            if draw.random() < 0.5:  # a passage from the middle against what is about it
                cut = int(draw.integers(0, max(1, len(text) - 24)))
                inner, outer = text[cut : cut + 24], np.append(text[:cut], text[cut + 24 :])
            else:
                inner, outer = text[:cut], text[cut:]
            if len(inner) and len(outer):
                left.append(inner)
                right.append(outer)
    for debate in debates:
        if debate.held_out or fold_of(debate.key) in CALIBRATED:
            continue
        head = pieces(f"{debate.title}. {debate.standfirst}")
        comments = [pieces(comment) for comment in debate.comments]
        for comment in comments:
            left += [comment] * (REPEATS + 1)
            right += [head] * REPEATS
            right.append(comments[int(draw.integers(len(comments)))])
    return left, right


def calibrating(debates: Sequence[Debate]) -> list[Debate]:
    """Half of the debates kept back: neither the vectors nor the encoder have seen them."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 0]


def measured(debates: Sequence[Debate]) -> list[Debate]:
    """The other half, which nothing is fitted on."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 1]


def fit_heads(
    model: TopicModel, encoder: Encoder, debates: Sequence[Debate], seed: int
) -> dict[str, Any]:
    """Slopes and bias of the first look and of the closer one."""
    chosen = cases(calibrating(debates), seed, nearest(model, debates))
    looks = _looks(model, chosen)
    first = _fitted(looks, chosen)
    odds = looks @ np.array(first["slopes"]) + first["bias"]
    reads = {article: model.read(article) for article in {case.article for case in chosen}}
    rows = []
    for case, look in zip(chosen, odds, strict=True):
        pieces = model.embedder.pieces(fold(case.text)).ids
        vector = encoder.read(pieces).vector if len(pieces) else np.zeros(384, dtype=np.float32)
        parent = None
        if case.parent is not None:
            parent = encoder.vector(model.embedder.pieces(fold(case.parent)).ids)
        read = reads[case.article]
        rows.append(closer_features(float(look), vector, len(pieces), read, parent))
    second = _fitted(np.array(rows), chosen)
    sys.stderr.write(f"Heads fitted on {len(chosen)} cases\n")
    return {**first, "closer": second["slopes"], "closer_bias": second["bias"]}


IN_DOUBT = 0.35
"""The share of comments under their own article that may get the closer look for being astray."""


def doubt(model: TopicModel, debates: Sequence[Debate]) -> float:
    """The first look's probability of being on-topic below which a text is read closely."""
    scores = []
    for debate in calibrating(debates):
        article = Article(debate.title, debate.standfirst)
        for comment in debate.comments:
            look = model.look(model.embedder.meaning(comment), article, None)
            scores.append(1.0 if look is None else look.score)
    return round(float(np.quantile(scores, IN_DOUBT)), 4)


def nearest(model: TopicModel, debates: Sequence[Debate], most: int = 5) -> dict[str, list[Debate]]:
    """The debates most alike by headline and standfirst, for each debate by its key."""
    heads = [f"{debate.title}. {debate.standfirst}" for debate in debates]
    placed = np.stack([model.embedder.meaning(head).vector for head in heads])
    alike = placed @ placed.T
    np.fill_diagonal(alike, -1)
    order = np.argsort(-alike, axis=1)[:, :most]
    return {
        debate.key: [debates[int(place)] for place in order[row]]
        for row, debate in enumerate(debates)
    }


def _looks(model: TopicModel, chosen: Sequence[Case]) -> NDArray[np.float64]:
    looks = []
    views = {article: model.view(article) for article in {case.article for case in chosen}}
    for case in chosen:
        view = views[case.article]
        if view is None:
            raise ValueError("A training article has no words.")
        parent = None if case.parent is None else model.embedder.meaning(case.parent)
        meaning = model.embedder.meaning(case.text)
        looks.append(model.features(meaning, view, parent))
    return np.array(looks)


def _fitted(features: NDArray[np.float64], chosen: Sequence[Case]) -> dict[str, Any]:
    spread = features.std(0) + 1e-9
    centre = features.mean(0)
    head = LogisticRegression(C=1.0, max_iter=1000)
    head.fit(
        (features - centre) / spread,
        [case.on_topic for case in chosen],
        sample_weight=[case.weight for case in chosen],
    )
    slopes = head.coef_[0] / spread
    return {
        "slopes": [float(slope) for slope in slopes],
        "bias": float(head.intercept_[0] - slopes @ centre),
    }
