"""Makes of the labelled sets what the encoder learns from."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rejoinder.engine.emoji import demojize
from rejoinder.engine.folding import fold
from rejoinder.engine.spans import SPAN_LABELS
from training.data.debates import Debate, newspaper_debates
from training.data.folds import CALIBRATED, MEASURED
from training.data.tables import read_table
from training.data.toxic_spans import marked_shares
from training.dataset import Dataset
from training.networks.batches import tokenizer
from training.networks.encoder import Encoder, load_minilm
from training.networks.teacher import vectors
from training.networks.train import TrainingSet

LONGEST = 1500
"""Characters; far more than the pieces that are read."""

PASSES = 2
"""How often everything is gone through; TIMES says how often within one pass."""

TIMES = {
    "toxic_spans": 2.0,
    "newspaper": 2.0,
    "buried": 0.5,
    "functions": 1.5,
    "pictures": 1.0,
    "mentions": 2.0,
    "groups": 1.0,
    "templates": 0.6,
    "innocent": 0.5,
    "signs": 1.0,
    "sexual": 1.0,
    "hatemoji": 3.0,
    "jigsaw": 1.0,
    "jigsaw_plain": 0.35,
    "implicit_hate": 1.0,
    "edos": 1.0,
    "gab": 0.8,
    "hatexplain": 0.5,
    "davidson": 0.25,
    "paradetox": 0.5,
    "paradetox_kept": 0.5,
    "convabuse": 2.0,
    "youtube_spam": 4.0,
    "sms_spam": 1.0,
    "bias_templates": 1.0,
    "word_lists": 2.0,
}
"""How often each set's texts are met: news and what is hard most, what is noisy least."""

KEPT = {"newspaper": 3000, "jigsaw": 7000, "toxic_spans": 5000, "implicit_hate": 2500}
"""Of how many texts the whole MiniLM's vectors are kept."""

PARTED = {"newspaper": 3000, "jigsaw": 5000, "toxic_spans": 5000}
"""Of how many texts a sentence is to be matched with its rest."""

_BREAK = re.compile(r"(?<=[.!?])\s+")


def build_training_set(prepared: Dataset, data: Path, minilm: Path, seed: int) -> TrainingSet:
    """Everything that the encoder learns from; folds that measure or calibrate are left out."""
    whole = load_minilm(minilm)
    cutter = tokenizer(minilm)
    draw = np.random.default_rng(seed)
    examples = prepared.examples
    folded = [fold(found.text[:LONGEST]) for found in examples]
    texts = [demojize(each.text).text for each in folded]
    pieces = [encoding.ids for encoding in cutter.encode_batch(texts)]
    learned = ~np.isin(prepared.folds, (*MEASURED, *CALIBRATED))
    made = TrainingSet(
        pieces,
        prepared.labels.astype(np.float32),
        np.sqrt(prepared.weights).astype(np.float32),
        prepared.sources,
        _met(prepared, learned, draw),
    )
    kept = _kept(prepared, learned, draw)
    found = vectors(whole, [pieces[place] for place in kept], "Vectors to keep")
    made.vectors = {int(place): vector for place, vector in zip(kept, found, strict=True)}
    made.spans = _spans(prepared, data, cutter)
    made.pairs = [
        _replies(data, cutter, draw),
        _sentences(prepared, learned, cutter, draw),
        _debates(newspaper_debates(data), cutter, whole, draw),
    ]
    sys.stderr.write(
        f"{len(made.chosen)} texts, {sum(len(pieces[place]) for place in made.chosen)} pieces\n"
    )
    return made


def _met(
    prepared: Dataset, learned: NDArray[np.bool_], draw: np.random.Generator
) -> NDArray[np.int64]:
    """Each text as often as its set is met; the fraction is drawn."""
    times = np.array([TIMES.get(name, 1.0) for name in prepared.names])[prepared.sources]
    times = times * PASSES
    whole = np.floor(times).astype(np.int64)
    count = (whole + (draw.random(len(times)) < times - whole)) * learned
    return np.repeat(np.arange(len(count)), count)


