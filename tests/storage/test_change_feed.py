"""The change feed gives every change once and in one order, however transactions overlap."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select, text, update

from rejoinder.storage import Change, ChangeKind, Database, change_feed
from rejoinder.storage.change_feed import KEPT, changes

only_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def put(connection: Connection, now: datetime, comment_id: int) -> None:
    kind = ChangeKind.COMMENT_PUBLISHED
    change_feed.put(connection, Change(1, 2, comment_id, kind, now, public=True))


@contextmanager
def overlapping(database: Database) -> Iterator[Connection]:
    """A transaction that writes while others do; committed at the end of the block."""
    with database.writer.connect() as connection, connection.begin():
        yield connection


def seen(database: Database, after: int = 0, limit: int = 100) -> list[Change]:
    with database.reading() as connection:
        return change_feed.since(connection, after, limit)


def comments_seen(database: Database, after: int = 0) -> list[int | None]:
    return [each.comment_id for each in seen(database, after)]


def test_a_change_comes_back_as_it_was_put(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        put(connection, now, 3)
        article = Change(1, 2, None, ChangeKind.ARTICLE_SEEN, now)
        change_feed.put(connection, article)
    first, second = seen(database)
    assert first == Change(1, 2, 3, ChangeKind.COMMENT_PUBLISHED, now, public=True, id=first.id)
    assert (second.kind, second.comment_id, second.public) == (article.kind, None, False)


def test_it_is_read_in_stretches(database: Database, now: datetime) -> None:
    for number in range(5):
        with database.writing() as connection:
            put(connection, now, number)
    first = seen(database, limit=2)
    then = seen(database, first[-1].id, limit=2)
    assert [each.comment_id for each in (*first, *then)] == [0, 1, 2, 3]
    with database.reading() as connection:
        assert change_feed.newest(connection) == seen(database)[-1].id
    assert comments_seen(database, then[-1].id) == [4]
    assert comments_seen(database, seen(database)[-1].id) == []


def test_a_change_is_there_exactly_if_its_cause_is(database: Database, now: datetime) -> None:
    def fail() -> None:
        with database.writing() as connection:
            put(connection, now, 1)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert comments_seen(database) == []
    with database.reading() as connection:
        assert change_feed.newest(connection) == 0


@only_postgresql
def test_what_commits_late_is_not_stepped_over(database: Database, now: datetime) -> None:
    with overlapping(database) as slow:
        put(slow, now, 1)
        with overlapping(database) as quick:
            put(quick, now, 2)
        # The second stands in the store, and the first, with the lower number, is on its way.
        with database.reading() as connection:
            kept = connection.execute(select(changes.c.comment_id)).scalars().all()
            assert kept == [2]
            assert change_feed.newest(connection) == 0
        assert comments_seen(database) == []
    assert comments_seen(database) == [1, 2]


@only_postgresql
def test_nor_is_what_began_first_and_is_numbered_last(database: Database, now: datetime) -> None:
    with overlapping(database) as early:
        early.execute(select(func.pg_current_xact_id()))
        with overlapping(database) as late:
            put(late, now, 1)
            put(early, now, 2)
        assert comments_seen(database) == []
        put(early, now, 3)
    given = seen(database)
    assert [each.comment_id for each in given] == [2, 3, 1]
    # Whoever saw the first two has not seen the third, though its number is lower.
    assert comments_seen(database, given[0].id) == [3, 1]
    assert comments_seen(database, given[1].id) == [1]
    assert comments_seen(database, given[2].id) == []


@only_postgresql
def test_one_that_is_undone_holds_nobody_up(database: Database, now: datetime) -> None:
    with database.writer.connect() as undone:
        undone.begin()
        put(undone, now, 1)
        with database.writing() as connection:
            put(connection, now, 2)
        assert comments_seen(database) == []
        undone.rollback()
    assert comments_seen(database) == [2]


def test_a_week_is_kept(database: Database, now: datetime) -> None:
    for number in range(3):
        with database.writing() as connection:
            put(connection, now + timedelta(days=number), number)
    first = seen(database)[0].id
    with database.writing() as connection:
        change_feed.prune(connection, now=now + KEPT + timedelta(days=1))
    assert comments_seen(database) == [1, 2]
    assert comments_seen(database, first) == [1, 2]  # whoever saw only what is gone misses nothing


def test_the_newest_is_kept_so_that_no_name_is_given_twice(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        put(connection, now, 1)
        put(connection, now, 2)
    [_, before] = seen(database)
    with database.writing() as connection:
        change_feed.prune(connection, now=now + 2 * KEPT)
        put(connection, now + 2 * KEPT, 3)
    assert comments_seen(database) == [2, 3]
    assert comments_seen(database, before.id) == [3]


@only_postgresql
def test_a_store_restored_into_another_server_goes_on(database: Database, now: datetime) -> None:
    for number in (1, 2):
        with database.writing() as connection:
            put(connection, now, number)
    last = seen(database)[-1].id
    with database.writing() as connection:
        # As if the other server had done much more than this one.
        connection.execute(update(changes).values(transaction_id=changes.c.transaction_id + 10**12))
    with database.writing() as connection:
        put(connection, now, 3)
        change_feed.prune(connection, now=now)
    assert comments_seen(database) == [1, 2, 3]
    assert comments_seen(database, last) == [3]


def test_it_is_found_by_its_index(database: Database, now: datetime) -> None:
    statement = str(change_feed._SINCE._for(database.writer.dialect).text)
    explain = "EXPLAIN QUERY PLAN " if database.embedded else "EXPLAIN "
    with database.writing() as connection:
        put(connection, now, 1)
        if not database.embedded:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        statement = re.sub(r"%\(\w+\)s(::\w+)?|\?", "1", statement)
        plan = str(connection.exec_driver_sql(explain + statement).all())
    assert "ix_changes_transaction_id_id" in plan
    assert "SORT" not in plan.upper()
    assert "B-TREE" not in plan.upper()
