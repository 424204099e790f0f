"""What larger networks make of texts, for smaller ones to learn: odds, spans and vectors."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from rejoinder.engine.encoder import EMBEDDING_WIDTH
from rejoinder.engine.model import ATTRIBUTES
from rejoinder.engine.spans import SPAN_LABELS
from training.networks.batches import padded
from training.networks.encoder import Encoder
from training.networks.multi_task import MultiTaskEncoder

BATCH = 64

Rows = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Told:
    """A row a text: log-odds of each attribute, probabilities of each piece, and its vector."""

    odds: NDArray[np.float32]
    spans: list[NDArray[np.float16]]
    vectors: NDArray[np.float16]


def vectors(encoder: Encoder, rows: Rows, title: str) -> NDArray[np.float32]:
    """Each text's vector of length one, by the whole MiniLM: the mean of its pieces'."""
    encoder.eval()
    found = np.zeros((len(rows), EMBEDDING_WIDTH), dtype=np.float32)
    for part, pieces, mask in _batches(rows, title):
        hidden = encoder(pieces, mask).float()
        counted = mask[:, :, None].to(hidden.dtype)
        mean = (hidden * counted).sum(1) / counted.sum(1)
        found[part] = functional.normalize(mean, dim=-1).numpy()
    return found


def told(reader: MultiTaskEncoder, rows: Rows, title: str) -> Told:
    """All that a taught reader makes of each text."""
    reader.eval()
    odds = np.zeros((len(rows), len(ATTRIBUTES)), dtype=np.float32)
    spans = [np.zeros((0, len(SPAN_LABELS)), dtype=np.float16)] * len(rows)
    placed = np.zeros((len(rows), EMBEDDING_WIDTH), dtype=np.float16)
    for part, pieces, mask in _batches(rows, title):
        abuse, marks, meanings = reader(pieces, mask)
        odds[part] = abuse.float().numpy()
        placed[part] = meanings.float().numpy()
        likely = marks.float().sigmoid().numpy().astype(np.float16)
        for row, place in enumerate(part):
            spans[place] = likely[row, : len(rows[place])].copy()
    return Told(odds, spans, placed)


def _batches(rows: Rows, title: str) -> Iterator[tuple[NDArray[np.int64], Tensor, Tensor]]:
    """Texts of about one length at a time, with how far it is."""
    order = np.argsort([len(row) for row in rows], kind="stable")
    begun = time.monotonic()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            if start % (BATCH * 200) == 0:
                gone = time.monotonic() - begun
                sys.stderr.write(f"{title}: {start} of {len(rows)} texts, {gone:.0f} s\n")
            yield part, *padded([rows[place] for place in part])
