"""What was acknowledged survives a power cut: asked of a process that is no test."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from rejoinder.storage import Database, open_database, opening, sqlite_measures

# Full, in SQLite's numbers: every commit is synced before it is acknowledged.
FULL = "2"
ASK = """
import sys
from rejoinder.storage import open_database
store = open_database(sys.argv[1])
with store.writing() as connection:
    print(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
print(store.group_write(lambda own: own.exec_driver_sql("PRAGMA synchronous").scalar_one()))
store.close()
"""


def test_every_writer_of_an_embedded_store_syncs_each_commit(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    asked = subprocess.run(
        [sys.executable, "-c", ASK, url], capture_output=True, text=True, check=True, timeout=60
    )
    assert asked.stdout.split() == [FULL, FULL]


ASK_OF_MUCH = """
import os, sys
from rejoinder.storage import open_database
own, synced = os.fsync, []
os.fsync = lambda number: synced.append(own(number))
store = open_database(sys.argv[1])
def says():
    with store.writing() as connection:
        print(connection.exec_driver_sql("PRAGMA synchronous").scalar_one(), len(synced))
with store.many_writes():
    with store.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE much (each)")
    says()
says()
store.close()
"""


def test_whoever_writes_much_waits_for_the_disk_when_all_is_written(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    asked = subprocess.run(
        [sys.executable, "-c", ASK_OF_MUCH, url],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert asked.stdout.splitlines() == ["1 0", f"{FULL} 1"]


def test_on_postgresql_too_the_disk_has_it_when_all_is_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.embedded:
        return
    # The server of these tests waits for no disk by itself.
    monkeypatch.setenv("PGOPTIONS", "-c synchronous_commit=on")
    monkeypatch.setattr(opening, "POSTGRES_OPTIONS", {})
    store = open_database(database.writer.url.render_as_string(hide_password=False))

    def says(question: str) -> object:
        with store.writing() as connection:
            return connection.exec_driver_sql(question).scalar_one()

    with store.many_writes():
        assert says("SHOW synchronous_commit") == "off"
        says("SELECT pg_logical_emit_message(true, 'much', 'written')")
        written = says("SELECT pg_current_wal_insert_lsn()")
    assert says(f"SELECT pg_current_wal_flush_lsn() >= '{written}'") is True
    assert says("SHOW synchronous_commit") == "on"
    store.close()


def test_what_is_much_is_copied_from_the_log_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_measures, "COPY_EVERY", 0.01)
    store, file = open_database(f"sqlite:///{tmp_path}/store.db"), tmp_path / "store.db"
    with store.many_writes():
        with store.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE much (each)")
            connection.exec_driver_sql("INSERT INTO much VALUES (zeroblob(1000000))")
        deadline = time.monotonic() + 30
        while file.stat().st_size < 1_000_000:
            assert time.monotonic() < deadline, "nobody copied it"
            time.sleep(0.01)
    store.close()
