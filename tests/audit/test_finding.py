"""Finding things in the log, however long it has become."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from rejoinder.audit import finding
from rejoinder.audit.finding import LogFilter, all_entries, entries
from rejoinder.audit.tables import SEALED
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Scope, Site
from rejoinder.storage import Database
from tests.support import factories


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    """A paper with five decisions, and as many keys."""
    with database.writing() as connection:
        made = factories.make_site(connection, now=now)
        article = factories.make_article(connection, site=made, now=now)
        for number in range(5):
            factories.make_comment(connection, article=article, now=now)
            key = NewKey(f"CMS {number}", [Scope.POST])
            site_actions.create_key(connection, made, key, now=now)
    return made


def test_all_of_it_is_read_in_order_each_table_once_and_never_in_one_transaction(
    database: Database, site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_BATCH", 2)
    open_now, opened = 0, 0

    @contextmanager
    def reading() -> Iterator[Connection]:
        nonlocal open_now, opened
        open_now, opened = open_now + 1, opened + 1
        with database.reading() as connection:
            yield connection
        open_now -= 1

    found = []
    for each in all_entries(reading, site.id, LogFilter()):
        assert open_now == 0, "whoever takes a file slowly holds nothing open"
        found.append(each)
    with database.reading() as connection:
        assert found == entries(connection, site.id, LogFilter(), limit=100)
    assert len(found) >= 10
    # Two in a batch: three of the decisions, as many of the keys; nothing is read twice.
    assert opened <= len(found) // 2 + len(SEALED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (LogFilter(kind="decision"), "ix_decisions_site_id_made_at"),
        (LogFilter(kind="decision", staff_id=1, signature="x"), "ix_decisions_staff_id_made_at"),
        (LogFilter(kind="decision", key_id=1, signature="x"), "ix_decisions_key_id_made_at"),
        (LogFilter(kind="decision", words="x"), "ix_decisions_note_made_at"),
        (LogFilter(kind="decision", comment_id=1), "ix_decisions_comment_id_id"),
        (LogFilter(kind="staff"), "ix_audit_log_site_id_made_at"),
    ],
)
def test_what_is_rare_is_found_by_an_index(
    database: Database, site: Site, wanted: LogFilter, index: str
) -> None:
    asked: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        asked.append(told[2:4])

    with database.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        entries(connection, site.id, wanted)
        plans = [
            row[3]
            for statement, values in list(asked)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
        event.remove(connection, "before_cursor_execute", note)
    assert any(index in each for each in plans), plans
