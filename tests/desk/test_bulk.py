"""Many comments decided at once: which, each once, and taken back."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text

from rejoinder.comments.model import State
from rejoinder.desk.bulk import working
from rejoinder.desk.bulk.actions import BulkDecision, resume, stop, undo_all
from rejoinder.desk.bulk.model import Choice, JobState, Skipped
from rejoinder.desk.bulk.queries import (
    histogram,
    in_order,
    seen_now,
)
from rejoinder.desk.bulk.working import BEGINNER_GONE
from rejoinder.desk.filters import CommentFilter
from rejoinder.errors import Forbidden, Invalid, Refused
from rejoinder.moderation.actions.passings import pass_on
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.actions import remove
from rejoinder.sites.model import Role, StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from rejoinder.storage.audit_log import audit_log
from tests.support.bulk_newsroom import ABUSIVE, Newsroom
from tests.support.factories import make_article


@pytest.fixture
def newsroom(database: Database, now: datetime) -> Newsroom:
    return Newsroom(database, now)


P, H, D = State.PUBLISHED, State.HELD, State.DECLINED


def test_a_histogram_counts_what_is_there(newsroom: Newsroom) -> None:
    made = newsroom.comments(0, 0.01, 0.024, 0.5, 0.801, 1)
    with newsroom.database.reading() as connection:
        site_id = newsroom.article.site_id
        told = histogram(connection, site_id, ABUSIVE)
        assert {at: size for at, size in enumerate(told.bars) if size} == {
            0: 3,
            20: 1,
            32: 1,
            39: 1,
        }
        assert told.inside == 2
        ordered = in_order(connection, site_id, ABUSIVE, highest_first=True)
        assert ordered == [(made[5].id, 1000), (made[4].id, 801)]
        rising = in_order(connection, site_id, ABUSIVE, highest_first=False)
        assert rising == ordered[::-1]
        for chosen, total in (
            (CommentFilter(language="en"), 6),
            (CommentFilter(language="de"), 0),
            (CommentFilter(state=H), 0),
            (CommentFilter(author_id=made[3].author.reader_id), 1),
            (CommentFilter(article_id=newsroom.article.id), 6),
        ):
            asked = Choice(chosen, "toxicity")
            assert sum(histogram(connection, site_id, asked).bars) == total
        assert not sum(histogram(connection, site_id, Choice(score="insult")).bars)


def test_each_is_decided_once_by_whoever_began_it_and_taken_back(newsroom: Newsroom) -> None:
    made = newsroom.comments(0.1, *[0.9] * (2 * working.DECIDED_AT_ONCE + 1))
    job_id = newsroom.begin()
    newsroom.work()
    assert newsroom.states(made) == [P, *[D] * (len(made) - 1)]
    assert newsroom.decisions(made) == [2, *[3] * (len(made) - 1)]
    with newsroom.database.reading() as connection:
        latest = latest_decision(connection, made[1].id)
        letters = connection.execute(text("SELECT count(*) FROM outbox WHERE kind = 'tell-author'"))
        assert letters.scalar_one() == len(made) - 1
    assert (latest.staff_id, latest.rule, latest.note) == (
        *(newsroom.member.id, "staff-abuse", "All of these."),
    )
    job, progress = newsroom.job(job_id)
    assert (job.state, job.expected, progress.decided) == (JobState.DONE, *[len(made) - 1] * 2)
    # A colleague looks at one of them again; that stays.
    newsroom.decide(made[1], Outcome.HOLD)
    colleague = replace(newsroom.member, id=newsroom.editor.id)
    with pytest.raises(Forbidden):
        newsroom.act(undo_all, job_id, colleague)
    undoing = newsroom.act(undo_all, job_id, newsroom.member)
    newsroom.work()
    assert newsroom.states(made) == [P, H, *[P] * (len(made) - 2)]
    job, progress = newsroom.job(undoing)
    assert (progress.decided, dict(progress.skipped)) == (len(made) - 2, {Skipped.CHANGED: 1})
    for again in (job_id, undoing):
        with pytest.raises(Refused):
            newsroom.act(undo_all, again, newsroom.member)
    with newsroom.database.reading() as connection:
        kinds = connection.execute(select(audit_log.c.kind)).scalars().all()
    assert [each for each in kinds if each.startswith("bulk")] == ["bulk.begun", "bulk.undone"]


def test_what_nobody_saw_or_is_so_already_is_left_as_it_is(newsroom: Newsroom) -> None:
    old, decided, so_already, reported = newsroom.comments(0.9, 0.9, 0.9, 0.9)
    newsroom.decide(so_already, Outcome.DECLINE)
    with newsroom.database.reading() as connection:
        seen = seen_now(connection)
    newsroom.decide(decided, Outcome.PUBLISH)
    (fresh,) = newsroom.comments(0.9)
    job_id = newsroom.begin(seen=seen)
    newsroom.work()
    assert newsroom.states([old, decided, so_already, fresh]) == [D, P, D, P]
    job, progress = newsroom.job(job_id)
    assert dict(progress.skipped) == {Skipped.CHANGED: 1, Skipped.ALREADY: 1}
    # To publish what stands answers those who complained of it.
    newsroom.decide(reported, Outcome.PUBLISH)
    with newsroom.database.writing() as connection:
        reporter = Reporter("somebody", None, signed_in=False)
        report(connection, reported, reporter=reporter, reason="abuse", note="", now=newsroom.now)
    job_id = newsroom.begin(wanted=BulkDecision(Outcome.PUBLISH))
    newsroom.work()
    with newsroom.database.reading() as connection:
        open_ones = text("SELECT count(*) FROM reports WHERE answered_by_id IS NULL")
        assert connection.execute(open_ones).scalar_one() == 0
    del job


def test_an_undoing_is_at_its_end_when_all_that_was_decided_is_taken_back(
    newsroom: Newsroom,
) -> None:
    so_already, *_ = newsroom.comments(0.9, 0.9, 0.9)
    newsroom.decide(so_already, Outcome.DECLINE)
    job_id = newsroom.begin()
    newsroom.work()
    undoing = newsroom.act(undo_all, job_id, newsroom.member)
    newsroom.work()
    assert newsroom.job(job_id)[0].expected == 3
    job, progress = newsroom.job(undoing)
    assert (job.expected, progress.items) == (2, 2)


def test_a_job_is_stopped_and_goes_on(newsroom: Newsroom) -> None:
    made = newsroom.comments(*[0.9] * (working.DECIDED_AT_ONCE + 5))
    job_id = newsroom.begin()
    newsroom.worker.run_once()  # writes them down
    newsroom.worker.run_once()
    newsroom.act(stop, job_id, newsroom.editor)
    newsroom.work()
    assert newsroom.states(made).count(D) == working.DECIDED_AT_ONCE
    assert newsroom.job(job_id)[0].state is JobState.STOPPED
    newsroom.act(resume, job_id, newsroom.member)
    newsroom.work()
    assert newsroom.states(made).count(D) == len(made)
    assert set(newsroom.decisions(made)) == {3}
    # One that runs is stopped by being taken back.
    second = newsroom.begin(wanted=BulkDecision(Outcome.HOLD))
    newsroom.worker.run_once()
    newsroom.worker.run_once()
    newsroom.act(undo_all, second, newsroom.member)
    newsroom.work()
    assert newsroom.states(made).count(D) == len(made)
    with pytest.raises(Refused):
        newsroom.act(resume, second, newsroom.member)


def test_whoever_works_here_no_longer_decides_nothing_more(newsroom: Newsroom) -> None:
    made = newsroom.comments(0.9)
    job_id = newsroom.begin()
    with newsroom.database.writing() as connection:
        remove(connection, newsroom.member, now=newsroom.now)
    newsroom.work()
    assert newsroom.states(made) == [P]
    job = newsroom.job(job_id)[0]
    assert (job.state, job.problem) == (JobState.STOPPED, BEGINNER_GONE)


def test_something_that_goes_wrong_stops_the_job_and_nothing_else(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = newsroom.comments(0.9)
    job_id = newsroom.begin()
    with monkeypatch.context() as broken:
        broken.setattr(working, "decide_as_staff", lambda *_, **__: 1 / 0)
        newsroom.work()
    job = newsroom.job(job_id)[0]
    assert (job.state, job.problem) == (JobState.STOPPED, "ZeroDivisionError")
    assert newsroom.states(made) == [P]
    newsroom.act(resume, job_id, newsroom.member)
    newsroom.work()
    assert newsroom.states(made) == [D]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_ones_own_sections_and_only_what_can_be(newsroom: Newsroom) -> None:
    with newsroom.database.writing() as connection:
        site = site_by_id(connection, newsroom.article.site_id)
        sport = make_article(connection, now=newsroom.now, site=site)
        update = text("UPDATE articles SET section = 'Sport' WHERE id = :id")
        connection.execute(update, {"id": sport.id})
        connection.execute(
            text("UPDATE staff SET sections = 'sport' WHERE id = :id"), {"id": newsroom.member.id}
        )
    here, there = newsroom.comments(0.9, article=sport), newsroom.comments(0.9)
    limited = StaffMember(
        newsroom.member.id,
        newsroom.member.site_id,
        newsroom.member.email,
        "Desk",
        Role.MODERATOR,
        frozenset({"sport"}),
    )
    newsroom.begin(by=limited)
    newsroom.work()
    assert newsroom.states([*here, *there]) == [D, P]
    with pytest.raises(Invalid):
        newsroom.begin(wanted=BulkDecision(Outcome.DECLINE))
    with pytest.raises(Invalid):
        newsroom.begin(choice=Choice(score="insult"))
    observer = StaffMember(1, newsroom.member.site_id, "o@example.org", "O", Role.OBSERVER)
    with pytest.raises(Forbidden):
        newsroom.begin(by=observer)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from itertools import count
from rejoinder.desk.bulk import working
from rejoinder.desk_worker import DeskWorker
from rejoinder.storage import open_database

decide, done = working.decide_as_staff, count()

def dying(*given, **told):
    if next(done) == working.DECIDED_AT_ONCE + 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return decide(*given, **told)

working.decide_as_staff = dying
worker = DeskWorker(open_database(sys.argv[1]), lambda: datetime.now(UTC))
while worker.run_once():
    pass
"""


