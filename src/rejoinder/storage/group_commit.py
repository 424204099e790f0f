"""Group commit: those who wait to write share one transaction, and so one sync of the disk."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

Job = Callable[[Connection], Any]
# More at once would make the first of them wait longer than a sync of the disk is worth.
BATCH_LIMIT = 32


@dataclass(slots=True)
class _Failure:
    """What a job raised; what it wrote is undone."""

    error: BaseException


@dataclass(slots=True)
class GroupCommit:
    """A thread that writes for others: all who wait in one transaction, each after a savepoint.

    A job's future is done only after the commit. A job that raises undoes what it wrote itself and
    nobody else's; a commit that fails fails all of them.
    """

    transaction: Callable[[], AbstractContextManager[Connection]]
    """A transaction of writing, in turn with everybody else's."""
    _waiting: deque[tuple[Job, Future[Any]]] = field(default_factory=deque)
    _change: threading.Condition = field(default_factory=threading.Condition)
    """Held for every look at what is here, and notified of every change of it."""
    _thread: threading.Thread | None = None
    _closed: bool = False

    def submit(self, job: Job) -> Future[Any]:
        """Lets the job be written; one that is cancelled before its turn is not."""
        future: Future[Any] = Future()
        with self._change:
            if self._closed:
                raise RuntimeError("The store is closed.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="group-commit", daemon=True)
                self._thread.start()
            self._waiting.append((job, future))
            self._change.notify()
        return future

    def close(self) -> None:
        """Writes what waits, and ends the thread."""
        with self._change:
            self._closed = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while batch := self._next():
            self._commit(batch)

    def _next(self) -> list[tuple[Job, Future[Any]]]:
        """Those who have waited longest, as soon as there are any; none at the end."""
        with self._change:
            while not self._waiting and not self._closed:
                self._change.wait()
            size = min(BATCH_LIMIT, len(self._waiting))
            return [self._waiting.popleft() for _ in range(size)]

    def _commit(self, batch: Sequence[tuple[Job, Future[Any]]]) -> None:
        live = [(job, each) for job, each in batch if each.set_running_or_notify_cancel()]
        if not live:
            return
        try:
            with self.transaction() as connection:
                outcomes = _run(connection, [job for job, _ in live])
        except BaseException as failure:  # noqa: BLE001 - each one's own; nothing of it stands
            for _, future in live:
                future.set_exception(failure)
            return
        for (_, future), outcome in zip(live, outcomes, strict=True):
            if isinstance(outcome, _Failure):
                future.set_exception(outcome.error)
            else:
                future.set_result(outcome)


def _run(connection: Connection, jobs: Sequence[Job]) -> list[Any]:
    if len(jobs) == 1:
        return [jobs[0](connection)]  # nobody else is there to be spared
    return [_attempt(connection, job) for job in jobs]


def _attempt(connection: Connection, job: Job) -> Any:
    # By the driver itself: SQLAlchemy's nested transaction costs more than some statements.
    driver: Any = connection.connection.driver_connection
    driver.execute("SAVEPOINT job")
    try:
        outcome = job(connection)
    except BaseException as failure:  # noqa: BLE001 - whoever sent the job gets it, not the thread
        # Fails where the store itself undid all of it (a full disk): then all of them have failed.
        driver.execute("ROLLBACK TO job")
        outcome = _Failure(failure)
    driver.execute("RELEASE job")
    return outcome
