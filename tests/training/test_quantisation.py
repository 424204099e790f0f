"""Numbers in eight bits stay near what they were."""

import numpy as np

from training.packaging.quantisation import quantise


def test_small_numbers_come_back_within_half_a_step() -> None:
    columns = np.random.default_rng(0).normal(size=(50, 4)) * [1, 10, 0.1, 0]
    small, steps = quantise(columns)
    assert np.all(np.abs(small * np.array(steps) - columns) <= np.array(steps) * 0.51)
