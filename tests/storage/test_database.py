"""What readers and moderators may rely on when the store has said yes."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from rejoinder.articles.tables import articles
from rejoinder.errors import Invalid
from rejoinder.readership.tables import salts
from rejoinder.settings import sqlite_path
from rejoinder.sites.tables import sites
from rejoinder.storage import Database, open_database
from tests.support import factories

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ONLY_GROWS = ["decisions", "comment_revisions", "policies"]
SALT = {"day": "2026-06-15", "salt": b"x"}

DIE_WRITING = """
import os, signal, sys
from sqlalchemy import text
from rejoinder.storage import open_database
with open_database(sys.argv[1]).writing() as connection:
    connection.execute(text("INSERT INTO reading_salts VALUES ('2026-06-15', 'x')"))
    os.kill(os.getpid(), signal.SIGKILL)
"""
WRITE_MUCH = """
import sys
from sqlalchemy import text
from rejoinder.storage import open_database
database = open_database(sys.argv[1])
for number in range(50):
    with database.writing() as connection:
        connection.execute(text("SELECT count(*) FROM reading_salts")).all()
        connection.execute(text(f"INSERT INTO reading_salts VALUES ('b{number}', 'x')"))
"""


def count_salts(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(salts)).scalar_one()


def add_salt(database: Database, day: str = "2026-06-15") -> None:
    with database.writing() as connection:
        connection.execute(insert(salts).values(day=day, salt=b"x"))


def fail_after_writing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(salts).values(SALT))
        raise KeyError


def test_what_was_written_is_there_when_the_store_is_opened_again(
    database: Database, database_url: str
) -> None:
    add_salt(database)
    database.close()
    again = open_database(database_url)
    assert count_salts(again) == 1
    again.close()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(KeyError):
        fail_after_writing(database)
    assert count_salts(database) == 0
    add_salt(database)  # and nothing is left locked
    assert count_salts(database) == 1


def test_a_process_killed_while_writing_leaves_nothing(
    database: Database, database_url: str
) -> None:
    killed = subprocess.run([sys.executable, "-c", DIE_WRITING, database_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert count_salts(database) == 0
    add_salt(database)
    assert count_salts(database) == 1


@pytest.mark.parametrize("table", ONLY_GROWS)
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_no_decision_revision_or_policy_can_be_changed_or_deleted(
    database: Database, now: datetime, table: str, act: str
) -> None:
    with database.writing() as connection:
        factories.make_comment(connection, now=now)
    with pytest.raises(DBAPIError, match="only grows"), database.writing() as connection:
        connection.execute(text(act.format(table)))
    with database.reading() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", ONLY_GROWS)
@pytest.mark.parametrize("act", ["REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT"])
def test_no_row_can_be_put_in_anothers_place(
    database: Database, database_url: str, now: datetime, table: str, act: str
) -> None:
    with database.writing() as connection:
        factories.make_comment(connection, now=now)
    path = sqlite_path(database_url)
    assert path is not None
    with closing(sqlite3.connect(path)) as store:  # as anybody who has the file
        before = store.execute(f"SELECT * FROM {table}").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            store.execute(f"{act} INTO {table} SELECT * FROM {table}")
        if table == "comment_revisions":
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                store.execute(
                    f"{act} INTO {table} SELECT id + 9, comment_id, number, 'Other.', written_at "
                    f"FROM {table}"
                )
        assert store.execute(f"SELECT * FROM {table}").fetchall() == before


def test_a_moment_comes_back_in_utc_wherever_it_was_written(database: Database) -> None:
    in_delhi = datetime(2026, 6, 15, 17, 30, 1, 250, tzinfo=timezone(timedelta(hours=5.5)))
    with database.writing() as connection:
        site = factories.make_site(connection, now=in_delhi)
    with database.reading() as connection:
        kept = connection.execute(
            select(sites.c.created_at).where(sites.c.id == site.id)
        ).scalar_one()
        matching = select(sites.c.id).where(sites.c.created_at == in_delhi)
        assert connection.execute(matching).scalar_one() == site.id
    assert kept == in_delhi
    assert kept.tzinfo is UTC
    assert kept.isoformat() == "2026-06-15T12:00:01.000250+00:00"


def test_a_moment_without_its_time_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 6, 15, 12, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="time zone"), database.writing() as connection:
        factories.make_site(connection, now=naive)


def test_a_row_that_points_nowhere_is_refused(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(
            articles.update().where(articles.c.id == article.id).values(site_id=99_999)
        )


def test_a_reading_sees_one_moment_while_others_write(database: Database) -> None:
    with database.reading() as connection:
        before = connection.execute(select(func.count()).select_from(salts)).scalar_one()
        add_salt(database)
        during = connection.execute(select(func.count()).select_from(salts)).scalar_one()
    assert (before, during, count_salts(database)) == (0, 0, 1)


def test_reading_never_waits_for_somebody_who_writes(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(salts).values(SALT))
        assert count_salts(database) == 0


def test_nothing_that_is_written_while_reading_is_kept(database: Database) -> None:
    try:
        with database.reading() as connection:
            connection.execute(insert(salts).values(SALT))
    except DBAPIError:
        pass  # PostgreSQL says so at once; SQLite only forgets it
    assert count_salts(database) == 0


def test_writers_take_turns(database: Database) -> None:
    """Each adds one to what it read; a writer that did not wait would lose another's."""
    with database.writing() as connection:
        site = factories.make_site(connection, now=datetime(2026, 6, 15, tzinfo=UTC))

    def add_many() -> None:
        for _ in range(20):
            with database.writing() as connection:
                row = select(sites.c.tagline).where(sites.c.id == site.id).with_for_update()
                told = int(connection.execute(row).scalar_one() or 0)
                connection.execute(sites.update().values(tagline=str(told + 1)))

    with database.writing() as connection:
        connection.execute(sites.update().values(tagline=""))
    with ThreadPoolExecutor(3) as crowd:
        for each in [crowd.submit(add_many) for _ in range(3)]:
            each.result()
    with database.reading() as connection:
        assert connection.execute(select(sites.c.tagline)).scalar_one() == "60"


