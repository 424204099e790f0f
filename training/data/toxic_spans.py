"""The words of news comments that people marked as toxic (the `toxic_spans` set)."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rejoinder.engine.model import ATTRIBUTES
from training.data.folds import fold_of
from training.data.tables import read_table

# The attribute that each type of span speaks of.
ATTRIBUTE_OF_TYPE = {
    "Insult": "insult",
    "Threat": "threat",
    "Identity based Attack": "identity_attack",
    "Profane/Obscene": "profanity",
}

# What the spans speak of: any type is toxic.
MARKED = ("toxicity", *ATTRIBUTE_OF_TYPE.values())

# A comment, and the characters that people marked.
MarkedComment = tuple[str, frozenset[int]]


def marked_shares(data: Path) -> dict[str, NDArray[np.float32]]:
    """Gives for each comment the share of annotators who marked each character, by column."""
    folder = data / "toxic_spans"
    comment_of = {
        row["annotation"]: row["comment_id"] for row in read_table(folder / "annotations.csv")
    }
    annotators: dict[str, int] = defaultdict(int)
    for comment in comment_of.values():
        annotators[comment] += 1
    spans: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_table(folder / "spans.csv"):
        spans[comment_of[row["annotation"]]].append(row)
    shares = {}
    for row in read_table(folder / "comments.csv"):
        counts = _counted(spans[row["comment_id"]], len(row["comment_text"]) + 1)
        share = np.minimum(counts / max(1, annotators[row["comment_id"]]), 1)
        shares[row["comment_text"]] = share
    return shares


def marked_comments(data: Path, folds: Sequence[int]) -> list[MarkedComment]:
    """Gives the comments of some folds with what was marked, as SemEval-2021's task 5 has it."""
    tables = (data / "toxic_spans" / f"{name}.csv" for name in ("tsd_train", "tsd_trial"))
    return [
        (row["text"], frozenset(ast.literal_eval(row["spans"])))
        for table in tables
        for row in read_table(table)
        if fold_of(row["text"]) in folds
    ]


def _counted(spans: Sequence[dict[str, str]], length: int) -> NDArray[np.float32]:
    """Gives how many spans cover each character: by attribute; nan where none speaks of it."""
    counts = np.full((length, len(ATTRIBUTES)), np.nan, dtype=np.float32)
    counts[:, [ATTRIBUTES.index(name) for name in MARKED]] = 0
    for span in spans:
        start, end = int(span["start"]), int(span["end"])
        counts[start:end, ATTRIBUTES.index("toxicity")] += 1
        attribute = ATTRIBUTE_OF_TYPE.get(span["type"])
        if attribute:
            counts[start:end, ATTRIBUTES.index(attribute)] += 1
    return counts
