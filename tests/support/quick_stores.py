"""Makes the stores of a test process quick, without changing what is tested in them.

Only stores that this process opens: a server that a test starts in a process of its own is as
durable as any, which tests/web/test_server.py asks of it.
"""

import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event

from rejoinder.storage import opening

# Every statement of every test; the usual 500 would be thrown out in turns.
STATEMENTS = 4000

_connected: dict[str, Engine] = {}
"""By the dialect's name: the first engine that knows its server's ways."""


def make_stores_quick() -> None:
    """Changes how this process's stores are opened; called once, before any is."""
    vars(opening)["create_engine"] = _create_quick_engine


def _create_quick_engine(url: Any, **options: Any) -> Engine:
    engine = create_engine(url, query_cache_size=STATEMENTS, **options)
    _share_compiled_statements(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "checkout", _wait_for_no_disk)
    return engine


def _share_compiled_statements(engine: Engine) -> None:
    # Every test opens a store of its own, and would compile the same hundred statements anew.
    name = engine.dialect.name
    if first := _connected.get(name):
        engine.dialect = first.dialect  # a part of the cache's keys
        engine._compiled_cache = first._compiled_cache
    else:
        event.listen(engine, "first_connect", lambda *_: _connected.setdefault(name, engine))


def _wait_for_no_disk(connection: sqlite3.Connection, record: Any, _proxy: object) -> None:
    if "quick" not in record.info:
        connection.execute("PRAGMA synchronous=OFF")
        record.info["quick"] = True
