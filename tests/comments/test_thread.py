"""In which order a thread is read, and where reading goes on."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rejoinder.comments.model import Leaf, Placed, Sort, State
from rejoinder.comments.thread import (
    Cursor,
    arrange,
    position,
    read_cursor,
    stretch,
    write_cursor,
)
from rejoinder.errors import Invalid

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
STATES = {"": State.PUBLISHED, "h": State.HELD, "d": State.DECLINED, "w": State.WITHDRAWN}


def leaves(written: str) -> list[Leaf]:
    """`1 2<1 3<1h` is a comment, its reply, and a held reply to it, a minute apart each."""
    made = []
    for minutes, each in enumerate(written.split()):
        number, _, above = each.rstrip("hdw").partition("<")
        state = STATES[each[len(each.rstrip("hdw")) :]]
        at = NOON + timedelta(minutes=minutes)
        made.append(Leaf(int(number), int(above) if above else None, state, at))
    return made


def drawn(placed: list[Placed]) -> str:
    """`1 .2 ..3` is a comment, its reply, and a reply to that."""
    return " ".join("." * each.depth + str(each.leaf.id) for each in placed)


@pytest.mark.parametrize(
    ("written", "sort", "order"),
    [
        ("", Sort.NEWEST, ""),
        ("1 2 3", Sort.NEWEST, "3 2 1"),
        ("1 2 3", Sort.OLDEST, "1 2 3"),
        ("1 2<1 3<1 4", Sort.NEWEST, "4 1 .2 .3"),
        ("1 2 3<1 4<3 5<1", Sort.OLDEST, "1 .3 ..4 .5 2"),
        ("1 2 3<1 4 5<2 6<5", Sort.MOST_REPLIED, "2 .5 ..6 1 .3 4"),
        ("1 2 3", Sort.MOST_REPLIED, "3 2 1"),  # as many replies: the newer first
        ("1 2<1 3", Sort.MOST_REPLIED, "1 .2 3"),
        ("1 2<1h 3<1h 4", Sort.MOST_REPLIED, "4 1"),  # held replies are nobody's yet
    ],
)
def test_replies_stand_below_what_they_answer_oldest_first(
    written: str, sort: Sort, order: str
) -> None:
    assert drawn(arrange(leaves(written), sort)) == order


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("1h", ""),
        ("1d 2w 3h", ""),
        ("1 2h 3", "1 3"),
        ("1w 2<1", "1 .2"),  # a gap, so that the reply keeps its place
        ("1w 2<1d 3<2", "1 .2 ..3"),
        ("1w 2<1w 3<2h", ""),
        ("1 2<1w 3<2 4<1h 5<4w", "1 .2 ..3"),
        ("2<1", "2"),  # what it answered is not even there
    ],
)
def test_what_is_not_published_has_a_place_only_above_what_is(written: str, order: str) -> None:
    assert drawn(arrange(leaves(written), Sort.OLDEST)) == order


def test_only_visible_replies_are_counted() -> None:
    placed = arrange(leaves("1 2<1 3<1h 4<1w 5<4 6<2"), Sort.OLDEST)
    assert {each.leaf.id: each.replies for each in placed} == {1: 1, 2: 1, 6: 0, 4: 1, 5: 0}


def test_comments_of_one_moment_stand_in_the_order_they_came() -> None:
    together = [Leaf(number, None, State.PUBLISHED, NOON) for number in (3, 1, 2)]
    assert drawn(arrange(together, Sort.OLDEST)) == "1 2 3"
    assert drawn(arrange(together, Sort.NEWEST)) == "3 2 1"


def test_a_quarrel_of_five_thousand_replies_is_arranged() -> None:
    deep = leaves("1 " + " ".join(f"{number}<{number - 1}" for number in range(2, 5001)))
    for sort in Sort:
        placed = arrange(deep, sort)
        assert (len(placed), placed[-1].depth) == (5000, 4999)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 50])
@pytest.mark.parametrize("sort", list(Sort))
def test_page_by_page_everything_is_read_once(size: int, sort: Sort) -> None:
    placed = arrange(leaves("1 2<1 3 4<2 5<3 6 7<1 8w 9<8"), sort)
    read: list[Placed] = []
    page, cursor = stretch(placed, None, size)
    read.extend(page)
    while cursor is not None:
        page, cursor = stretch(placed, read_cursor(write_cursor(cursor)), size)
        assert page
        read.extend(page)
    assert read == placed


THREAD = "1 2<1 3<1 4 5<4 6"


@pytest.mark.parametrize(
    ("now", "cursor", "goes_on"),
    [
        (THREAD, Cursor(last_id=2, root_id=1), ".3 4 .5 6"),
        ("1 2<1w 3<1 4 5<4 6", Cursor(2, 1), "4 .5 6"),  # withdrawn: after its conversation
        ("1w 2<1w 3<1w 4 5<4 6", Cursor(2, 1), "1 ..."),  # that is gone too: from the start
        ("1 2<1 3<1w", Cursor(3, 1), ""),  # nothing came after it
        (THREAD + " 7<1", Cursor(3, 1), ".7 4 .5 6"),  # a reply that has come meanwhile
        (THREAD, Cursor(6, 6), ""),
        (THREAD, Cursor(99, 98), "1 ..."),
    ],
)
def test_reading_goes_on_though_the_thread_has_changed(
    now: str, cursor: Cursor, goes_on: str
) -> None:
    placed = arrange(leaves(now), Sort.OLDEST)
    page, _ = stretch(placed, cursor, 50)
    assert drawn(list(page)) == (drawn(placed) if goes_on.endswith("...") else goes_on)


def test_the_place_of_a_comment_is_found() -> None:
    placed = arrange(leaves("1 2<1 3h"), Sort.OLDEST)
    assert [position(placed, number) for number in (1, 2, 3)] == [0, 1, None]


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
def test_a_cursor_survives_an_address(last: int, root: int) -> None:
    written = write_cursor(Cursor(last, root))
    assert read_cursor(written) == Cursor(last, root)
    assert written.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize(
    "raw",
    [
        *("", "x", "====", "AAAA", "MQ", "MS4", "LjE", "MS4y!", " MS4y", "MS4y\n", "MS4yLjM", "é"),
        *("\x00", "\ud800", "LTEuMQ", "MSAuMg", "x" * 100_000, "w7LigIPCsg", "2aEu2aI"),
        write_cursor(Cursor(10**18, 1)),
        write_cursor(Cursor(1, -1)),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused_kindly(raw: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(raw)
    assert refused.value.code == "bad-cursor"


@given(st.text())
def test_no_text_in_its_place_breaks_anything(raw: str) -> None:
    with suppress(Invalid):
        read_cursor(raw)
