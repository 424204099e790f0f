"""Transactions over SQLite (one writer) and PostgreSQL, told apart only here and in `opening`."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from rejoinder.errors import N_, Unavailable
from rejoinder.storage.fair_lock import FairLock
from rejoinder.storage.group_commit import GroupCommit
from rejoinder.storage.pools import close_pool
from rejoinder.storage.postgres_commits import waiting_once
from rejoinder.storage.sqlite_measures import set_measures, writing_much

T = TypeVar("T")

# How long a PostgreSQL reader may go on answering from its cache without asking again.
POSTGRES_FRESHNESS_SECONDS = 0.25
# A writer who cannot begin for longer waits for another process, which may be committing.
BEGIN_SECONDS = 0.05
# Transactions at once on PostgreSQL.
POSTGRES_WRITERS = 16
# Threads that may wait for their turn to write; one more is refused at once.
WAITING_WRITERS = 32
# Posts that may wait for the next commits; one more is refused at once.
WAITING_POSTS = 512
# Longer than that nobody waits for another process's lock, on both stores …
LOCK_SECONDS = 5
# ... and so long for whoever brings it up to date.
PATIENT_SECONDS = 600
# … nor for their turn behind those who do.
TURN_SECONDS = 10
# From then on it is told that another process keeps us from writing.
LOCKED_SECONDS = 1


@dataclass(slots=True)
class Database:
    """The store of one process. `reading`, `writing` and `group_write` lead to a connection."""

    readers: Engine
    writer: Engine
    while_writing: Callable[[], AbstractContextManager[object]] = nullcontext
    """Entered by whoever wants to write, until they have written: others may go on meanwhile."""
    _turn: FairLock = field(default_factory=FairLock)
    """Whose turn it is to write; on SQLite only."""
    _own: threading.local = field(default_factory=threading.local)
    """What this thread alone knows: whether it is writing."""
    _group: GroupCommit = field(init=False)
    _writers: ThreadPoolExecutor = field(init=False)
    """Those that write for others on PostgreSQL."""
    _watch: Connection | None = None
    _watch_cursor: Any = None
    _watch_turn: threading.Lock = field(default_factory=threading.Lock)
    _own_changes: int = 0
    """Transactions of `writing` that have ended, but for those known to have changed nothing."""
    _others: object = None
    """What other processes had committed when that was last asked; see `cache_token`."""
    _beginning_since: float = math.inf
    """When the writer whose turn it is asked to begin, until they could."""
    _places: threading.BoundedSemaphore = field(init=False)
    """One for each thread that writes or waits for its turn."""
    _posts: threading.BoundedSemaphore = field(init=False)
    """One for each job of `group_write_soon` that has no answer yet."""

    def __post_init__(self) -> None:
        """Threads are started when they are first needed."""
        self._group = GroupCommit(self._transaction)
        self._places = threading.BoundedSemaphore(WAITING_WRITERS)
        self._posts = threading.BoundedSemaphore(WAITING_POSTS)
        self._writers = ThreadPoolExecutor(POSTGRES_WRITERS, thread_name_prefix="writer")

    @property
    def embedded(self) -> bool:
        """Whether the store is SQLite, inside this process."""
        return self.writer.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with self.readers.connect() as connection:
            connection.begin()  # ended by the block's end, and undone
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed, durably, when the block ends; undone when it raises.

        On SQLite writers take turns here: two at once would add nothing and wait in its busy
        handler for up to two seconds.

        Raises:
            RuntimeError: this thread is writing already. It would wait for itself for ever on
                SQLite; on PostgreSQL too, where both touch the same row.
            Unavailable: too many wait already.
        """
        self._refuse_nesting()
        changed = True
        try:
            with self._place(), self._transaction() as connection:
                before = _rows_changed(connection)
                yield connection
                changed = before is None or _rows_changed(connection) != before
        finally:
            # Only after the commit: whoever reads before it must not take that for the newest.
            # Workers look for work each second and mostly change nothing.
            self._own_changes += changed

    @contextmanager
    def many_writes(self) -> Iterator[None]:
        """Within it, whoever writes much in this process does so with more memory.

        SQLite else reads the pages of its indexes again and again, and copies the newest ones
        into the store after every megabyte or so; here a thread does that beside. What is written
        is on the disk when the block ends, and not before, on both stores: a power cut takes the
        last transactions back, each of them whole.
        """
        much = (
            writing_much(self.readers, self.writer) if self.embedded else waiting_once(self.writer)
        )
        with much:
            yield

    @contextmanager
    def patient_writes(self) -> Iterator[None]:
        """Within it, we wait for another process that writes for minutes, as one that migrates."""
        if not self.embedded:
            yield
            return
        set_measures(self.writer, {"busy_timeout": PATIENT_SECONDS * 1000})
        try:
            yield
        finally:
            set_measures(self.writer, {"busy_timeout": LOCK_SECONDS * 1000})

    def group_write(self, job: Callable[[Connection], T]) -> T:
        """Runs the job in a transaction that it may share, and returns what it returned.

        It has been committed then, durably. A job that raises undoes only what it wrote itself.
        It may change nothing that a `StoreCache` keeps.

        Raises:
            RuntimeError: this thread is writing already.
            Unavailable: too many wait already.
        """
        self._refuse_nesting()
        with self._place():
            return self.group_write_soon(job).result()

    def group_write_soon(self, job: Callable[[Connection], T]) -> Future[T]:
        """The same for those who wait otherwise: done after the commit.

        Raises:
            Unavailable: too many wait already.
        """
        if not self._posts.acquire(blocking=False):
            raise _too_many()
        submit = self._group.submit if self.embedded else self._submit_alone
        try:
            future = submit(job)
        except RuntimeError:  # the store is closed
            self._posts.release()
            raise
        future.add_done_callback(lambda _: self._posts.release())
        return future

    def _submit_alone(self, job: Callable[[Connection], T]) -> Future[T]:
        return self._writers.submit(self._write_alone, job)

    def _write_alone(self, job: Callable[[Connection], T]) -> T:
        with self._transaction() as connection:
            return job(connection)

    def trouble(self) -> str:
        """What keeps writers waiting just now, in a word; empty where nothing does."""
        return "locked" if time.monotonic() - self._beginning_since > LOCKED_SECONDS else ""

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the places of those who write or wait for it, whose turn others take."""
        if not self._places.acquire(blocking=False):
            raise _too_many()
        try:
            with self.while_writing():
                yield
        finally:
            self._places.release()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        self._refuse_nesting()
        self._own.writing = True
        try:
            if not self.embedded:
                with self.writer.begin() as connection:
                    yield connection
                return
            if not self._turn.acquire(TURN_SECONDS):
                raise _too_many()
            try:
                self._beginning_since = time.monotonic()
                with self.writer.begin() as connection:
                    self._others = self._commits_of_others(connection)
                    self._beginning_since = math.inf
                    yield connection
            finally:
                self._beginning_since = math.inf
                self._turn.release()
        finally:
            self._own.writing = False

    def _refuse_nesting(self) -> None:
        if getattr(self._own, "writing", False):
            raise RuntimeError("This thread is writing already: go on with the connection it has.")

    def cache_token(self) -> object:
        """A value that stays equal while nothing was committed but by `group_write` here.

        What other processes commit moves it too: at once on SQLite (within a twentieth of a second
        while somebody here is writing), within a quarter of a second on PostgreSQL. None where it
        cannot be told.
        """
        if not self.embedded:
            return self._own_changes, int(time.monotonic() / POSTGRES_FRESHNESS_SECONDS)
        with self._watch_turn:
            if not self._turn.try_acquire():
                # Somebody here writes: nobody elsewhere can commit between their begin and end.
                late = time.monotonic() - self._beginning_since > BEGIN_SECONDS
                return None if late else (self._own_changes, self._others)
            try:
                with self.writer.connect() as connection:
                    self._others = self._commits_of_others(connection)
                    return self._own_changes, self._others
            finally:
                self._turn.release()

    def _commits_of_others(self, connection: Connection) -> object:
        """Moves whenever somebody else commits.

        SQLite counts for each connection what the others did, and all that is written here goes
        through one connection. Should it be opened anew, it begins to count anew.
        """
        driver: Any = connection.connection.driver_connection
        opened = connection.info.setdefault("opened", object())
        return opened, driver.execute("PRAGMA data_version").fetchone()[0]

    def change_token(self) -> object:
        """A value that stays equal while nothing was committed; cheap enough for every request.

        On SQLite it is exact. On PostgreSQL it lasts a quarter of a second, which bounds how
        long another process's change may go unseen.
        """
        if not self.embedded:
            return int(time.monotonic() / POSTGRES_FRESHNESS_SECONDS)
        with self._watch_turn:
            if self._watch is None:
                self._watch = self.readers.connect().execution_options(isolation_level="AUTOCOMMIT")
                driver: Any = self._watch.connection.driver_connection
                self._watch_cursor = driver.cursor()
            return self._watch_cursor.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        """Gives every connection back."""
        if self._watch is not None:
            self._watch.close()
            self._watch = self._watch_cursor = None
        self._group.close()
        self._writers.shutdown()
        for engine in (self.readers, self.writer):
            close_pool(engine)


def _rows_changed(connection: Connection) -> int | None:
    """How many rows this connection has ever changed; None where the store does not count them."""
    if connection.dialect.name != "sqlite":
        return None
    driver: Any = connection.connection.driver_connection
    changed: int = driver.total_changes
    return changed


def _too_many() -> Unavailable:
    return Unavailable(N_("Too many people are writing just now. Please try again in a moment."))
