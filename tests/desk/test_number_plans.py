"""What the numbers cost: nothing in them is looked for among all that was ever decided."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, event

from rejoinder.clock import now
from rejoinder.desk.numbers.model import Period
from rejoinder.desk.numbers.queries import numbers_of
from rejoinder.sites.model import Site
from rejoinder.storage import open_database
from rejoinder.storage.migrations import bring_up_to_date
from rejoinder.transparency import queries as transparency
from rejoinder.transparency.model import Period as Months
from tests.support.factories import make_site

DAY = date(2026, 11, 29)
# What grows with each comment that is posted.
LARGE = ("decisions", "comments", "statements")


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[tuple[Connection, Site, list[tuple[str, object]]]]:
    database = open_database(f"sqlite:///{tmp_path}/store.db")
    bring_up_to_date(database)
    with database.writing() as connection:
        site = make_site(connection, now=now())
    asked: list[tuple[str, object]] = []
    with database.reading() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _cursor, statement, values, *_: asked.append((statement, values)),
        )
        yield connection, site, asked
    database.close()


def desk(connection: Connection, site: Site) -> object:
    return numbers_of(connection, site.id, Period.of(DAY, DAY, ZoneInfo("UTC")), now=now())


def published(connection: Connection, site: Site) -> object:
    return transparency.numbers_of(connection, site.id, Months(DAY, DAY))


def sent(connection: Connection, site: Site) -> object:
    return list(transparency.statements_to_send(connection, site, Months(DAY, DAY), now=now()))


@pytest.mark.parametrize("ask", [desk, published, sent])
def test_a_day_is_told_by_what_happened_on_it(
    asking: tuple[Connection, Site, list[tuple[str, object]]],
    ask: Callable[[Connection, Site], object],
) -> None:
    connection, site, asked = asking
    ask(connection, site)
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    through_all = [
        (step[3], statement)
        for statement, values in list(asked)
        for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        if step[3].startswith("SCAN ") and _is_of(step[3].split()[1], statement)
    ]
    assert through_all == []


def _is_of(name: str, statement: str) -> bool:
    """Whether a name in a plan is one of the large tables', or another one's for it."""
    return any(name == each or f"{each} AS {name}" in statement for each in LARGE)
