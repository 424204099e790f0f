"""A row's number, as addresses, forms and cursors hold it."""

import pytest

from rejoinder.row_ids import LARGEST_ID, read_id


@pytest.mark.parametrize(("raw", "number"), [("1", 1), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_what_a_row_could_have_is_read(raw: str, number: int) -> None:
    assert read_id(raw) == number <= LARGEST_ID


@pytest.mark.parametrize("raw", ["", "-1", "+1", " 1", "1.0", "1_0", "\u0663", "\u00b2", "9" * 19])
def test_anything_else_is_refused(raw: str) -> None:
    with pytest.raises(ValueError, match="not a row's number"):
        read_id(raw)
