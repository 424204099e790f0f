"""Probabilities come true as often as they say."""

import numpy as np
import pytest

from training.calibration.platt import fit_platt


def test_the_curve_recovers_the_probabilities_that_made_the_labels() -> None:
    whole = np.random.default_rng(0).normal(size=4000)
    labels = 1 / (1 + np.exp(-(2 * whole - 1)))
    signs = np.column_stack((whole, np.zeros_like(whole)))
    slope, peak, bias = fit_platt(signs, labels, np.ones_like(whole))
    assert slope == pytest.approx(2, abs=0.05)
    assert bias == pytest.approx(-1, abs=0.05)
    assert peak >= 0
