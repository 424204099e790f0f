"""Two who write at once on PostgreSQL, the second beginning while the first is at its work."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, text

from rejoinder.storage import Database

T = TypeVar("T")

WITHIN_SECONDS = 30
WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def until_somebody_waits(database: Database) -> None:
    """Comes back once a transaction waits for another."""
    end = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < end:
        with database.reading() as connection:
            if connection.execute(WAITS).scalar_one():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits for anybody")


def at_once(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[Any, str],
    first: Callable[[], object],
    second: Callable[[], object],
) -> None:
    """Lets `second` begin, and come to where it waits, once `first` has done a step (`where`)."""
    act = getattr(*where)
    begun: list[Future[object]] = []

    with ThreadPoolExecutor(1) as pool:

        def step(*args: Any, **named: Any) -> object:
            done = act(*args, **named)
            if not begun:
                begun.append(pool.submit(second))
                until_somebody_waits(database)
            return done

        monkeypatch.setattr(*where, step)
        first()
        begun[0].result(WITHIN_SECONDS)


def one_behind_the_other(
    database: Database, first: Callable[[Connection], T], second: Callable[[Connection], T]
) -> tuple[T, T]:
    """Writes both, each in its transaction: the first commits once the second waits for it."""

    def write() -> T:
        with database.writing() as connection:
            return second(connection)

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as connection:
            written = first(connection)
            other = pool.submit(write)
            until_somebody_waits(database)
        return written, other.result(WITHIN_SECONDS)
