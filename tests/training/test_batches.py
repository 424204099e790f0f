"""Batches hold as many tokens as they may, of texts about as long as each other."""

import os

import pytest

if not os.environ.get("NEEDS_TORCH"):
    pytest.importorskip(
        "torch", reason="PyTorch is not here; to run: make test-training, which gets it"
    )

import numpy as np
from numpy.typing import NDArray

from training.networks.batches import LENGTH_MULTIPLE, SORTED_TEXTS, batches, padded

BUDGET = 256


def _lengths(count: int = 3000) -> NDArray[np.int64]:
    return np.random.default_rng(0).integers(3, 80, size=count)


def _cost(lengths: NDArray[np.int64]) -> int:
    """The tokens of a batch with its padding."""
    return len(lengths) * -(-int(lengths.max()) // LENGTH_MULTIPLE) * LENGTH_MULTIPLE


def test_every_text_of_the_order_is_in_one_batch() -> None:
    order = np.repeat(np.arange(0, 3000, 2), 2)
    made = batches(_lengths(), order, BUDGET, seed=1)
    assert sorted(np.concatenate(made).tolist()) == sorted(order.tolist())


def test_no_batch_has_more_tokens_than_it_may() -> None:
    lengths = _lengths()
    made = batches(lengths, np.arange(3000), BUDGET, seed=1)
    assert max(_cost(lengths[rows]) for rows in made) <= BUDGET
    full = [_cost(lengths[rows]) > BUDGET - 2 * lengths[rows].max() - 8 for rows in made]
    assert np.mean(full) > 0.9


def test_a_text_longer_than_a_batch_has_one_to_itself() -> None:
    made = batches(np.array([300, 5, 5]), np.arange(3), BUDGET, seed=1)
    assert sorted(sorted(rows.tolist()) for rows in made) == [[0], [1, 2]]


def test_the_texts_of_a_batch_are_about_as_long_and_it_is_drawn_which_comes_first() -> None:
    lengths = _lengths(SORTED_TEXTS)
    made = batches(lengths, np.arange(SORTED_TEXTS), BUDGET, seed=1)
    assert max(int(np.ptp(lengths[rows])) for rows in made) <= LENGTH_MULTIPLE + 4
    longest = [int(lengths[rows].max()) for rows in made]
    assert longest != sorted(longest)


def test_the_same_seed_gives_the_same_batches() -> None:
    one, same, other = (batches(_lengths(), np.arange(3000), BUDGET, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert [rows.tolist() for rows in one] != [rows.tolist() for rows in other]


def test_texts_are_padded_to_a_length_that_comes_again() -> None:
    tokens, mask = padded([[5, 6, 7], [8] * 9])
    assert tokens.shape == (2, 16)
    assert mask.sum(1).tolist() == [3, 9]
    assert tokens[0].tolist() == [5, 6, 7, *[0] * 13]
