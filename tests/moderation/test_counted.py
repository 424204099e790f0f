"""The form's counter and the rule of length: what the one lets pass the other does not refuse."""

from datetime import UTC, datetime

import pytest

from rejoinder.moderation.model import Case, Record
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.rules.length import length
from rejoinder.readers.model import Standing
from rejoinder.text import characters, read_comment


@pytest.mark.parametrize("text", ["b\n>a\nb", "b\n> a\nb\n>c\nd"])
def test_nothing_is_too_long_of_which_the_counter_says_that_it_fits(text: str) -> None:
    case = Case(
        text=text,
        author_name="Ann",
        standing=Standing.NEW,
        record=Record(),
        now=datetime(2026, 3, 2, tzinfo=UTC),
        fingerprint="",
    )
    policy = read_policy(f"length.maximum = {characters(text)}")
    assert list(length(policy, case)) == []
    assert characters(read_comment("b\n>a\nb").visible.text) > len("b\n>a\nb")
