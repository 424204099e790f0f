"""Work that was promised is done once, and tried again when it fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from rejoinder.readership.tables import salts
from rejoinder.storage import Database, outbox
from rejoinder.storage.outbox import CLAIM, FIRST_RETRY, TRIES, Job

LETTER = {"to": "ilka@example.org", "subject": "Grüße"}


def put(database: Database, now: datetime, kind: str = "mail") -> None:
    with database.writing() as connection:
        outbox.put(connection, kind, LETTER, now=now)


def claim(database: Database, now: datetime, limit: int = 20) -> list[Job]:
    with database.writing() as connection:
        return outbox.claim(connection, now=now, limit=limit)


def test_work_is_given_out_once(database: Database, now: datetime) -> None:
    put(database, now)
    [job] = claim(database, now)
    assert (job.kind, job.payload, job.tries) == ("mail", LETTER, 0)
    assert claim(database, now) == []


def test_work_exists_exactly_if_its_cause_was_committed(database: Database, now: datetime) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute(insert(salts).values(day="2026-06-15", salt=b"x"))
            outbox.put(connection, "mail", LETTER, now=now)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert claim(database, now) == []


def test_finished_work_stays_finished(database: Database, now: datetime) -> None:
    put(database, now)
    [job] = claim(database, now)
    with database.writing() as connection:
        outbox.done(connection, job, now=now)
    assert claim(database, now + timedelta(days=365)) == []


def test_the_work_of_a_worker_that_died_is_given_out_again(
    database: Database, now: datetime
) -> None:
    put(database, now)
    claim(database, now)
    assert claim(database, now + CLAIM - timedelta(seconds=1)) == []
    [again] = claim(database, now + CLAIM)
    assert again.tries == 1


def test_failing_work_is_tried_ever_later_and_then_left(database: Database, now: datetime) -> None:
    put(database, now)
    waits, at = [], now
    for _ in range(TRIES):
        [job] = claim(database, at)
        with database.writing() as connection:
            outbox.failed(connection, job, "x" * 9000, now=at)
        waits.append(FIRST_RETRY * 2**job.tries)
        assert claim(database, at + waits[-1] - timedelta(seconds=1)) == []
        at += waits[-1]
    assert waits[:3] == [timedelta(seconds=each) for each in (10, 20, 40)]
    assert timedelta(hours=2) < at - now < timedelta(hours=4)
    assert claim(database, at + timedelta(days=365)) == []
    with database.reading() as connection:
        assert len(connection.execute(select(outbox.outbox.c.failure)).scalar_one()) == 500


def test_the_oldest_work_is_done_first_and_so_much_at_a_time(
    database: Database, now: datetime
) -> None:
    for minutes, kind in enumerate(["third", "second", "first"]):
        put(database, now - timedelta(minutes=minutes), kind)
    put(database, now + timedelta(minutes=1), "not yet")
    assert [each.kind for each in claim(database, now, limit=2)] == ["first", "second"]
    assert [each.kind for each in claim(database, now, limit=2)] == ["third"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_workers_at_once_never_take_the_same_work(database: Database, now: datetime) -> None:
    for _ in range(4):
        put(database, now)

    def claim_the_rest() -> list[Job]:
        with database.writing() as second:
            return outbox.claim(second, now=now, limit=20)

    with ThreadPoolExecutor(1) as another, database.writing() as first:
        taken = outbox.claim(first, now=now, limit=2)
        others = another.submit(claim_the_rest).result(timeout=30)
    assert len(taken) == 2
    assert len(others) == 2
    assert {each.id for each in taken}.isdisjoint(each.id for each in others)
