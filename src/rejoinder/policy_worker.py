"""The worker that replays policies on what was judged before, and decides in their shadow.

A long replay runs in a process of its own, so that no request waits for the interpreter. It only
reads; progress and figures are written here, in short transactions.
"""

import gc
import logging
import multiprocessing
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection as Pipe
from typing import Final, NamedTuple

from rejoinder.clock import Clock
from rejoinder.errors import Invalid
from rejoinder.moderation.actions.policies import keep_default
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.workbench.actions import (
    claim_replay,
    end_replay,
    end_shadow,
    follow,
    note_progress,
)
from rejoinder.moderation.workbench.figures import Figures
from rejoinder.moderation.workbench.model import UNREADABLE, ReplayJob, Shadow
from rejoinder.moderation.workbench.queries import replay_to_do, shadows_now, source_of
from rejoinder.moderation.workbench.replay import Progress, comments_to_replay, replay_of
from rejoinder.storage import Database, open_database
from rejoinder.worker_thread import HasWorkerThread, WorkerThread

log = logging.getLogger(__name__)

# Fewer take less than starting a process does, and a second of everybody's time at most.
WORTH_A_PROCESS: Final = 2_000
# How often progress is written, and whether to stop is looked for.
_SECONDS: Final = 1.0
# Longer than the slowest batch takes on a machine that is busy with something else.
_SILENT_SECONDS: Final = 600.0
# As much later than others as the system lets a process come.
_BEHIND: Final = 19


class _Task(NamedTuple):
    """What the other process is told."""

    database_url: str
    site_id: int
    source: str
    days: int
    sections: tuple[str, ...]
    now: datetime


@dataclass(slots=True)
class PolicyWorker(HasWorkerThread):
    """`start` in the web process; `run_once` in tests. A replay that `stop` ends is begun anew."""

    database: Database
    database_url: str
    clock: Clock
    _thread: WorkerThread = field(init=False)
    _default_kept: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("policy-worker", self.run_once, log, "policies")

    def run_once(self) -> bool:
        """Does a part of what is due; whether there may be more."""
        if not self._default_kept:
            # Not by who starts the server: the store may be busy, and no start waits for this.
            keep_default(self.database, now=self.clock())
            self._default_kept = True
        with self.database.reading() as connection:
            job = replay_to_do(connection, now=self.clock())
            running = shadows_now(connection)
        followed = [self._follow(each) for each in running]
        if job is not None:
            self._replay(job)
        return any(followed) or job is not None

    def _follow(self, shadow: Shadow) -> bool:
        try:
            with self.database.writing() as connection:
                return follow(connection, shadow, now=self.clock()) > 0
        except Invalid:  # by a version of ours that knows other settings
            with self.database.writing() as connection:
                end_shadow(connection, shadow.site_id, by=UNREADABLE, now=self.clock())
            return False

    def _replay(self, job: ReplayJob) -> None:
        with self.database.writing() as connection:
            if not claim_replay(connection, job, now=self.clock()):
                return
        figures, problem = None, ""
        try:
            figures = self._figures(job)
        except Exception as failure:  # noqa: BLE001 - whoever asked must be told, and others served
            problem = type(failure).__name__
            log.warning("replay %s: %s", job.id, problem)
        with self.database.writing() as connection:
            end_replay(connection, job, figures, now=self.clock(), problem=problem)

    def _figures(self, job: ReplayJob) -> Figures | None:
        now = job.asked_at
        with self.database.reading() as connection:
            source = source_of(connection, job.draft_id)
        task = _Task(self.database_url, job.site_id, source, job.days, job.sections, now)
        numbers = _numbers(self.database, task)
        if len(numbers) < WORTH_A_PROCESS:
            return _replayed(self.database, task, numbers, self._progress(job))
        return self._apart(job, task)

    def _progress(self, job: ReplayJob) -> Progress:
        """Writes down how far it is, once a second, and looks whether somebody stopped it."""
        said = 0.0

        def tell(done: int, total: int) -> bool:
            nonlocal said
            if time.monotonic() < said + _SECONDS:
                return True
            said = time.monotonic()
            with self.database.writing() as connection:
                return note_progress(connection, job, done, total, now=self.clock())

        return tell

    def _apart(self, job: ReplayJob, task: _Task) -> Figures | None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, task), daemon=True)
        process.start()
        theirs.close()
        try:
            return _listen(ours, self._progress(job))
        finally:
            ours.close()
            process.terminate()
            process.join()


def _numbers(database: Database, task: _Task) -> list[int]:
    days, sections, now = task.days, task.sections, task.now
    with database.reading() as connection:
        return comments_to_replay(connection, task.site_id, days=days, sections=sections, now=now)


def _replayed(
    database: Database, task: _Task, numbers: list[int], progress: Progress
) -> Figures | None:
    policy, since = read_policy(task.source), task.now - timedelta(days=task.days)
    return replay_of(database, task.site_id, policy, numbers, since=since, progress=progress)


def _listen(pipe: Pipe, tell: Progress) -> Figures | None:
    """What the process says, until it has its figures or is told to stop."""
    while pipe.poll(_SILENT_SECONDS):
        said = pipe.recv()
        if not isinstance(said, tuple):
            return Figures.from_dict(said)
        if not tell(*said):
            return None
    raise TimeoutError


def _come_last() -> None:
    """Works only while nobody who is answered wants the processor."""
    os.nice(_BEHIND)
    if hasattr(os, "SCHED_IDLE"):  # Linux; whoever wakes up takes its place at once
        with suppress(OSError):  # a sandbox may forbid it
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _work(pipe: Pipe, task: _Task) -> None:
    """The other process: it ends with its pipe, however we ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _come_last()
    gc.disable()  # many short lives: looking for circles among them finds none
    database = open_database(task.database_url)

    def tell(done: int, total: int) -> bool:
        pipe.send((done, total))
        return True

    figures = _replayed(database, task, _numbers(database, task), tell)
    pipe.send(None if figures is None else figures.to_dict())
    database.close()
