"""The worker that reads comments into what the desk finds them by.

A thread apart from mail. It writes for some hundredths of a second at a time, so that posts get
their turn between; of several processes each takes what no other has in hand.
"""

import logging
from dataclasses import dataclass, field

from rejoinder.desk.search.indexing import anything_to_index, index_some
from rejoinder.storage import Database
from rejoinder.worker_thread import WorkerThread

log = logging.getLogger(__name__)


@dataclass(slots=True)
class DeskWorker:
    """`start` in the web process; `run_once` in tests."""

    database: Database
    _thread: WorkerThread = field(init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("desk", self.run_once, log, "the desk's work")

    def start(self) -> None:
        """Begins to work in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Finishes what is in hand, and ends."""
        self._thread.stop()

    def run_once(self) -> bool:
        """Does a part of what is due, and returns whether there may be more."""
        with self.database.reading() as connection:
            if not anything_to_index(connection):
                return False
        with self.database.writing() as connection:
            return index_some(connection) > 0