def _kept(
    prepared: Dataset, learned: NDArray[np.bool_], draw: np.random.Generator
) -> NDArray[np.int64]:
    chosen = []
    for name, most in KEPT.items():
        places = np.flatnonzero(learned & prepared.from_source(name))
        chosen.append(draw.permutation(places)[:most])
    return np.concatenate(chosen)


def _spans(prepared: Dataset, data: Path, cutter: Tokenizer) -> dict[int, NDArray[np.float32]]:
    """For each piece of a news comment, the share of annotators who marked it, by kind."""
    marked = marked_shares(data)
    found = {}
    for place in np.flatnonzero(prepared.from_source("toxic_spans")):
        text = prepared.examples[place].text
        shares = marked.get(text)
        if shares is None:
            continue
        folded = fold(text[:LONGEST])
        written = demojize(folded.text)
        encoding = cutter.encode(written.text)
        truth = np.zeros((len(encoding.ids), len(SPAN_LABELS)), dtype=np.float32)
        for row, (start, end) in enumerate(encoding.offsets):
            if end > start:
                first, last = folded.original(*written.original(start, end))
                truth[row] = shares[first:last].mean(0)
        found[int(place)] = truth
    return found


Pairs = list[tuple[list[int], list[int]]]


def _replies(data: Path, cutter: Tokenizer, draw: np.random.Generator) -> Pairs:
    """Wikipedia's talk: a remark and what it answers."""
    made = [
        _cut(cutter, row["text"], row["parent_text"])
        for row in read_table(data / "context_toxicity" / "cat_small.csv")
        if len(row["text"].split()) > 3 and len(row["parent_text"].split()) > 3
    ]
    return [made[place] for place in draw.permutation(len(made))]


def _sentences(
    prepared: Dataset, learned: NDArray[np.bool_], cutter: Tokenizer, draw: np.random.Generator
) -> Pairs:
    """One sentence of a text, and the rest of it: a short reply leans on little more."""
    places = np.concatenate(
        [
            draw.permutation(np.flatnonzero(learned & prepared.from_source(name)))[:most]
            for name, most in PARTED.items()
        ]
    )
    made: Pairs = []
    for place in draw.permutation(places):
        parts = _BREAK.split(prepared.examples[place].text[:LONGEST].strip())
        if len(parts) < 3:
            continue
        one = int(draw.integers(len(parts)))
        if 4 <= len(parts[one].split()) <= 25:
            made.append(_cut(cutter, parts[one], " ".join(parts[:one] + parts[one + 1 :])))
    return made


def _debates(
    debates: Sequence[Debate], cutter: Tokenizer, whole: Encoder, draw: np.random.Generator
) -> Pairs:
    """Newspaper comments and their debate: a round has one of each, alike ones side by side."""
    learned = [debate for debate in debates if not debate.held_out and debate.comments]
    heads = [f"{debate.title}. {debate.standfirst}" for debate in learned]
    placed = vectors(whole, [cutter.encode(head).ids for head in heads], "Debates")
    order = _chain(placed)
    made: Pairs = []
    for turn in range(max(len(debate.comments) for debate in learned)):
        for place in order:
            comments = learned[place].comments
            if turn < len(comments):
                made.append(_cut(cutter, comments[turn], heads[place]))
    return made


def _chain(placed: NDArray[np.float32]) -> list[int]:
    """All places, each followed by the most alike of those that are left."""
    alike = placed @ placed.T
    left = set(range(1, len(placed)))
    order = [0]
    while left:
        order.append(max(left, key=lambda place: float(alike[order[-1], place])))
        left.discard(order[-1])
    return order


def _cut(cutter: Tokenizer, text: str, other: str) -> tuple[list[int], list[int]]:
    first, second = (demojize(fold(each[:LONGEST]).text).text for each in (text, other))
    return cutter.encode(first).ids, cutter.encode(second).ids