def test_a_job_that_was_killed_half_way_does_each_once(
    newsroom: Newsroom, database_url: str
) -> None:
    made = newsroom.comments(*[0.9] * (2 * working.DECIDED_AT_ONCE))
    newsroom.begin()
    killed = subprocess.run([sys.executable, "-c", KILLED, database_url], check=False)
    assert killed.returncode == -signal.SIGKILL
    # What was in hand is as it was; what was committed stays.
    assert newsroom.states(made).count(D) == working.DECIDED_AT_ONCE
    newsroom.work()
    assert newsroom.states(made) == [D] * len(made)
    assert set(newsroom.decisions(made)) == {3}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_waits_for_an_editor_is_left_to_one(newsroom: Newsroom) -> None:
    asked, other = newsroom.comments(0.9, 0.9)
    with newsroom.database.writing() as connection:
        seen = latest_decision(connection, asked.id).id
        pass_on(connection, asked, newsroom.member, "?", seen=seen, now=newsroom.clock())
    job_id = newsroom.begin()
    newsroom.work()
    assert newsroom.states([asked, other]) == [P, D]
    assert newsroom.job(job_id)[1].skipped == {Skipped.PASSED_ON: 1}
    newsroom.begin(by=newsroom.editor)
    newsroom.work()
    assert newsroom.states([asked, other]) == [D, D]
