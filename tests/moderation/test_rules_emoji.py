"""Comments that are mostly emoji: off by default, counted as people see them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Record
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.rules.emoji import EMOJI, emoji
from rejoinder.moderation.rules.judge_silent import JUDGE_SILENT
from rejoinder.readers.model import Standing

HALF = read_policy("[emoji]\nshare = 0.5")
COMMENT = Case(
    text="👍👍👍👍👍👍",
    author_name="Old Bosun",
    standing=Standing.KNOWN,
    record=Record(published=3),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("👍👍👍👍👍", True),
        ("👍 👍 👍 👍 👍", True),
        ("👍👍👍👍", False),
        ("👍👍👍👍👍 Hello", True),
        ("👍👍👍👍👍 Hello!", False),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", False),  # four families, not sixteen people
        ("👍🏽👍🏽👍🏽👍🏽👍🏽", True),
        ("🇦🇹🇦🇹🇦🇹🇦🇹🇦🇹", True),
        ("🇦🇹🇦🇹🇦🇹🇦🇹", False),
        ("❤️❤️❤️❤️❤️", True),
        ("12345 !?!?!", False),
        ("夜の電車はいつも満員です", False),
        ("", False),
    ],
)
def test_a_person_looks_at_what_is_mostly_emoji(text: str, held: bool) -> None:
    findings = list(emoji(HALF, replace(COMMENT, text=text)))
    assert [finding.rule for finding in findings] == (["emoji"] if held else [])


def test_it_is_off_unless_a_newsroom_wants_it() -> None:
    assert list(emoji(Policy(), COMMENT)) == []


def test_trusted_authors_may_write_as_they_like() -> None:
    assert list(emoji(HALF, replace(COMMENT, standing=Standing.TRUSTED))) == []


def test_the_policy_asks_it_where_it_is_in_force() -> None:
    for policy, rules in ((HALF, ["emoji", JUDGE_SILENT.id]), (Policy(), [JUDGE_SILENT.id])):
        assert [finding.rule for finding in decide(policy, COMMENT).findings] == rules


def test_the_faq_tells_the_policys_own_numbers() -> None:
    policy = read_policy("[emoji]\nshare = 0.77\nleast = 12")
    text = EMOJI.words.faq % EMOJI.faq_fields(policy)
    assert "about 77 characters in a hundred" in text
    assert "fewer than 12 of them" in text
