"""The worker in the server: begins with it, ends with it, and loses nothing in between."""

from dataclasses import replace
from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import create_app
from rejoinder.mail import Email
from rejoinder.readership.tables import reads
from rejoinder.settings import Settings
from rejoinder.storage import open_database, outbox
from tests.support.fake_judges import gentle
from tests.support.newspaper import HOME, Clock, Paper, open_paper, until

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"}


class Kept:
    """Keeps emails, after breaking once in a way that nobody foresaw."""

    def __init__(self) -> None:
        self.emails: list[Email] = []
        self.broken = 1

    def send(self, email: Email) -> None:
        """What the worker calls."""
        if self.broken:
            self.broken -= 1
            raise KeyError("a fault that nobody thought of")
        self.emails.append(email)


def ask_for_link(paper: Paper) -> None:
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})


@sqlite_only
def test_the_server_works_errands_off_while_it_runs_and_writes_reads_down_when_it_ends(
    database_url: str, now: datetime
) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        article = paper.article()
    clock = Clock(now)
    app = create_app(Settings(database_url=database_url), clock=clock, judge=gentle)
    with TestClient(app, base_url=HOME) as browser:
        browser.post("/sign-in", data={"email": "ann@example.org"})
        until(lambda: done(database_url) == 1)
        browser.post(f"{article.path}/reads", headers=FIREFOX)
    database = open_database(database_url)
    with database.reading() as connection:
        assert len(connection.execute(reads.select()).all()) == 1
    database.close()


def done(database_url: str) -> int:
    """How many errands are done, as another process sees it."""
    database = open_database(database_url)
    with database.reading() as connection:
        rows = connection.execute(
            outbox.outbox.select().where(outbox.outbox.c.done_at.is_not(None))
        ).all()
    database.close()
    return len(rows)


@sqlite_only
def test_a_fault_that_nobody_foresaw_ends_neither_worker_nor_errand(
    database_url: str, now: datetime
) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        mailer = Kept()
        jobs = replace(paper.jobs, mailer=mailer)
        jobs.start()
        ask_for_link(paper)
        until(lambda: not mailer.broken)
        paper.clock.turn(minutes=1)
        until(lambda: [email.to for email in mailer.emails] == ["ann@example.org"])
        jobs.stop()


def test_two_workers_share_the_errands(database_url: str, now: datetime) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        first, second = Kept(), Kept()
        first.broken = second.broken = 0
        for number in range(6):
            paper.browser().post("/sign-in", data={"email": f"reader{number}@example.org"})
        workers = [replace(paper.jobs, mailer=first), replace(paper.jobs, mailer=second)]
        for worker in workers:
            worker.start()
        until(lambda: len(first.emails) + len(second.emails) >= 6)
        for worker in workers:
            worker.stop()
        assert len({email.to for email in first.emails + second.emails}) == 6
        assert len(first.emails) + len(second.emails) == 6


@sqlite_only
def test_a_worker_that_died_leaves_its_errand_to_another(database_url: str, now: datetime) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        ask_for_link(paper)
        with paper.database.writing() as connection:
            assert len(outbox.claim(connection, now=paper.clock())) == 1
        assert paper.jobs.run_once() == 0  # somebody has it in hand
        paper.clock.turn(minutes=5)
        assert paper.jobs.run_once() == 1


@sqlite_only
def test_a_store_that_is_away_for_a_moment_ends_no_worker(
    database_url: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        mailer = Kept()
        mailer.broken = 0
        with paper.database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE outbox RENAME TO elsewhere")
        jobs = replace(paper.jobs, mailer=mailer)
        jobs.start()
        until(lambda: "jobs: OperationalError" in caplog.text)
        with paper.database.writing() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO outbox")
        ask_for_link(paper)
        until(lambda: len(mailer.emails) == 1)
        jobs.stop()
