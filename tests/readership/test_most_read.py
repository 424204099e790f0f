"""What stands in Most Read and beside it, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from rejoinder.comments.model import State
from rejoinder.readership import queries
from tests.readership.conftest import NOON, StoredSite, addresses, found

HOUR = timedelta(hours=1)


def test_articles_stand_by_distinct_readers(paper: StoredSite) -> None:
    tram, ferry = paper.article("tram"), paper.article("ferry")
    paper.article("unread")
    paper.read(tram, *addresses(3), at=NOON)
    paper.read(ferry, *addresses(5), at=NOON)
    assert paper.most_read(NOON) == [("ferry", 5), ("tram", 3)]


def test_reading_again_changes_nothing(paper: StoredSite) -> None:
    tram = paper.article("tram")
    for minutes in (0, 5, 20, 90):
        paper.read(tram, "192.0.2.7", at=NOON - timedelta(minutes=minutes))
    assert paper.most_read(NOON) == [("tram", 1)]


def test_faithful_few_stand_below_many_who_came_once(paper: StoredSite) -> None:
    few, many = paper.article("few"), paper.article("many")
    for hour in range(11):
        paper.read(few, *addresses(10), at=NOON - hour * HOUR)
    paper.read(many, *addresses(50), at=NOON)
    assert paper.most_read(NOON) == [("many", 50), ("few", 10)]


def test_hours_add_up_to_distinct_readers(paper: StoredSite) -> None:
    tram = paper.article("tram")
    paper.read(tram, *addresses(40), at=NOON - 3 * HOUR)
    paper.read(tram, *addresses(40, first=20), at=NOON - 2 * HOUR)
    paper.read(tram, *addresses(40, first=40), at=NOON)
    assert paper.most_read(NOON) == [("tram", 80)]


def test_the_same_reader_on_two_days_counts_twice_at_most(paper: StoredSite) -> None:
    tram = paper.article("tram")
    for hour in range(20):
        paper.read(tram, "192.0.2.7", at=NOON - hour * HOUR)
    assert paper.most_read(NOON) == [("tram", 2)]


@pytest.mark.parametrize(
    ("later", "shown"),
    [
        (timedelta(0), True),
        (timedelta(hours=23, minutes=29), True),
        (timedelta(hours=23, minutes=30), False),
        (timedelta(hours=25), False),
        (timedelta(hours=-1), False),
    ],
)
def test_a_read_counts_for_the_hour_it_fell_in_and_the_23_after(
    paper: StoredSite, later: timedelta, shown: bool
) -> None:
    paper.read(paper.article("tram"), "192.0.2.7", at=NOON)
    assert paper.most_read(NOON + later) == ([("tram", 1)] if shown else [])


def test_among_equals_the_newer_stands_first_and_gets_the_last_place(paper: StoredSite) -> None:
    ages = {"old": 3, "new": 1, "middle": 2}
    for slug, days in ages.items():
        article = paper.article(slug, published_at=NOON - timedelta(days=days))
        paper.read(article, "192.0.2.7", at=NOON)
    assert paper.most_read(NOON) == [("new", 1), ("middle", 1), ("old", 1)]
    assert paper.most_read(NOON, limit=1) == [("new", 1)]


def test_every_site_has_its_own_list(paper: StoredSite) -> None:
    other = found(paper.database, "courier")
    paper.read(paper.article("tram"), "192.0.2.7", at=NOON)
    other.read(other.article("ferry"), "192.0.2.7", at=NOON)
    assert paper.most_read(NOON) == [("tram", 1)]
    assert other.most_read(NOON) == [("ferry", 1)]


def test_the_long_tail_is_settled_without_fetching_its_sketches(paper: StoredSite) -> None:
    for number in range(3):
        paper.read(paper.article(f"top-{number}"), *addresses(20 + number), at=NOON)
    for number in range(2 * queries.BATCH):
        paper.read(paper.article(f"tail-{number}"), "192.0.2.7", at=NOON)
    fetched: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if ".sketch" in statement:
            fetched.append(statement)

    event.listen(paper.database.readers, "before_cursor_execute", note)
    assert paper.most_read(NOON, limit=3) == [("top-2", 22), ("top-1", 21), ("top-0", 20)]
    assert len(fetched) == 1
    # The whole list ends in a tie: there every sketch has a say.
    assert len(paper.most_read(NOON, limit=90)) == 90
    assert len(fetched) > 2


def test_most_commented_counts_what_was_published_in_24_hours(paper: StoredSite) -> None:
    tram, ferry = paper.article("tram"), paper.article("ferry")
    for minutes in (0, 10, 24 * 60 - 1):
        paper.comment(tram, NOON - timedelta(minutes=minutes))
    paper.comment(tram, NOON - timedelta(hours=24))
    for _ in range(4):
        paper.comment(ferry, NOON - HOUR, State.HELD)
        paper.comment(ferry, NOON - HOUR, State.WITHDRAWN)
    paper.comment(ferry, NOON - HOUR)
    assert most_commented(paper, NOON) == [("tram", 3), ("ferry", 1)]


def test_most_commented_keeps_to_its_site_and_puts_the_newer_first(paper: StoredSite) -> None:
    other = found(paper.database, "courier")
    other.comment(other.article("elsewhere"), NOON)
    for slug, days in (("old", 3), ("new", 1), ("middle", 2)):
        article = paper.article(slug, published_at=NOON - timedelta(days=days))
        paper.comment(article, NOON - HOUR)
    assert most_commented(paper, NOON) == [("new", 1), ("middle", 1), ("old", 1)]
    assert most_commented(paper, NOON, limit=2) == [("new", 1), ("middle", 1)]


def test_a_paper_without_readers_has_empty_lists(paper: StoredSite) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert paper.most_read(now) == []
    assert most_commented(paper, now) == []


def most_commented(paper: StoredSite, now: datetime, limit: int = 10) -> list[tuple[str, int]]:
    with paper.database.reading() as connection:
        made = queries.most_commented(connection, paper.site_id, now, limit)
    return [(each.article.slug, each.comments) for each in made]
