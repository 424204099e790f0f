"""How SQLite writes for whoever writes little, and for whoever writes much."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
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
    "wal_autocheckpoint": 8_000,
    "temp_store": 2,
    "synchronous": 1,
}


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
