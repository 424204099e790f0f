"""What large networks make of texts for the student to learn: logits, tokens, and meaning."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rejoinder.engine.model import ATTRIBUTES
from training.networks.batches import padded
from training.networks.encoder import Encoder
from training.networks.mpnet import MpnetEncoder
from training.networks.multi_task import Outputs, Student, Teacher
from training.networks.segments import Segments
from training.networks.sentences import Begins

BATCH_SIZE = 64

# Batches from one line of progress to the next.
SHOWN_EVERY = 50

Texts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Answers:
    """A row a text: logits of each attribute, and probabilities of each token."""

    logits: NDArray[np.float32]
    tokens: list[NDArray[np.float16]]
    embeddings: dict[int, NDArray[np.float16]] = field(default_factory=dict)
    """Where each text points, where that was asked."""


def sentence_embeddings(
    encoder: Encoder | MpnetEncoder, texts: Texts, title: str
) -> NDArray[np.float32]:
    """Gives each text's embedding of length one by a published encoder: the mean of its tokens'."""
    embeddings = np.zeros((len(texts), encoder.width), dtype=np.float32)
    for rows, tokens, mask in _batches(encoder, texts, title):
        vectors = encoder(tokens, mask).float()
        counted = mask[:, :, None].to(vectors.dtype)
        mean = (vectors * counted).sum(1) / counted.sum(1)
        embeddings[rows] = functional.normalize(mean, dim=-1).cpu().numpy()
    return embeddings


def mean_vectors(
    student: Student, texts: Texts, begins: Sequence[Begins]
) -> list[NDArray[np.float64]]:
    """Gives the mean of each text's vectors, after the student's lower layers and after all."""
    means = [np.zeros((len(texts), student.encoder.width)) for _ in range(2)]
    for rows, tokens, mask in _batches(student, texts, "Aiming embeddings"):
        segments = Segments.whole(mask, edge=1)
        both = student.vectors(tokens, mask, [begins[row] for row in rows])
        for mean, vectors in zip(means, both, strict=True):
            pooled, _ = segments.pooled(vectors.float())
            mean[rows] = pooled.cpu().numpy()
    return means


def ask_network(
    network: Teacher | Student,
    texts: Texts,
    title: str,
    begins: Sequence[Begins] = (),
    *,
    pointing: bool = False,
) -> Answers:
    """Gives what a trained network makes of each text, by its last layer; embeddings if asked.

    The student reads by sentence, as those of each text begin; each as one where none are told.
    """
    logits = np.zeros((len(texts), len(ATTRIBUTES)), dtype=np.float32)
    answers = [np.zeros((0, len(ATTRIBUTES)), dtype=np.float16)] * len(texts)
    embeddings: dict[int, NDArray[np.float16]] = {}
    for rows, tokens, mask in _batches(network, texts, title):
        outputs = _outputs(network, tokens, mask, [begins[row] for row in rows] if begins else ())
        logits[rows] = outputs.logits.cpu().numpy()
        probabilities = outputs.token_logits.sigmoid().cpu().numpy().astype(np.float16)
        directions = outputs.embeddings.cpu().numpy().astype(np.float16)
        for index, row in enumerate(rows.tolist()):
            answers[row] = probabilities[index, : len(texts[row])].copy()
            if pointing:
                embeddings[row] = directions[index]
    return Answers(logits, answers, embeddings)


def _outputs(
    network: Teacher | Student, tokens: Tensor, mask: Tensor, begins: Sequence[Begins]
) -> Outputs:
    if isinstance(network, Student):
        return network(tokens, mask, begins=begins)[-1]  # type: ignore[no-any-return]
    return network(tokens, mask)[-1]  # type: ignore[no-any-return]


def _batches(
    model: nn.Module, texts: Texts, title: str
) -> Iterator[tuple[NDArray[np.int64], Tensor, Tensor]]:
    """Gives rows, tokens and mask of texts of about one length, and shows how far it is."""
    order = np.argsort([len(text) for text in texts], kind="stable")
    started = time.monotonic()
    model.eval()
    device = next(model.parameters()).device
    with torch.no_grad():
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            if start % (BATCH_SIZE * SHOWN_EVERY) == 0:
                seconds = time.monotonic() - started
                sys.stderr.write(f"{title}: {start} of {len(texts)} texts, {seconds:.0f} s\n")
                sys.stderr.flush()
            yield rows, *padded([texts[row] for row in rows], device)
