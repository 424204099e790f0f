"""Giving up a pool of connections."""

from sqlalchemy import Engine, event
from sqlalchemy.pool import ConnectionPoolEntry


def close_pool(engine: Engine) -> None:
    """Closes every connection: those that a thread still has as it gives them back."""
    event.listen(engine.pool, "checkin", _close)
    engine.dispose()


def _close(_connection: object, record: ConnectionPoolEntry | None) -> None:
    if record is not None:
        record.invalidate()
