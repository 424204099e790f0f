"""Whether a colour can be read on a page, and its lighter self for dark ones."""

import pytest

from rejoinder.colour import LEAST_CONTRAST, contrast, lightened


@pytest.mark.parametrize(
    ("colour", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#8a1c1c", "#8a1c1c", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that WCAG AA lets stand on white
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_what_wcag_says(colour: str, other: str, ratio: float) -> None:
    assert contrast(colour, other) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize("colour", ["#8a1c1c", "#123456", "#000000", "#0b5d1e"])
def test_an_accent_can_be_read_on_a_dark_page(colour: str) -> None:
    assert contrast(lightened(colour), "#16130f") > LEAST_CONTRAST


def test_what_is_light_enough_stays_as_it_is() -> None:
    assert lightened("#ffd9d9") == "#ffd9d9"
