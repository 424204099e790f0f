"""How SQLite writes for whoever writes little, and for whoever writes much."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from sqlalchemy import Engine

# Its cache (negative: in KiB), after how many pages of its log it copies them into the store, where
# it keeps what a statement would take back (0: in a file), and whether it waits for the disk after
# each commit (2) or only before it copies (1) ...
FEW_WRITES: Final = {
    "cache_size": -2_000,
    "wal_autocheckpoint": 1_000,
    "temp_store": 0,
    "synchronous": 2,
}
# ... and those of whoever writes much.
MANY_WRITES: Final = {
    "cache_size": -32_000,
    # Mostly somebody else has copied them by then: see `copied_beside`.
    "wal_autocheckpoint": 32_000,
    "temp_store": 2,
    "synchronous": 1,
}
# Seconds after which whoever copies the log into the store looks again.
COPY_EVERY = 0.5


def set_measures(writer: Engine, measures: Mapping[str, int]) -> None:
    """Sets them for the one connection that writes."""
    with writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for name, value in measures.items():
            driver.execute(f"PRAGMA {name} = {value}")


def sync_log(writer: Engine) -> None:
    """Waits until SQLite's log is on the disk; where there is none, everything is in the store."""
    log = Path(f"{writer.url.database}-wal")
    with suppress(FileNotFoundError), log.open("rb") as opened:
        os.fsync(opened.fileno())


@contextmanager
def copied_beside(readers: Engine) -> Iterator[None]:
    """Within it a thread copies the log into the store, so that whoever writes need not.

    They would wait for the disk, half a second each time where others use it too. Only the rest,
    once in a while, is theirs, since the log begins anew when all of it is copied.
    """
    ended = Event()
    copying = Thread(target=_copy_until, args=(readers, ended), name="log", daemon=True)
    copying.start()
    try:
        yield
    finally:
        ended.set()
        copying.join()


def _copy_until(readers: Engine, ended: Event) -> None:
    with readers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.driver_connection
        while not ended.wait(COPY_EVERY):
            # It waits for nobody, nor anybody for it; who cannot copy now leaves it to the next.
            with suppress(sqlite3.Error):
                driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


@contextmanager
def writing_much(readers: Engine, writer: Engine) -> Iterator[None]:
    """Within it, `writer` writes much; what it wrote is on the disk when it ends."""
    set_measures(writer, MANY_WRITES)
    try:
        with copied_beside(readers):
            yield
    finally:
        set_measures(writer, FEW_WRITES)
        sync_log(writer)
