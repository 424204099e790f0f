"""Connections and transactions over SQLite (one writer) and PostgreSQL, told apart only here."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from rejoinder.errors import Invalid, N_
from rejoinder.settings import sqlite_path

# How long a PostgreSQL reader may go on answering from its cache without asking again.
POSTGRES_FRESHNESS_SECONDS = 0.25
READERS = 8


@dataclass(slots=True)
class Database:
    """The store of one process. `reading` and `writing` are the only ways to a connection."""

    readers: Engine
    writer: Engine
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _own: threading.local = field(default_factory=threading.local)
    """What this thread alone knows: whether it is writing."""
    _watch: Connection | None = None
    _watch_turn: threading.Lock = field(default_factory=threading.Lock)

    @property
    def embedded(self) -> bool:
        """Whether the store is SQLite, inside this process."""
        return self.writer.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with self.readers.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed, durably, when the block ends; undone when it raises.

        On SQLite writers take turns here: two at once would add nothing and wait in its busy
        handler for up to two seconds.

        Raises:
            RuntimeError: this thread is writing already. It would wait for itself for ever on
                SQLite; on PostgreSQL too, where both touch the same row.
        """
        if getattr(self._own, "writing", False):
            raise RuntimeError("This thread is writing already: go on with the connection it has.")
        self._own.writing = True
        try:
            with self._turn if self.embedded else nullcontext(), self.writer.begin() as connection:
                yield connection
        finally:
            self._own.writing = False

    def change_token(self) -> object:
        """A value that stays equal while nothing was committed; cheap enough for every request.

        On SQLite it is exact. On PostgreSQL it lasts a quarter of a second, which bounds how
        long another process's change may go unseen.
        """
        if not self.embedded:
            return int(time.monotonic() / POSTGRES_FRESHNESS_SECONDS)
        with self._watch_turn:
            if self._watch is None:
                self._watch = self.readers.connect().execution_options(isolation_level="AUTOCOMMIT")
            raw: Any = self._watch.connection.driver_connection
            return raw.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Gives every connection back."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self.readers.dispose()
        self.writer.dispose()


def open_database(url: str) -> Database:
    """Opens the store at `url`; the tables are the migrations' business.

    Raises:
        Invalid: the address is not one of a store we know.
    """
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _open_sqlite(make_url(url))
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("unknown")
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise Invalid(N_("The database address must begin with sqlite:/// or postgresql://."))
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=16,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    # Readers would else see each statement's own moment: a count that misses its comments.
    readers = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(readers=readers, writer=engine)


def _open_sqlite(url: URL) -> Database:
    # What readers wrote must not come into a log by way of a failed statement.
    readers = create_engine(url, pool_size=READERS, max_overflow=READERS, hide_parameters=True)
    writer = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    for engine, begin in ((readers, "BEGIN"), (writer, "BEGIN IMMEDIATE")):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_with(begin))
    return Database(readers=readers, writer=writer)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged comment survives a power cut
        "foreign_keys=ON",
        "busy_timeout=5000",
        "secure_delete=ON",  # a salt that is deleted must not be found in a free page
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_with(statement: str) -> Any:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin
