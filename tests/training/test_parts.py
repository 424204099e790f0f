"""The parts of the training that a wrong number would hide in."""

from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from rejoinder.engine.model import ATTRIBUTES
from training.calibration.platt import fit_platt
from training.data.examples import FOLDS, Example, all_clear, fold_of, read_table
from training.measures.measure import area, calibration_error
from training.ngrams.logistic_regression import fit_logistic_regression
from training.ngrams.matrix import count, rarity, scaled
from training.packaging.model_folder import quantise
from training.synthetic.identity import identity_templates
from training.synthetic.innocent_words import innocent_words
from training.synthetic.templates import templates


def test_area_counts_the_pairs_in_the_right_order() -> None:
    truth = np.array([True, False, True, False, False])
    scores = np.array([0.9, 0.9, 0.4, 0.3, 0.1])
    pairs = [
        1.0 if p > n else 0.5 if p == n else 0.0 for p in scores[truth] for n in scores[~truth]
    ]
    assert area(truth, scores) == pytest.approx(sum(pairs) / len(pairs))
    assert np.isnan(area(np.array([True, True]), np.array([0.1, 0.2])))


def test_calibration_error_is_the_gap_between_said_and_so() -> None:
    said = np.full(1000, 0.7)
    so = np.repeat([1.0, 0.0], 500)
    alike = np.ones(1000)
    assert calibration_error(so, said, alike, bins=1) == pytest.approx(0.2)
    assert calibration_error(so, np.full(1000, 0.5), alike, bins=1) == pytest.approx(0)


def test_the_curve_recovers_the_probabilities_that_made_the_labels() -> None:
    whole = np.random.default_rng(0).normal(size=4000)
    labels = 1 / (1 + np.exp(-(2 * whole - 1)))
    signs = np.column_stack((whole, np.zeros_like(whole)))
    slope, peak, bias = fit_platt(signs, labels, np.ones_like(whole))
    assert slope == pytest.approx(2, abs=0.05)
    assert bias == pytest.approx(-1, abs=0.05)
    assert peak >= 0


def test_the_fit_tells_what_matters_from_the_set_it_came_from() -> None:
    """Column 0 decides; set 1 merely says yes more often, which its own bias must take up."""
    draw = np.random.default_rng(0)
    values = draw.integers(0, 2, size=(3000, 3)).astype(np.float32)
    sets = draw.integers(0, 2, size=3000)
    chance = 1 / (1 + np.exp(-(3 * values[:, 0] - 2 + 1.5 * sets)))
    labels = (draw.random(3000) < chance).astype(np.float64)
    found = fit_logistic_regression(
        sparse.csr_matrix(values), labels, np.ones(3000), sets, strength=0.1, rounds=100
    )
    assert found.weights[0] > 2
    assert abs(found.weights[1:]).max() < 0.5
    assert found.biases[1] - found.biases[0] == pytest.approx(1.5, abs=0.4)


def test_small_numbers_come_back_within_half_a_step() -> None:
    columns = np.random.default_rng(0).normal(size=(50, 4)) * [1, 10, 0.1, 0]
    small, steps = quantise(columns)
    assert np.all(np.abs(small * np.array(steps) - columns) <= np.array(steps) * 0.51)


def test_a_row_is_scaled_to_length_one_and_rare_buckets_weigh_more() -> None:
    counted = count(["the idiot", "the cat", "the dog"], "Counting").words
    rare = rarity(counted, 0.06)
    matrix = scaled(counted, rare, 0.06)
    lengths = np.sqrt(matrix.multiply(matrix).sum(1)).A1
    assert np.allclose(lengths, 1, atol=1e-5)
    common = counted.sum(0).A1.argmax()
    assert rare[common] == rare[counted.indices].min() < rare[counted.indices].max()


def test_a_text_stays_in_its_fold_however_it_is_printed() -> None:
    assert fold_of("You IDIOT!") == fold_of("  you idiot")
    assert {fold_of(f"text {number}") for number in range(200)} == set(range(FOLDS))
    pair = [Example("pairs", text, all_clear(), group="one pair") for text in ("rude", "civil")]
    assert pair[0].placed() == pair[1].placed()


def test_our_own_sentences_are_filled_in_and_keep_to_their_frames() -> None:
    made = [*templates(1), *identity_templates(), *innocent_words()]
    assert made == [*templates(1), *identity_templates(), *innocent_words()]
    assert not [found.text for found in made if "{" in found.text]
    assert all(set(found.labels) <= set(ATTRIBUTES) for found in made)
    folds: dict[str, set[int]] = {}
    for found in made:
        folds.setdefault(found.group, set()).add(found.placed())
    assert all(len(where) == 1 for where in folds.values())
    assert {name for found in made for name, label in found.labels.items() if label > 0.5} >= {
        "toxicity",
        "insult",
        "threat",
        "identity_attack",
    }


def test_tables_are_read_with_and_without_a_heading(tmp_path: Path) -> None:
    headed = tmp_path / "headed.csv"
    headed.write_text('a,b\n"x, y",2\n', encoding="utf-8")
    plain = tmp_path / "plain.tsv"
    plain.write_text('say "hi"\t2\n', encoding="utf-8")
    assert list(read_table(headed)) == [{"a": "x, y", "b": "2"}]
    assert list(read_table(plain, "\t", ["a", "b"])) == [{"a": 'say "hi"', "b": "2"}]
