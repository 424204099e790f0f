"""A thread is put in order once a version, whatever pages of it are asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from rejoinder.articles.model import Article
from rejoinder.articles.queries import by_id
from rejoinder.comments import arranged, queries
from rejoinder.comments.model import Sort, ThreadPage
from rejoinder.comments.thread import PAGE_SIZES, arrange, page_size, read_cursor
from rejoinder.storage import Database
from tests.support import factories


@pytest.fixture
def article(database: Database, now: datetime) -> Article:
    with database.writing() as connection:
        made = factories.make_article(connection, now=now)
        for number in range(30):
            factories.make_comment(connection, now=now, article=made, text=f"Number {number}.")
        return made


def page(database: Database, article: Article, **asked: object) -> ThreadPage:
    """A page of the thread as it is now."""
    with database.reading() as connection:
        version = by_id(connection, article.site_id, article.id).thread_version
        return queries.thread_page(connection, article.id, version=version, **asked)  # type: ignore[arg-type]


@contextmanager
def put_in_order(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sort]]:
    """Notes whenever a thread is."""
    orders: list[Sort] = []

    def noted(leaves: object, sort: Sort) -> object:
        orders.append(sort)
        return arrange(leaves, sort)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(arranged, "arrange", noted)
        yield orders


def test_a_version_is_put_in_order_once_for_every_size_and_cursor(
    database: Database, article: Article, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with put_in_order(monkeypatch) as orders:
        seen, cursor = [], None
        for size in (1, 2, 5, 10, 20):
            part = page(database, article, size=size, cursor=cursor)
            seen += [each.id for each in part.comments]
            cursor = None if part.next_cursor is None else read_cursor(part.next_cursor)
        assert len(seen) == len(set(seen)) == 30
        assert orders == [Sort.NEWEST]
        page(database, article, sort=Sort.OLDEST)
        assert orders == [Sort.NEWEST, Sort.OLDEST]
        with database.writing() as connection:
            late = factories.make_comment(connection, now=now, article=article, text="Late.")
        assert page(database, article).comments[0].id == late.id
        assert page(database, article).count == 31
        assert orders == [Sort.NEWEST, Sort.OLDEST, Sort.NEWEST]


def test_what_is_kept_is_bounded_and_a_longer_thread_is_shown_all_the_same(
    database: Database, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arranged, "MAX_PLACED", 10)
    with put_in_order(monkeypatch) as orders:
        assert page(database, article).count == 30
        assert page(database, article).count == 30
    assert len(orders) == 2


@pytest.mark.parametrize(("limit", "size"), [(1, 1), (3, 2), (49, 20), (50, 50), (499, 200)])
def test_a_page_is_never_larger_than_was_asked_for(limit: int, size: int) -> None:
    assert page_size(limit) == size


def test_pages_of_all_sizes_are_few() -> None:
    assert {page_size(limit) for limit in range(1, 501)} == set(PAGE_SIZES)
    assert len(PAGE_SIZES) < 10
