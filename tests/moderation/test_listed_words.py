"""Each word of the lists stands with who put it there and when, as the policies of before tell."""

from datetime import UTC, datetime, timedelta

from rejoinder.moderation.listed_words import Listed, listed_words
from rejoinder.sites.model import PutPolicy

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def put(number: int, source: str) -> PutPolicy:
    return PutPolicy(str(number), source, f"{number}@example.org", NOON + timedelta(days=number))


def test_a_word_stands_with_the_policy_by_which_it_came_to_stay() -> None:
    policies = [
        put(1, '[words]\nbanned = ["gone", "back", "old"]\n'),
        put(2, '[words]\nbanned = ["gone", "old"]\nwatched = ["back"]\n'),
        put(3, '[words]\nbanned = ["old", "back"]\nwatched = ["new"]\n'),
        put(4, '# the same\n[words]\nbanned = ["new", "old", "back"]\nwatched = ["new"]\n'),
    ]
    first, _, third, fourth = policies
    assert listed_words(reversed(policies)) == {
        "banned": [Listed("new", fourth), Listed("old", first), Listed("back", third)],
        "watched": [Listed("new", third)],
        "allowed": [],
    }


def test_what_cannot_be_read_any_more_ends_what_is_known() -> None:
    newest = put(2, '[words]\nbanned = ["a"]\n')
    for broken in ("[words", "words = 3", "[words]\nbanned = 3", "[words]\nbanned = [3]"):
        assert listed_words([newest, put(1, broken)])["banned"] == [Listed("a", newest)]
    assert listed_words([]) == {"banned": [], "watched": [], "allowed": []}
