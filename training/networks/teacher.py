"""What larger networks make of texts, for smaller ones to learn: logits, spans and embeddings."""

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
from rejoinder.engine.model import MODEL_ATTRIBUTES
from rejoinder.engine.spans import SPAN_LABELS
from training.networks.batches import padded
from training.networks.encoder import Encoder
from training.networks.multi_task import MultiTaskEncoder

BATCH_SIZE = 64

# Batches from one line of progress to the next.
SHOWN_EVERY = 200

Texts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Predictions:
    """A row a text: logits of each attribute, probabilities of each token, and its embedding."""

    logits: NDArray[np.float32]
    spans: list[NDArray[np.float16]]
    embeddings: NDArray[np.float16]


def sentence_embeddings(encoder: Encoder, texts: Texts, title: str) -> NDArray[np.float32]:
    """Gives each text's embedding of length one by the whole MiniLM: the mean of its tokens'."""
    encoder.eval()
    embeddings = np.zeros((len(texts), EMBEDDING_WIDTH), dtype=np.float32)
    for rows, tokens, mask in _batches(texts, title):
        vectors = encoder(tokens, mask).float()
        counted = mask[:, :, None].to(vectors.dtype)
        mean = (vectors * counted).sum(1) / counted.sum(1)
        embeddings[rows] = functional.normalize(mean, dim=-1).numpy()
    return embeddings


def predict(model: MultiTaskEncoder, texts: Texts, title: str) -> Predictions:
    """Gives all that a trained network makes of each text."""
    model.eval()
    logits = np.zeros((len(texts), len(MODEL_ATTRIBUTES)), dtype=np.float32)
    spans = [np.zeros((0, len(SPAN_LABELS)), dtype=np.float16)] * len(texts)
    embeddings = np.zeros((len(texts), EMBEDDING_WIDTH), dtype=np.float16)
    for rows, tokens, mask in _batches(texts, title):
        outputs = model(tokens, mask)
        logits[rows] = outputs.logits.float().numpy()
        embeddings[rows] = outputs.embeddings.float().numpy()
        probabilities = outputs.span_logits.float().sigmoid().numpy().astype(np.float16)
        for index, row in enumerate(rows.tolist()):
            spans[row] = probabilities[index, : len(texts[row])].copy()
    return Predictions(logits, spans, embeddings)


def _batches(texts: Texts, title: str) -> Iterator[tuple[NDArray[np.int64], Tensor, Tensor]]:
    """Gives rows, tokens and mask of texts of about one length, and shows how far it is."""
    order = np.argsort([len(text) for text in texts], kind="stable")
    started = time.monotonic()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            if start % (BATCH_SIZE * SHOWN_EVERY) == 0:
                seconds = time.monotonic() - started
                sys.stderr.write(f"{title}: {start} of {len(texts)} texts, {seconds:.0f} s\n")
            yield rows, *padded([texts[row] for row in rows])
