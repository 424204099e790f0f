"""Shares and agreement against figures that others published, and against a slower reckoning."""

import pytest

from rejoinder.desk.proportions import Share, kappa_of


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_lies_where_wilson_says(found: int, of: int, low: float, high: float) -> None:
    assert Share(found, of).interval == pytest.approx((low, high), abs=0.0001)


def test_nothing_measured_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval == (0.0, 1.0)


# Cohen's own example has no counts; these are checked by hand: 35 of 50, chance a half.
AGREEING = {("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}


def test_kappa_leaves_out_what_chance_would_do() -> None:
    kappa = kappa_of(AGREEING)
    assert kappa.value == pytest.approx(0.4)
    assert (kappa.number, kappa.agreed) == (50, 35)


def test_the_interval_is_that_of_small_changes_in_each_count() -> None:
    number = sum(AGREEING.values())
    share = {pair: size / number for pair, size in AGREEING.items()}

    def value(shares: dict[tuple[str, str], float]) -> float:
        # The kappa of any positive weights: counts of a million would do as well.
        return kappa_of({p: round(w * 10**9) for p, w in shares.items()}).value or 0.0

    step, slopes = 1e-4, {}
    for pair in share:
        moved = {p: w + (step if p == pair else 0) for p, w in share.items()}
        slopes[pair] = (value(moved) - value(share)) / step
    mean = sum(slopes[pair] * share[pair] for pair in share)
    variance = sum(share[pair] * (slopes[pair] - mean) ** 2 for pair in share) / number
    kappa = kappa_of(AGREEING)
    half = 1.959964 * variance**0.5
    assert kappa.high - kappa.low == pytest.approx(2 * half, rel=0.01)


def test_where_both_always_say_the_same_word_nothing_can_be_said() -> None:
    assert kappa_of({("a", "a"): 9}).value is None
    assert kappa_of({}).number == 0
    assert kappa_of({("a", "a"): 5, ("b", "b"): 5})[:3] == (1.0, 1.0, 1.0)
