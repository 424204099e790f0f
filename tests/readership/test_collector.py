"""Reads gathered in memory reach the store: all of them, once, whoever else is writing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from rejoinder.readership import sketches
from rejoinder.readership.collector import KEPT, Collector
from rejoinder.readership.tables import reads
from rejoinder.storage import Database, open_database
from tests.readership.conftest import NOON, StoredSite

HOUR = sketches.hour_of(NOON)


def flush(database: Database, collector: Collector) -> int:
    with database.writing() as connection:
        return collector.flush(connection, NOON)


def test_reads_wait_for_the_flush_and_are_written_once(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    for reader in (1, 2, 2, 1):
        assert collector.add(tram.id, HOUR, reader)
    assert len(collector) == 2
    assert paper.most_read(NOON) == []
    assert flush(paper.database, collector) == 1
    assert paper.most_read(NOON) == [("tram", 2)]
    assert len(collector) == 0
    assert flush(paper.database, collector) == 0


def test_memory_is_bounded_and_repeats_take_no_room() -> None:
    collector = Collector(most_pending=3)
    assert [collector.add(1, HOUR, reader) for reader in (1, 2, 3, 4)] == [True, True, True, False]
    assert collector.add(1, HOUR, 2)
    assert not collector.add(2, HOUR, 2)
    assert len(collector) == 3


def test_an_article_that_is_gone_does_not_stop_the_others(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    collector.add(tram.id, HOUR, 1)
    collector.add(tram.id + 1000, HOUR, 1)
    assert flush(paper.database, collector) == 1
    assert paper.most_read(NOON) == [("tram", 1)]


def test_hours_that_were_already_forgotten_are_not_written_again(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    collector.add(tram.id, HOUR - KEPT - timedelta(hours=1), 1)
    assert flush(paper.database, collector) == 0
    assert rows(paper.database) == 0


def test_more_articles_than_one_statement_takes(
    paper: StoredSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rejoinder.readership.collector.ROWS", 2)
    collector = Collector()
    for number in range(5):
        collector.add(paper.article(f"article-{number}").id, HOUR, number)
    assert flush(paper.database, collector) == 5
    assert rows(paper.database) == 5


def test_reads_wait_on_when_the_store_fails(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    collector.add(tram.id, HOUR, 1)
    with paper.database.writing() as connection:
        connection.execute(text("ALTER TABLE article_reads RENAME TO away"))
    with pytest.raises(SQLAlchemyError):
        flush(paper.database, collector)
    assert len(collector) == 1
    with paper.database.writing() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO article_reads"))
    flush(paper.database, collector)
    assert paper.most_read(NOON) == [("tram", 1)]


def test_two_processes_flushing_together_lose_no_reader(paper: StoredSite) -> None:
    ids = [paper.article(f"article-{number}").id for number in range(4)]
    rounds = 15

    def process(first: int, order: list[int]) -> None:
        own = open_database(paper.database.writer.url.render_as_string(hide_password=False))
        try:
            collector = Collector()
            for round_ in range(rounds):
                for article_id in order:
                    collector.add(article_id, HOUR, first + round_)
                together.wait(timeout=30)
                flush(own, collector)
        finally:
            own.close()

    together = threading.Barrier(2)
    run_both(lambda: process(0, ids), lambda: process(rounds, ids[::-1]))
    assert [readers for _, readers in paper.most_read(NOON)] == [2 * rounds] * len(ids)


def test_threads_adding_while_others_flush_lose_no_reader(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    done = threading.Event()

    def add() -> None:
        for reader in range(2_000):
            collector.add(tram.id, HOUR, reader)
        done.set()

    def keep_flushing() -> None:
        while not done.is_set():
            flush(paper.database, collector)

    run_both(add, keep_flushing)
    flush(paper.database, collector)
    everybody = sketches.estimate(sketches.merge([sketches.sketch(range(2_000))]))
    assert paper.most_read(NOON) == [("tram", everybody)]


def run_both(*work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(len(work)) as pool:
        for future in [pool.submit(each) for each in work]:
            future.result(timeout=60)


def rows(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(reads)).scalar_one()
