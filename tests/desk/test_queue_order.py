"""In which order people see what waits: what does harm on the page first, and nothing for ever."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from rejoinder.desk.queue.model import Waiting
from rejoinder.desk.queue.order import FOURTH, in_order
from rejoinder.desk.queue.urgency import Urgency
from rejoinder.moderation.report_reasons import REPORT_REASONS

NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
NOTHING: frozenset[str] = frozenset()


def waiting(
    number: int,
    hours: float = 1,
    *,
    shown: bool = False,
    held: bool = False,
    threatens: bool = False,
    despairs: bool = False,
    reported_for: frozenset[str] = NOTHING,
    appealed: bool = False,
) -> Waiting:
    """A comment that has waited so many hours."""
    return Waiting(
        comment_id=number,
        since=NOW - timedelta(hours=hours),
        shown=shown,
        held=held,
        threatens=threatens,
        despairs=despairs,
        reported_for=reported_for,
        appealed=appealed,
    )


def live(number: int, reason: str, hours: float = 1) -> Waiting:
    """A comment on the page that a reader reported."""
    return waiting(number, hours, shown=True, reported_for=frozenset({reason}))


def held(number: int, hours: float = 1, *, threatens: bool = False) -> Waiting:
    """A comment that the policy held."""
    return waiting(number, hours, held=True, threatens=threatens)


def in_despair(number: int, hours: float = 1, *, shown: bool = False) -> Waiting:
    """A comment whose author may harm themselves."""
    return waiting(number, hours, shown=shown, held=not shown, despairs=True)


def numbers(those: Iterable[Waiting]) -> list[int]:
    """Which comments, in their order."""
    return [each.comment_id for each in those]


@pytest.mark.parametrize(
    ("shown", "was_held", "threatens", "reasons", "appealed", "expected"),
    [
        (True, False, False, {"abuse"}, False, Urgency.SHOWN_AND_HARMFUL),
        (True, False, False, {"privacy"}, False, Urgency.SHOWN_AND_HARMFUL),
        (True, False, False, {"off-topic", "abuse"}, False, Urgency.SHOWN_AND_HARMFUL),
        (True, False, True, {"other"}, False, Urgency.SHOWN_AND_HARMFUL),
        (True, False, False, {"off-topic"}, False, Urgency.SHOWN),
        (True, False, False, {"spam"}, False, Urgency.SHOWN),
        (True, False, False, {"other"}, False, Urgency.SHOWN),
        (True, False, False, {"a reason of an older version"}, False, Urgency.SHOWN),
        (False, True, True, set(), False, Urgency.HARMFUL),
        (False, True, False, {"abuse"}, False, Urgency.HARMFUL),
        (False, True, False, {"privacy"}, False, Urgency.HARMFUL),
        (False, True, False, {"spam"}, False, Urgency.ORDINARY),
        (False, True, False, set(), False, Urgency.ORDINARY),
        (False, False, False, set(), True, Urgency.ORDINARY),
        # What was declined harms nobody while its author's appeal waits.
        (False, False, True, set(), True, Urgency.ORDINARY),
        (False, False, False, {"abuse"}, True, Urgency.ORDINARY),
    ],
)
def test_how_soon_a_comment_needs_a_person(
    shown: bool,
    was_held: bool,
    threatens: bool,
    reasons: set[str],
    appealed: bool,
    expected: Urgency,
) -> None:
    each = waiting(
        1,
        shown=shown,
        held=was_held,
        threatens=threatens,
        reported_for=frozenset(reasons),
        appealed=appealed,
    )
    assert each.urgency is expected


def test_every_reason_that_a_reader_can_give_has_its_urgency() -> None:
    harmful = {
        reason for reason in REPORT_REASONS if live(1, reason).urgency is Urgency.SHOWN_AND_HARMFUL
    }
    assert harmful == {"abuse", "privacy"}


@pytest.mark.parametrize(
    ("those", "expected"),
    [
        ([], []),
        ([held(1)], [1]),
        # A plain insult's appeal never stands above a threat that readers can see.
        ([waiting(1, 30, appealed=True), live(2, "abuse", 0.1)], [2, 1]),
        ([held(1, 200), held(2, 100), live(3, "abuse", 0.1)], [3, 1, 2]),
        ([held(1, 200), live(2, "spam", 0.1), live(3, "abuse", 0.1)], [3, 2, 1]),
        ([held(1, 200), held(2, 0.1, threatens=True)], [2, 1]),
        ([live(1, "abuse", 9), held(2, 8, threatens=True), in_despair(3, 0.1)], [3, 1, 2]),
        ([live(1, "abuse", 9), in_despair(2, 0.1, shown=True), in_despair(3, 2)], [3, 2, 1]),
        ([held(1, 2, threatens=True), live(2, "off-topic", 0.1)], [2, 1]),
        ([live(1, "abuse", 1), live(2, "privacy", 2), live(3, "abuse", 3)], [3, 2, 1]),
        ([held(3, 5), waiting(1, 6, appealed=True), held(2, 7)], [2, 1, 3]),
        # Of the same moment the lower number came first.
        ([held(2, 5), held(1, 5)], [1, 2]),
        # The fourth place is that of the longest wait, however much that is graver has come.
        (
            [held(9, 90), *(live(each, "abuse", 5 - each) for each in range(1, 5))],
            [1, 2, 3, 9, 4],
        ),
        # It is the longest of all: a report that waits behind graver ones has its turn too.
        (
            [held(9, 9), live(8, "spam", 90), *(live(n, "abuse", 5 - n) for n in range(1, 6))],
            [1, 2, 3, 8, 4, 5, 9],
        ),
    ],
)
def test_what_stands_before_what(those: list[Waiting], expected: list[int]) -> None:
    assert numbers(in_order(those)) == expected
    assert numbers(in_order(reversed(those))) == expected


def test_nothing_is_lost_and_nothing_starves() -> None:
    chance = Random(4)
    for _ in range(50):
        those = [
            chance.choice([held, lambda n, hours: live(n, "abuse", hours)])(number, hours)
            for number, hours in enumerate(chance.sample(range(1000), 60))
        ]
        placed = numbers(in_order(those))
        assert sorted(placed) == list(range(60))
        by_age = numbers(sorted(those, key=lambda each: each.since))
        for age, number in enumerate(by_age, start=1):
            assert placed.index(number) < FOURTH * age
        # And the graver ones give up one place in four, no more.
        graver = [each for each in placed if those[each].shown]
        for nth, number in enumerate(graver):
            assert placed.index(number) <= nth + (nth + 1) // (FOURTH - 1) + 1
