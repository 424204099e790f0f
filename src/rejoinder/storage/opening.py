"""Opening a store: which kind it is, and how its connections are set."""

import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Dialect, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from rejoinder.errors import Invalid, N_
from rejoinder.settings import sqlite_path
from rejoinder.storage.database import LOCK_SECONDS, POSTGRES_WRITERS, Database

READERS = 8
# Readers and writers have connections of their own: none of them waits for the others.
POSTGRES_READERS = 16
# A server that is gone is noticed within seconds, not when the system gives its connections up.
POSTGRES_OPTIONS = {
    "connect_timeout": LOCK_SECONDS,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    # A page's question that takes all the cores keeps everybody else's waiting, and of a hundred
    # thousand comments three processes each make the same table: it takes more of them, not less.
    "options": f"-c lock_timeout={LOCK_SECONDS}s -c max_parallel_workers_per_gather=0",
}


def open_database(url: str) -> Database:
    """Opens the store at `url`; the tables are the migrations' business.

    Raises:
        Invalid: the address is not one of a store we know. A PostgreSQL database that is not in
            UTF-8 raises it with the first connection.
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
    return _open_postgres(parsed.set(drivername="postgresql+psycopg"))


def _open_postgres(url: URL) -> Database:
    readers, writer = (
        create_engine(
            url,
            pool_size=size,
            max_overflow=0,
            pool_timeout=LOCK_SECONDS,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args=POSTGRES_OPTIONS,
        )
        for size in (POSTGRES_READERS, POSTGRES_WRITERS)
    )
    for engine in (readers, writer):
        event.listen(engine, "do_connect", _connect_postgres)
    # Readers would else see each statement's own moment: a count that misses its comments.
    reading = readers.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(readers=reading, writer=writer)


def _connect_postgres(
    dialect: Dialect, _record: object, arguments: list[Any], options: dict[str, Any]
) -> object:
    """Before SQLAlchemy asks anything itself: text in SQL_ASCII comes as bytes, and it fails.

    In any other than UTF-8 most languages and every emoji would fail when they are posted.
    """
    connection = dialect.connect(*arguments, **options)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        message = N_(
            "The database keeps text as %(encoding)s, which cannot hold what people write. Make it"
            " anew: createdb --encoding=UTF8 --template=template0 NAME"
        )
        raise Invalid(message, encoding=encoding)
    return connection


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
    _keep_a_log(connection)
    for pragma in (
        "synchronous=FULL",  # an acknowledged comment survives a power cut
        "foreign_keys=ON",
        f"busy_timeout={LOCK_SECONDS * 1000}",
        "secure_delete=ON",  # a salt that is deleted must not be found in a free page
    ):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_log(connection: sqlite3.Connection) -> None:
    """Sets how the store writes. SQLite waits for nobody here: of several who are the first to open
    a store, all but one are told that it is locked.
    """
    until = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as failure:
            if failure.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_with(statement: str) -> Any:
    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute(statement)  # a third of what it costs by way of SQLAlchemy

    return begin
