"""What an author had had posted when a comment came, worked out for all comments in one go."""

import random
from datetime import UTC, datetime, timedelta

from rejoinder.moderation.model import Record
from rejoinder.moderation.workbench.standings import NOTHING_YET, records

REACH = timedelta(days=90)
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Written = tuple[int, int, datetime, str]


def by_hand(written: list[Written], of: Written) -> Record:
    """Counted anew among all."""
    _, author, at, _ = of
    states = [state for _, who, when, state in written if who == author and at - REACH < when < at]
    return Record(states.count("published"), states.count("declined"))


def test_a_record_is_what_a_count_of_all_before_it_says() -> None:
    dice = random.Random(1851)
    written: list[Written] = [
        (
            number,
            dice.randrange(5),
            # Several of the same moment, and some to the moment as long ago as counts.
            NOON + timedelta(days=dice.randrange(0, 400, 10)),
            dice.choice(["published", "published", "declined", "held", "withdrawn"]),
        )
        for number in range(600)
    ]
    written.sort(key=lambda each: each[2])
    found = records(written, lambda at: at + REACH)
    for each in written:
        assert found.get(each[0], NOTHING_YET) == by_hand(written, each)
    assert any(each.published and each.declined for each in found.values())
