"""The histogram of a score, from which a range is chosen."""

import re

import pytest

from rejoinder.desk.bulk.model import BARS, Histogram
from rejoinder.svg import TOP
from rejoinder.web.desk.plots import score_plot


@pytest.mark.parametrize("most", [0, 1, 9, 10, 11, 99, 100, 12_345])
def test_no_number_beside_the_histogram_lies_among_the_words_above_it(most: int) -> None:
    told = Histogram((most, *[0] * (BARS - 1)), most)
    plot = score_plot(told, "Toxicity", 0, 1000, lambda words, **fields: words % fields)
    numbers = re.findall(r'<text x="[^"]+" y="([^"]+)" class="end tick"', plot)
    assert len(numbers) >= 2
    assert all(float(y) >= TOP for y in numbers)
