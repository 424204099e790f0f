"""Makes the stores of a test process quick, without changing what is tested in them.

Only stores that this process opens: a server that a test starts in a process of its own is as
durable as any, which tests/web/test_server.py asks of it.
"""

import sqlite3
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Dialect, Engine, create_engine, event

from rejoinder.storage import opening

# Every statement of every test; the usual 500 would be thrown out in turns.
STATEMENTS = 4000

# A server takes a hundred.
MOST_KEPT = 24

_connected: dict[str, Engine] = {}
"""By the dialect's name: the first engine that knows its server's ways."""
_kept: dict[str, list[psycopg.Connection]] = {}
"""By how they were made: PostgreSQL's connections of stores that were closed."""
_made_by: WeakKeyDictionary[psycopg.Connection, str] = WeakKeyDictionary()


def make_stores_quick() -> None:
    """Changes how this process's stores are opened; called once, before any is."""
    vars(opening)["create_engine"] = _create_quick_engine


def _create_quick_engine(url: Any, **options: Any) -> Engine:
    engine = create_engine(url, query_cache_size=STATEMENTS, **options)
    _share_compiled_statements(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "checkout", _wait_for_no_disk)
    return engine


def let_go() -> None:
    """Closes what was kept of a PostgreSQL server that is about to end."""
    for kept in _kept.values():
        while kept:
            kept.pop().close()


def _share_compiled_statements(engine: Engine) -> None:
    # Every test opens a store of its own, and would compile the same hundred statements anew.
    name = engine.dialect.name
    if name == "postgresql":
        _keep_connections(engine.dialect)
    if first := _connected.get(name):
        vars(engine.dialect)["initialize"] = lambda _connection: None  # what the first one asked
        engine.dialect = first.dialect  # a part of the cache's keys
        engine._compiled_cache = first._compiled_cache
    else:
        event.listen(engine, "first_connect", lambda *_: _connected.setdefault(name, engine))


def _keep_connections(dialect: Dialect) -> None:
    """Each connection is a process of the server's, which has to look up what tables there are."""
    connect, close = dialect.connect, dialect.do_close

    def connect_again(*arguments: Any, **options: Any) -> Any:
        # Its `context` is how values are written, to every store alike.
        made_by = repr((arguments, {**options, "context": ""}))
        kept = _kept.setdefault(made_by, [])
        while kept:
            connection = kept.pop()
            with suppress(psycopg.Error):  # a test may have ended it
                connection.autocommit = True
                connection.execute("DISCARD ALL", prepare=False)
                connection._prepared.clear()  # nor does the server know them any more
                connection._prepared._to_flush.clear()
                connection.autocommit = False
                return connection
        made: Any = connect(*arguments, **options)
        _made_by[made] = made_by
        return made

    def keep(connection: Any) -> None:
        kept = _kept.get(_made_by.get(connection, ""))
        if kept is None or connection.closed or len(kept) >= MOST_KEPT:
            close(connection)
            return
        try:
            if connection.info.transaction_status is not TransactionStatus.IDLE:
                connection.rollback()
            connection.isolation_level = connection.read_only = None
        except psycopg.Error:
            close(connection)
        else:
            kept.append(connection)

    # What broke, or came back to a store that was closed, is not kept.
    vars(dialect).update(connect=connect_again, do_close=keep, do_terminate=close)


def _wait_for_no_disk(connection: sqlite3.Connection, record: Any, _proxy: object) -> None:
    if "quick" not in record.info:
        connection.execute("PRAGMA synchronous=OFF")
        record.info["quick"] = True
