"""Commits of PostgreSQL that do not wait for the disk, and one at last that does for all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

# To the server's log alone, and for nobody; everybody may.
_SOMETHING_WRITTEN = "SELECT pg_logical_emit_message(true, 'rejoinder', '')"


@contextmanager
def waiting_once(writer: Engine) -> Iterator[None]:
    """Within it, transactions of `writer` are on the disk when it ends, or sooner.

    The server's log keeps their order: a power cut takes the last back, none without those that
    came after it.
    """
    event.listen(writer, "begin", _do_not_wait)
    try:
        yield
    finally:
        event.remove(writer, "begin", _do_not_wait)
        with writer.begin() as connection:
            # Whoever has written nothing waits for nothing.
            connection.exec_driver_sql(_SOMETHING_WRITTEN)


def _do_not_wait(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    driver.execute("SET LOCAL synchronous_commit TO off")