def test_a_thread_that_would_wait_for_itself_is_told(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(salts).values(SALT))
        with pytest.raises(RuntimeError, match="writing already"), database.writing():
            pass
    assert count_salts(database) == 1, "what was being written is kept"
    add_salt(database, "2026-06-16")
    with ThreadPoolExecutor(1) as other:
        other.submit(add_salt, database, "2026-06-17").result()
    assert count_salts(database) == 3


def test_two_processes_can_write_to_one_store(database: Database, database_url: str) -> None:
    """Each reads first: on SQLite a writer that began as a reader would be turned away."""
    with subprocess.Popen([sys.executable, "-c", WRITE_MUCH, database_url]) as other:
        written = 0
        while other.poll() is None:
            with database.writing() as connection:
                connection.execute(select(func.count()).select_from(salts)).scalar_one()
                connection.execute(insert(salts).values(day=f"a{written}", salt=b"x"))
            written += 1
    assert other.returncode == 0
    assert count_salts(database) == written + 50


@only_sqlite
def test_the_change_token_stands_still_while_nobody_writes(database: Database) -> None:
    first = database.change_token()
    count_salts(database)
    assert database.change_token() == first
    with pytest.raises(KeyError):
        fail_after_writing(database)
    assert database.change_token() == first


@only_sqlite
def test_the_change_token_moves_with_every_commit(database: Database) -> None:
    tokens = {database.change_token()}
    for day in ("1", "2", "3"):
        add_salt(database, day)
        tokens.add(database.change_token())
    assert len(tokens) == 4


@only_sqlite
def test_the_change_token_moves_when_another_process_commits(
    database: Database, database_url: str
) -> None:
    before = database.change_token()
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute(\"INSERT INTO reading_salts VALUES ('d', 'x')\"); c.commit()"
    )
    path = database_url.removeprefix("sqlite:///")
    subprocess.run([sys.executable, "-c", code, path], check=True)
    assert database.change_token() != before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_a_server_the_change_token_lasts_a_moment_only(database: Database) -> None:
    before = database.change_token()
    waited = threading.Event()
    for _ in range(100):
        if database.change_token() != before:
            break
        waited.wait(0.05)
    assert database.change_token() != before


@pytest.mark.parametrize("url", ["", "rejoinder.db", "mysql://x/y", "http://example.org", "://"])
def test_an_address_of_no_store_is_refused_with_what_it_should_be(url: str) -> None:
    with pytest.raises(Invalid, match="sqlite:///"):
        open_database(url)


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_the_folder_of_a_new_store_is_made(tmp_path: Path) -> None:
    opened = open_database(f"sqlite:///{tmp_path}/var/deep/store.db")
    with opened.writing() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
    opened.close()
    assert (tmp_path / "var/deep/store.db").is_file()


def test_a_connection_given_back_after_the_end_is_closed(database_url: str) -> None:
    opened = open_database(database_url)
    with opened.reading() as reading, opened.writing() as writing:
        drivers: list[Any] = [each.connection.driver_connection for each in (reading, writing)]
        opened.close()
    for driver in drivers:
        with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError), match="closed"):
            driver.execute("SELECT 1")
