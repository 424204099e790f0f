"""What the networks make small: each known label counts, and nothing that is unknown."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import numpy as np
import torch

from rejoinder.engine.model import ATTRIBUTES
from training.networks.losses import attribute_loss, embedding_loss, pair_loss, token_loss

MANY = len(ATTRIBUTES)
COIN = np.log(2)


def test_unknown_labels_and_weightless_texts_cost_nothing() -> None:
    logits = torch.tensor([[0.0, 50.0], [50.0, 50.0]])
    labels = torch.tensor([[1.0, float("nan")], [0.0, 0.0]])
    assert float(attribute_loss(logits, labels, torch.tensor([1.0, 0.0]))) == pytest.approx(COIN)
    unknown = torch.full((2, 2), float("nan"))
    assert float(attribute_loss(logits, unknown, torch.ones(2))) == 0


def test_only_marked_texts_count_for_tokens_each_as_much() -> None:
    logits = torch.zeros(3, 4, MANY)
    logits[1:, 2:] = 50
    short, long = np.ones((2, MANY), dtype=np.float32), np.ones((4, MANY), dtype=np.float32)
    assert float(token_loss(logits, [None, short, None])) == pytest.approx(COIN)
    assert float(token_loss(logits, [None, short, long])) == pytest.approx(0.75 * COIN)
    assert float(token_loss(logits, [None] * 3)) == 0


def test_tokens_of_unknown_attributes_cost_nothing() -> None:
    logits = torch.zeros(1, 2, MANY)
    logits[:, :, 1] = 50
    marked = np.zeros((2, MANY), dtype=np.float32)
    marked[:, 1] = np.nan
    assert float(token_loss(logits, [marked])) == pytest.approx(COIN)
    assert float(token_loss(logits, [np.full((2, MANY), np.nan)])) == 0


def test_unknown_labels_leave_no_mark_on_what_is_learned() -> None:
    logits = torch.zeros(1, 2, MANY, requires_grad=True)
    marked = np.zeros((2, MANY), dtype=np.float32)
    marked[:, 1] = np.nan
    token_loss(logits, [marked]).backward()
    assert logits.grad is not None
    assert not logits.grad[:, :, 1].any()
    assert logits.grad[:, :, 0].all()


def test_embeddings_cost_what_they_miss_of_their_targets() -> None:
    own = torch.eye(3)
    targets = [np.array([1, 0, 0]), None, np.array([0, 1, 0])]
    assert float(embedding_loss(own, targets)) == pytest.approx(0.5)
    assert float(embedding_loss(own, [None] * 3)) == 0


def test_pairs_cost_nothing_when_each_is_nearest_to_its_own() -> None:
    own = torch.eye(4)
    assert float(pair_loss(own, own, temperature=0.05)) < 1e-6
    assert float(pair_loss(own, own.flip(0), temperature=0.05)) > 1
