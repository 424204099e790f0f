"""The worker that decides many comments where staff asked for it, and reads into the index.

A thread apart from mail. It writes for some hundredths of a second at a time, so that posts get
their turn between; of several processes each takes what no other has in hand.
"""

import logging
from dataclasses import dataclass, field

from rejoinder.articles.indexing import any_article_to_index, index_articles
from rejoinder.clock import Clock
from rejoinder.desk.bulk.model import Job
from rejoinder.desk.bulk.working import anything_to_decide, stop_for, take_job, work_on
from rejoinder.desk.search.indexing import anything_to_index, index_some
from rejoinder.errors import Unavailable
from rejoinder.storage import Database, is_store_failure
from rejoinder.worker_thread import HasWorkerThread, WorkerThread

log = logging.getLogger(__name__)


@dataclass(slots=True)
class DeskWorker(HasWorkerThread):
    """`start` in the web process; `run_once` in tests."""

    database: Database
    clock: Clock
    _thread: WorkerThread = field(init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("desk", self.run_once, log, "the desk's work")

    def run_once(self) -> bool:
        """Does a part of what is due, of both kinds, and returns whether there may be more."""
        with self.database.reading() as connection:
            decides = anything_to_decide(connection)
            indexes = anything_to_index(connection) or any_article_to_index(connection)
        return (decides and self._decide()) | (indexes and self._index())

    def _index(self) -> bool:
        with self.database.writing() as connection:
            return index_articles(connection) + index_some(connection) > 0

    def _decide(self) -> bool:
        job: Job | None = None
        try:
            with self.database.writing() as connection:
                job = take_job(connection)
                if job is None:
                    return False
                work_on(connection, job, now=self.clock())
        except Exception as failure:
            if job is None or isinstance(failure, Unavailable) or is_store_failure(failure):
                raise
            # One comment of a job that cannot be decided must not keep it here for ever.
            log.warning("the desk's work: job %s stopped (%s)", job.id, type(failure).__name__)
            with self.database.writing() as connection:
                stop_for(connection, job.id, type(failure).__name__, now=self.clock())
        return True
