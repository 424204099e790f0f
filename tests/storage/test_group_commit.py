"""Group commit: those who wait share a transaction, and nobody another's failure."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, event, func, insert, select
from sqlalchemy.exc import OperationalError

from rejoinder.readership.tables import salts
from rejoinder.storage import Database
from rejoinder.storage.fair_lock import FairLock

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def adding(day: str) -> Callable[[Connection], str]:
    """A job that writes one row."""

    def job(connection: Connection) -> str:
        connection.execute(insert(salts).values(day=day, salt=b"x"))
        return day

    return job


def failing(day: str) -> Callable[[Connection], str]:
    """A job that writes one row and then fails."""

    def job(connection: Connection) -> str:
        adding(day)(connection)
        raise KeyError(day)

    return job


def days_of(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(connection.execute(select(salts.c.day)).scalars())


@contextmanager
def commits_of(database: Database) -> Iterator[list[str]]:
    """The commits of the block."""
    commits: list[str] = []

    def note(_connection: Connection) -> None:
        commits.append("commit")

    event.listen(database.writer, "commit", note)
    yield commits
    event.remove(database.writer, "commit", note)


def test_a_job_has_been_committed_when_its_future_is_done(database: Database) -> None:
    assert database.group_write_soon(adding("1")).result(timeout=20) == "1"
    assert days_of(database) == {"1"}
    assert database.group_write(adding("2")) == "2"
    assert days_of(database) == {"1", "2"}


@only_sqlite
def test_those_who_wait_share_one_commit(database: Database) -> None:
    with commits_of(database) as commits:
        with database.writing():
            waiting = [database.group_write_soon(adding(str(number))) for number in range(9)]
            # One may have been taken already, and waits for our turn to end.
            assert not any(each.done() for each in waiting)
        assert [each.result(timeout=20) for each in waiting] == [str(n) for n in range(9)]
    assert len(commits) <= 3
    assert len(days_of(database)) == 9


def test_a_job_that_fails_undoes_only_what_it_wrote_itself(database: Database) -> None:
    with database.writing():
        jobs = [adding("1"), failing("2"), adding("3"), failing("4")]
        waiting = [database.group_write_soon(job) for job in jobs]
    outcomes = [each.exception(timeout=20) for each in waiting]
    assert [type(each) for each in outcomes] == [type(None), KeyError, type(None), KeyError]
    assert days_of(database) == {"1", "3"}


class Panic(BaseException):
    """What a library written in Rust raises where it has broken: no `Exception`."""


def test_no_job_can_end_the_thread_that_writes(database: Database) -> None:
    def panic(_connection: Connection) -> None:
        raise Panic

    assert isinstance(database.group_write_soon(panic).exception(timeout=20), Panic)
    assert database.group_write_soon(adding("1")).result(timeout=20) == "1"


@only_sqlite
def test_a_commit_that_fails_fails_all_who_shared_it(database: Database) -> None:
    def refuse(_connection: Connection) -> None:
        raise OperationalError("COMMIT", None, Exception("the disk is full"))

    event.listen(database.writer, "commit", refuse)
    lost = [database.group_write_soon(adding(f"lost {number}")) for number in range(5)]
    assert all(isinstance(each.exception(timeout=20), OperationalError) for each in lost)
    event.remove(database.writer, "commit", refuse)
    assert days_of(database) == set()
    assert database.group_write(adding("again")) == "again"
    assert days_of(database) == {"again"}


@only_sqlite
def test_whoever_gave_up_before_their_turn_writes_nothing(database: Database) -> None:
    with database.writing():
        first = database.group_write_soon(adding("1"))
        given_up = database.group_write_soon(adding("2"))
        third = database.group_write_soon(adding("3"))
        given_up.cancel()
    first.result(timeout=20)
    third.result(timeout=20)
    assert days_of(database) in ({"1", "3"}, {"1", "2", "3"})
    assert given_up.cancelled() == ("2" not in days_of(database))


def test_who_writes_already_cannot_wait_for_another_writer(database: Database) -> None:
    with database.writing(), pytest.raises(RuntimeError, match="writing already"):
        database.group_write(adding("1"))

    def nested(_connection: Connection) -> None:
        with database.writing():
            pass

    with pytest.raises(RuntimeError, match="writing already"):
        database.group_write(nested)


def test_writers_of_both_kinds_get_their_turns(database: Database) -> None:
    stop = threading.Event()
    numbers = iter(range(1_000_000))

    def write_on() -> int:
        written = 0
        while not stop.is_set():
            database.group_write(adding(f"group {next(numbers)}"))
            written += 1
        return written

    with ThreadPoolExecutor(2) as pool:
        going_on: list[Future[int]] = [pool.submit(write_on) for _ in range(2)]
        for number in range(20):
            with database.writing() as connection:
                adding(f"alone {number}")(connection)
        stop.set()
        written = sum(each.result(timeout=20) for each in going_on)
    with database.reading() as connection:
        count = connection.execute(select(func.count()).select_from(salts)).scalar_one()
    assert count == written + 20


def test_the_fair_lock_goes_to_whoever_asked_first() -> None:
    lock, order = FairLock(), []
    gates = [threading.Event() for _ in range(4)]

    def wait(number: int) -> None:
        gates[number].set()
        with lock:
            order.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(4)]
    with lock:
        assert not lock.try_acquire()
        for number, thread in enumerate(threads):
            thread.start()
            assert gates[number].wait(timeout=20)
            while len(lock._waiting) <= number:
                threading.Event().wait(0.001)
    for thread in threads:
        thread.join(timeout=20)
    assert order == [0, 1, 2, 3]
    assert lock.try_acquire()
