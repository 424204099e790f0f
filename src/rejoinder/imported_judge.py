"""The worker that has the judge read what came without it: imported comments, where an import
asked for that, and those whose article came after them.

A thread apart from mail, and one comment at a time: no letter and no reader's post waits for more.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rejoinder.articles.actions import ARTICLE_READ
from rejoinder.clock import Clock
from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import N_, Unavailable
from rejoinder.moderation.actions.imported import JUDGE_IMPORTED
from rejoinder.moderation.actions.judge_again import AT_ONCE, decide_again, waiting_for_article
from rejoinder.moderation.actions.judge_imported import keep_judgement, unjudged
from rejoinder.moderation.actions.trial import Tried, try_out
from rejoinder.storage import Database, outbox
from rejoinder.worker_thread import HasWorkerThread, WorkerThread

WORKED_OFF_HERE = (JUDGE_IMPORTED, ARTICLE_READ)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class ImportedJudge(HasWorkerThread):
    """`start` in the web process; `run_once` in tests."""

    database: Database
    judge_pool: JudgePool
    clock: Clock
    _thread: WorkerThread = field(init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("imported-judge", self._work, log, "imported comments")

    def run_once(self) -> int:
        """Has some of the comments read that wait, and returns how many errands that were."""
        with self.database.reading() as connection:
            if not outbox.has_due(connection, WORKED_OFF_HERE, now=self.clock()):
                return 0
        with self.database.writing() as connection:
            jobs = outbox.claim(connection, now=self.clock(), limit=1, kinds=WORKED_OFF_HERE)
        for job in jobs:
            self._run(job)
        return len(jobs)

    def _work(self) -> bool:
        return self.run_once() > 0

    def _run(self, job: outbox.Job) -> None:
        problem = ""
        site_id = int(job.payload["site_id"])
        try:
            if job.kind == ARTICLE_READ:
                self._judge_again(site_id, int(job.payload["article_id"]))
            else:
                self._judge(site_id, job.payload["comments"])
        except Exception as failure:  # noqa: BLE001 - one errand must not stop the others
            problem = type(failure).__name__
            log.warning("%s: not judged (%s)", job.kind, problem)
        now = self.clock()
        with self.database.writing() as connection:
            outbox.settle(connection, job, problem, now=now)

    def _judge(self, site_id: int, numbers: Sequence[int]) -> None:
        now = self.clock()
        with self.database.reading() as connection:
            in_force, waiting = unjudged(connection, site_id, numbers)
        answers = try_out([each.trial for each in waiting], in_force.policy, self._asked, now=now)
        silent = False
        for each, tried in zip(waiting, answers, strict=True):
            if not isinstance(tried, Tried):  # longer than any comment of ours: nobody reads it
                continue
            silent |= tried.case.judgement is None
            with self.database.writing() as connection:
                keep_judgement(connection, each.comment, tried, in_force, now=now)
        if silent:  # what has its judgement is passed over the next time
            raise Unavailable(N_("The judge gave no answer."))

    def _judge_again(self, site_id: int, article_id: int) -> None:
        """Until none waits for this article any more: whoever was decided about does not."""
        while True:
            now = self.clock()
            with self.database.reading() as connection:
                in_force, waiting = waiting_for_article(connection, site_id, article_id)
            trials = [each.trial for each in waiting]
            answers = try_out(trials, in_force.policy, self._asked, now=now)
            decided = 0
            for each, tried in zip(waiting, answers, strict=True):
                if isinstance(tried, Tried) and tried.case.judgement is not None:
                    with self.database.writing() as connection:
                        decide_again(connection, each, tried, in_force, now=now)
                    decided += 1
            if decided < len(waiting):
                raise Unavailable(N_("The judge gave no answer."))
            if len(waiting) < AT_ONCE:
                return

    def _asked(self, cases: Sequence[Case]) -> Iterator[Judgement]:
        for case in cases:
            judgement = self.judge_pool.ask(case)
            if judgement is None:
                raise Unavailable(N_("The judge gave no answer."))
            yield judgement
