"""Which of what waits somebody sees: by view, filter and order, and by what colleagues have."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from rejoinder.desk.queue import Filter, Order, Stretch, View, Waiting, places_in
from rejoinder.desk.queue.order import in_order

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
# The longest wait first.
QUEUE = [
    Waiting(1, NOW - 9 * HOUR, held=True, section="Sport", rule="links", score=0.1, author_id=7),
    Waiting(2, NOW - 8 * HOUR, held=True, section="City", rule="links", score=0.5, language="fr"),
    Waiting(3, NOW - 7 * HOUR, held=True, section="City", rule="words", score=0.9, article_id=5),
    Waiting(4, NOW - 6 * HOUR, shown=True, reported_for=frozenset({"spam"}), unjudged=True),
    Waiting(5, NOW - 5 * HOUR, appealed=True, new_author=True, watched=True),
]


def seen(stretch: Stretch) -> tuple[int, ...]:
    return places_in(QUEUE, stretch, now=NOW).numbers


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Filter(section="City"), {2, 3}),
        (Filter(rule="links"), {1, 2}),
        (Filter(author_id=7), {1}),
        (Filter(article_id=5), {3}),
        (Filter(language="fr"), {2}),
        (Filter(score_from=0.5), {2, 3}),
        (Filter(score_from=0.1, score_to=0.5), {1, 2}),
        (Filter(waited=8 * HOUR), {1, 2}),
        (Filter(section="City", rule="links"), {2}),
        (Filter(section="Nowhere"), set()),
    ],
)
def test_a_filter_shows_what_it_asks_and_counts_the_same(asked: Filter, found: set[int]) -> None:
    places = places_in(QUEUE, Stretch(filter=asked), now=NOW)
    assert set(places.numbers) == found
    assert places.counts[View.ALL] == places.length == len(found)
    assert places.counts[View.HELD] == len(found & {1, 2, 3})


def test_each_order_has_its_own_first() -> None:
    assert seen(Stretch(order=Order.HARM))[0] == 4
    assert seen(Stretch(order=Order.DOUBT))[0] == 2
    assert seen(Stretch(order=Order.AGE))[0] == 1


def test_what_colleagues_have_is_passed_over_and_counted_all_the_same() -> None:
    places = places_in(QUEUE, Stretch(order=Order.AGE, but=frozenset({1, 3})), now=NOW)
    assert places.numbers == (2, 4, 5)
    assert (places.length, places.counts[View.ALL]) == (3, 5)


def test_what_somebody_has_is_theirs() -> None:
    mine = Stretch(View.MINE, mine=frozenset({2, 99}))
    places = places_in(QUEUE, mine, now=NOW)
    assert places.numbers == (2,)
    assert places.counts[View.MINE] == 1


@pytest.mark.parametrize(
    ("after", "taken", "found"),
    [(2, (), (3, 4)), (2, (3,), (4, 5)), (2, (2, 3), (4, 5)), (1, (2,), (3, 4)), (99, (), (1, 2))],
)
def test_the_stretch_goes_on_behind_a_comment_even_one_that_a_colleague_took(
    after: int, taken: tuple[int, ...], found: tuple[int, ...]
) -> None:
    stretch = Stretch(order=Order.AGE, after=after, but=frozenset(taken), size=2)
    assert seen(stretch) == found


@pytest.mark.parametrize("order", Order)
def test_a_stretch_is_the_part_of_the_whole_order_that_it_names(order: Order) -> None:
    dice = Random(1851)
    those = [
        Waiting(
            number,
            NOW - dice.randrange(50) * HOUR,
            shown=dice.random() < 0.3,
            reported_for=frozenset({"abuse"} if dice.random() < 0.3 else ()),
            score=dice.choice([0.1, 0.5, 0.9]),
        )
        for number in range(200)
    ]
    whole = [each.comment_id for each in in_order(those, order)]
    for _ in range(50):
        taken = frozenset(dice.sample(whole, k=20))
        after = dice.choice([None, *whole[:30]])
        stretch = Stretch(start=dice.randrange(150), after=after, order=order, but=taken)
        passed = [] if after is None else whole[: whole.index(after) + 1]
        free = [each for each in whole if each not in taken]
        start = stretch.start if after is None else len([each for each in passed if each in free])
        places = places_in(those, stretch, now=NOW)
        assert places.numbers == tuple(free[start : start + stretch.size])
        assert (places.start, places.length) == (start, 180)
