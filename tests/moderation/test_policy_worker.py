"""Replays are worked off by a worker, and a shadow decides what the policy decided."""

from collections.abc import Iterator
from dataclasses import replace as changed

import pytest

from rejoinder import policy_worker
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import NotFound, Refused
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Submission, submit
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.workbench.actions import (
    ask_for_replay,
    begin_shadow,
    cancel_replay,
    claim_replay,
    end_shadow,
    note_progress,
    write_draft,
)
from rejoinder.moderation.workbench.model import Draft, ReplayJob, ReplayState
from rejoinder.moderation.workbench.queries import (
    draft_by_id,
    newest_shadow,
    replay_by_id,
    shadow_differences,
    shadow_moves,
)
from rejoinder.policy_worker import PolicyWorker
from tests.moderation.test_replay import IN_FORCE, Newsroom, decided, newsroom, rude
from tests.support.newspaper import Clock

__all__ = ["newsroom"]

STRICTER = IN_FORCE.replace("0.5", "0.2")


@pytest.fixture
def clock(newsroom: Newsroom) -> Clock:
    return Clock(newsroom.now)


@pytest.fixture
def worker(newsroom: Newsroom, clock: Clock, database_url: str) -> PolicyWorker:
    return PolicyWorker(newsroom.database, database_url, clock)


@pytest.fixture
def pool() -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(rude))
    yield opened
    opened.close()


def draft(newsroom: Newsroom, source: str = STRICTER) -> Draft:
    with newsroom.database.writing() as connection:
        number = write_draft(connection, newsroom.site.id, source, by="Ed", now=newsroom.now)
        return draft_by_id(connection, newsroom.site.id, number)


def asked(newsroom: Newsroom, of: Draft) -> ReplayJob:
    with newsroom.database.writing() as connection:
        number = ask_for_replay(connection, of, days=30, by="Ed", now=newsroom.now)
        return replay_by_id(connection, newsroom.site.id, number)


def as_it_is(newsroom: Newsroom, job: ReplayJob) -> ReplayJob:
    with newsroom.database.reading() as connection:
        return replay_by_id(connection, newsroom.site.id, job.id)


@pytest.mark.parametrize("apart", [False, True], ids=["here", "apart"])
def test_a_replay_is_worked_off_and_kept(
    newsroom: Newsroom, worker: PolicyWorker, apart: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy_worker, "WORTH_A_PROCESS", 0 if apart else 1000)
    job = asked(newsroom, draft(newsroom))
    assert worker.run_once()
    done = as_it_is(newsroom, job)
    assert (done.state, done.done, done.figures) == (
        ReplayState.DONE,
        done.total,
        newsroom.replayed(STRICTER),
    )
    assert not worker.run_once()


def test_a_replay_that_was_stopped_stays_so(newsroom: Newsroom, worker: PolicyWorker) -> None:
    job = asked(newsroom, draft(newsroom))
    with newsroom.database.writing() as connection:
        assert claim_replay(connection, job, now=newsroom.now)
        assert note_progress(connection, job, 1, 8, now=newsroom.now)
        cancel_replay(connection, job, now=newsroom.now)
        assert not note_progress(connection, job, 2, 8, now=newsroom.now)
    assert not worker.run_once()
    assert as_it_is(newsroom, job).state is ReplayState.CANCELLED


def test_one_whose_worker_is_gone_is_begun_anew(
    newsroom: Newsroom, worker: PolicyWorker, clock: Clock
) -> None:
    job = asked(newsroom, draft(newsroom))
    with newsroom.database.writing() as connection:
        claim_replay(connection, job, now=newsroom.now)
    assert not worker.run_once()
    clock.turn(minutes=3)
    assert worker.run_once()
    assert as_it_is(newsroom, job).state is ReplayState.DONE


def test_one_replay_of_a_site_goes_on_at_a_time(newsroom: Newsroom) -> None:
    tried = draft(newsroom)
    asked(newsroom, tried)
    with pytest.raises(Refused, match="going on already"):
        asked(newsroom, tried)


def test_a_shadow_decides_what_comes_from_now_on_once_and_changes_nothing(
    newsroom: Newsroom, worker: PolicyWorker, pool: JudgePool, clock: Clock
) -> None:
    tried = draft(newsroom)
    with newsroom.database.writing() as connection:
        begin_shadow(connection, tried, by="Ed", now=newsroom.now)
    for score in (10, 30, 60):
        ann = Commenter("Ann 1", "a@b.example", "s")
        text = Submission(f"A comment of another day. {score}", ann)
        receipt = submit(newsroom.database, pool, newsroom.article, text, now=newsroom.now)
    assert worker.run_once()
    with newsroom.database.writing() as connection:
        decided(connection, receipt.comment, newsroom.staff, Outcome.PUBLISH, now=newsroom.now)
    assert worker.run_once()
    with newsroom.database.reading() as connection:
        shadow = newest_shadow(connection, newsroom.site.id)
        assert shadow is not None
        moves = shadow_moves(connection, shadow.id)
        (difference,) = shadow_differences(connection, shadow.id, before=None, limit=9)
    assert moves == {
        (Outcome.PUBLISH, Outcome.PUBLISH): 1,
        (Outcome.PUBLISH, Outcome.HOLD): 1,
        (Outcome.HOLD, Outcome.HOLD): 1,
    }
    assert (difference.becomes, difference.rule) == (Outcome.HOLD, "abuse-insult")
    with newsroom.database.writing() as connection:
        end_shadow(connection, newsroom.site.id, by="Ed", now=newsroom.now)
        with pytest.raises(NotFound):
            end_shadow(connection, newsroom.site.id, by="Ed", now=newsroom.now)
    text = changed(text, text="One that comes after its end. 30")
    submit(newsroom.database, pool, newsroom.article, text, now=newsroom.now)
    assert not worker.run_once()
