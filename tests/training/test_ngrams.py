"""Texts become rows of n-grams, and one regression an attribute is fitted over them."""

import numpy as np
import pytest
from scipy import sparse

from training.config import NgramConfig
from training.ngrams.logistic_regression import fit_logistic_regression
from training.ngrams.matrix import count, rarity, scaled


def test_the_fit_tells_what_matters_from_the_set_it_came_from() -> None:
    """Column 0 decides; set 1 merely says yes more often, which its own bias must take up."""
    draw = np.random.default_rng(0)
    values = draw.integers(0, 2, size=(3000, 3)).astype(np.float32)
    sets = draw.integers(0, 2, size=3000)
    chance = 1 / (1 + np.exp(-(3 * values[:, 0] - 2 + 1.5 * sets)))
    labels = (draw.random(3000) < chance).astype(np.float64)
    found = fit_logistic_regression(
        sparse.csr_matrix(values), labels, np.ones(3000), sets, NgramConfig(l2=0.1, iterations=100)
    )
    assert found.weights[0] > 2
    assert abs(found.weights[1:]).max() < 0.5
    assert found.source_biases[1] - found.source_biases[0] == pytest.approx(1.5, abs=0.4)


def test_a_row_is_scaled_to_length_one_and_rare_buckets_weigh_more() -> None:
    counted = count(["the idiot", "the cat", "the dog"], "Counting").words
    rare = rarity(counted, 0.06)
    matrix = scaled(counted, rare, 0.06)
    lengths = np.sqrt(matrix.multiply(matrix).sum(1)).A1
    assert np.allclose(lengths, 1, atol=1e-5)
    common = counted.sum(0).A1.argmax()
    assert rare[common] == rare[counted.indices].min() < rare[counted.indices].max()
