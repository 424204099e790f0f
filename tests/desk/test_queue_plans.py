"""What a change costs the queue: SQLite reads the comments that it names, not all of the site."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.storage import open_database
from rejoinder.storage.migrations import bring_up_to_date


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[tuple[Connection, list[tuple[str, object]]]]:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    bring_up_to_date(database)
    asked: list[tuple[str, object]] = []
    with database.reading() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _cursor, statement, values, *_: asked.append((statement, values)),
        )
        yield connection, asked
    database.close()


def test_what_changed_is_found_by_the_comments_numbers(
    asking: tuple[Connection, list[tuple[str, object]]],
) -> None:
    connection, asked = asking
    waiting_comments(connection, 1, only=(1, 2, 3))
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    plans = [
        step[3]
        for statement, values in list(asked)
        for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
    ]
    of_comments = [step for step in plans if " comments " in step]
    assert of_comments
    assert not [step for step in of_comments if "site_id" in step or "SCAN" in step]
