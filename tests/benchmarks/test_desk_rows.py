"""A row of the desk's measurements is judged by its slow end, and by nothing where nothing is."""

from collections.abc import Sequence

import pytest

from benchmarks.desk.rows import Row, Unit


def never(_newsroom: object) -> Sequence[float]:
    raise AssertionError


@pytest.mark.parametrize(
    ("unit", "figures", "met"),
    [
        (Unit.MILLISECONDS, [10.0] * 95 + [500.0] * 5, True),
        (Unit.MILLISECONDS, [10.0] * 94 + [500.0] * 6, False),
        (Unit.A_SECOND, [99.0, 500.0], False),
        (Unit.A_SECOND, [100.0, 500.0], True),
        (Unit.A_SECOND, [], False),
        (Unit.MILLISECONDS, [], False),
    ],
)
def test_a_row_meets_its_mark(unit: Unit, figures: list[float], met: bool) -> None:
    row = Row("search", 100, never, unit)
    assert row.met(figures) is met
    assert ("met" if met else "SHORT") in row.in_words(figures)
