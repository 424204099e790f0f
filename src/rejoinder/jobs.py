"""Work done later: telling authors, sending mail, writing down reads, throwing away what is old.

One thread in the web process; several processes may run it, since each takes only what no other
has taken.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rejoinder.articles.actions import ARTICLE_READ
from rejoinder.articles.sightings import READ_PAGE
from rejoinder.audit.actions import AT_ONCE, seal
from rejoinder.audit.queries import newest_rows
from rejoinder.audit.verifying import VERIFY_LOG, go_on_verifying
from rejoinder.clock import Clock
from rejoinder.desk.bulk.tidying import forget_some_jobs
from rejoinder.desk.claims import forget_old as forget_old_claims
from rejoinder.desk.presence import forget_old as forget_who_was_here
from rejoinder.errors import RejoinderError
from rejoinder.mail import Mailer
from rejoinder.moderation.actions.ban_letters import TELL_OF_BAN
from rejoinder.moderation.actions.decision_log import (
    TELL_AUTHOR,
    TELL_NOTIFIER,
    TELL_RECEIPT,
    TELL_SUSPENDED,
)
from rejoinder.moderation.actions.imported import JUDGE_IMPORTED
from rejoinder.moderation.actions.staff import TELL_STAFF
from rejoinder.moderation.actions.warn import TELL_OF_WARNING, mark_told
from rejoinder.moderation.workbench.tidying import forget_some_trials
from rejoinder.notifications import (
    email_for_author,
    email_for_staff,
    email_of_ban,
    email_of_warning,
    email_with_link,
)
from rejoinder.notifier_letters import (
    email_for_notifier,
    email_of_suspension,
    receipt_for_notifier,
)
from rejoinder.passkeys.actions import forget_old_challenges
from rejoinder.readers.actions import SEND_LINK, end_old_sessions, link_to_send
from rejoinder.readership.actions import DailySaltCache, forget_old
from rejoinder.readership.collector import Collector
from rejoinder.sign_on.actions import forget_old_sign_ons
from rejoinder.storage import Database, change_feed, idempotency, outbox
from rejoinder.worker_thread import HasWorkerThread, WorkerThread

log = logging.getLogger(__name__)

# What workers of their own do.
DONE_ELSEWHERE = (READ_PAGE, JUDGE_IMPORTED, ARTICLE_READ)
TIDY_EVERY = timedelta(hours=1)
# Of each kind in an hour: no letter waits longer than some seconds for it.
MOST_PARTS = 50
# On PostgreSQL a row may be seen only after one with a higher number.
SEAL_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Jobs(HasWorkerThread):
    """The worker; `start` in the web process, `run_once` in tests and on the command line."""

    database: Database
    collector: Collector
    mailer: Mailer
    clock: Clock
    daily_salts: DailySaltCache
    _thread: WorkerThread = field(init=False)
    _tidied_at: datetime | None = field(default=None, init=False)
    _sealed: tuple[int, ...] = field(default=(), init=False)
    _sealed_at: datetime | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("jobs", self._work, log, "jobs")

    def stop(self) -> None:
        """Finishes what is in hand, writes down the reads that wait, and ends."""
        self._thread.stop()
        self._flush_reads(self.clock())

    def run_once(self) -> int:
        """Works off what is due now and returns how many jobs that were."""
        now = self.clock()
        self.daily_salts.at(now)  # the day's first one is written: no reader shall wait for that
        with self.database.writing() as connection:
            jobs = outbox.claim(connection, now=now, but=DONE_ELSEWHERE)
        for job in jobs:
            self.run(job)
        self._flush_reads(now)
        self._seal_log(now)
        self._tidy(now)
        return len(jobs)

    def _work(self) -> bool:
        self.run_once()
        return False  # what is due next may wait a second

    def run(self, job: outbox.Job) -> None:
        """Does one job that was claimed; whatever becomes of it is written down."""
        now = self.clock()
        try:
            HANDLERS[job.kind](self, job.payload)
        except Exception as failure:  # noqa: BLE001 - one job must not stop the others
            # Other failures' words may quote what somebody wrote.
            known = isinstance(failure, RejoinderError)
            message = str(failure) if known else type(failure).__name__
            log.warning("jobs: %s failed (%s)", job.kind, type(failure).__name__)
            with self.database.writing() as connection:
                outbox.failed(connection, job, message, now=now)
            return
        with self.database.writing() as connection:
            outbox.done(connection, job, now=now)

    def _send_link(self, payload: Mapping[str, Any]) -> None:
        with self.database.writing() as connection:
            link = link_to_send(connection, payload["request"], now=self.clock())
            email = None if link is None else email_with_link(connection, link)
        if email is not None:
            self.mailer.send(email)

    def _tell_author(self, payload: Mapping[str, Any]) -> None:
        with self.database.reading() as connection:
            email = email_for_author(connection, int(payload["decision_id"]))
        if email is not None:
            self.mailer.send(email)

    def _tell_staff(self, payload: Mapping[str, Any]) -> None:
        with self.database.reading() as connection:
            email = email_for_staff(connection, int(payload["staff_id"]), str(payload["by"]))
        if email is not None:
            self.mailer.send(email)

    def _tell_of_ban(self, payload: Mapping[str, Any]) -> None:
        with self.database.reading() as connection:
            email = email_of_ban(connection, int(payload["standing_id"]))
        if email is not None:
            self.mailer.send(email)

    def _tell_of_warning(self, payload: Mapping[str, Any]) -> None:
        with self.database.writing() as connection:
            goes = mark_told(connection, int(payload["warning_id"]), now=self.clock())
            email = email_of_warning(connection, int(payload["warning_id"])) if goes else None
        if email is not None:
            self.mailer.send(email)

    def _tell_receipt(self, payload: Mapping[str, Any]) -> None:
        with self.database.reading() as connection:
            email = receipt_for_notifier(connection, int(payload["notice_id"]))
        self.mailer.send(email)

    def _tell_notifier(self, payload: Mapping[str, Any]) -> None:
        notice_id, decision_id = int(payload["notice_id"]), int(payload["decision_id"])
        with self.database.reading() as connection:
            email = email_for_notifier(connection, notice_id, decision_id)
        if email is not None:
            self.mailer.send(email)

    def _tell_suspended(self, payload: Mapping[str, Any]) -> None:
        with self.database.reading() as connection:
            number = int(payload["suspension_id"])
            email = email_of_suspension(connection, number, now=self.clock())
        if email is not None:
            self.mailer.send(email)

    def _verify_log(self, payload: Mapping[str, Any]) -> None:
        go_on_verifying(self.database, payload, now=self.clock())

    def _flush_reads(self, now: datetime) -> None:
        if len(self.collector):
            with self.database.writing() as connection:
                self.collector.flush(connection, now)

    def _seal_log(self, now: datetime) -> None:
        """Chains what was logged since the last time; an idle paper costs a look at four tables."""
        with self.database.reading() as connection:
            newest = newest_rows(connection)
        lately = self._sealed_at is not None and now - self._sealed_at < SEAL_EVERY
        if newest == self._sealed and lately:
            return
        with self.database.writing() as connection:
            sealed = seal(connection, now=now)
        # A backlog goes on with the next round.
        self._sealed, self._sealed_at = (newest if sealed < AT_ONCE else ()), now

    def _tidy(self, now: datetime) -> None:
        if self._tidied_at is not None and now - self._tidied_at < TIDY_EVERY:
            return
        self._tidied_at = now
        with self.database.writing() as connection:
            forget_old(connection, now)
            end_old_sessions(connection, now=now)
            forget_old_sign_ons(connection, now=now)
            forget_old_challenges(connection, now=now)
            forget_old_claims(connection, now=now)
            forget_who_was_here(connection, now=now)
            outbox.wipe_given_up(connection, now=now)
            change_feed.prune(connection, now=now)
            idempotency.prune(connection, now=now)
        for forget_some in (forget_some_trials, forget_some_jobs):
            self._tidy_in_parts(forget_some, now)

    def _tidy_in_parts(self, forget_some: Callable[..., bool], now: datetime) -> None:
        """What may be much is thrown away in transactions of its own; the rest an hour later."""
        for _ in range(MOST_PARTS):
            with self.database.writing() as connection:
                if not forget_some(connection, now=now):
                    return


# What does each kind of job that the outbox may hold.
HANDLERS: dict[str, Callable[[Jobs, Mapping[str, Any]], None]] = {
    SEND_LINK: Jobs._send_link,
    TELL_AUTHOR: Jobs._tell_author,
    TELL_NOTIFIER: Jobs._tell_notifier,
    TELL_OF_BAN: Jobs._tell_of_ban,
    TELL_OF_WARNING: Jobs._tell_of_warning,
    TELL_RECEIPT: Jobs._tell_receipt,
    TELL_STAFF: Jobs._tell_staff,
    TELL_SUSPENDED: Jobs._tell_suspended,
    VERIFY_LOG: Jobs._verify_log,
}
