"""Whoever waits to write keeps nobody from reading; and those who wait are not without number."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from time import monotonic

import pytest
from sqlalchemy import text

from rejoinder.errors import Unavailable
from rejoinder.settings import sqlite_path
from rejoinder.storage import Database, opening
from rejoinder.storage.database import WAITING_WRITERS
from tests.support.fake_judges import gentle
from tests.support.newspaper import Paper, open_paper, until

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@contextmanager
def held(database: Database, database_url: str) -> Iterator[None]:
    """Somebody else writes, and keeps all others waiting."""
    path = sqlite_path(database_url)
    if path is None:
        with database.writer.begin() as other:
            other.execute(text("LOCK TABLE sign_in_links, comments IN ACCESS EXCLUSIVE MODE"))
            yield
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as store:
        store.execute("BEGIN IMMEDIATE")
        yield


@sqlite_only
def test_reads_and_the_question_whether_all_is_well_wait_for_no_writer(
    database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LOCK_SECONDS", 20)
    with (
        open_paper(database_url, judge=gentle, now=now, routes="beside") as paper,
        ThreadPoolExecutor(12) as crowd,
    ):
        article, reader = paper.article(), paper.sign_in("reader@example.org")
        with held(paper.database, database_url):
            waiting = [crowd.submit(ask_for_link, paper, number) for number in range(6)]
            waiting += [crowd.submit(post, paper, number) for number in range(6)]
            until(lambda: len(paper.database._turn._waiting) >= 6)
            until(lambda: paper.database.trouble() == "locked")
            began = monotonic()
            for path in (article.path, "/", "/most-read"):  # with a session: nothing is kept
                assert reader.get(path).status_code == 200
            health = reader.get("/healthz")
            took = monotonic() - began
            assert not any(each.done() for each in waiting)
        assert took < 10, took  # it would be twenty seconds, or for ever
        assert (health.status_code, health.json()["status"]) == (200, "degraded")
        assert health.json()["problems"] == ["store: locked; what is sent waits"]
        assert {each.result(timeout=30) for each in waiting} == {200, 201}
        assert reader.get("/healthz").json()["status"] == "ok"


def ask_for_link(paper: Paper, number: int) -> int:
    browser = paper.browser(address=f"203.0.113.{number}")
    return browser.post("/sign-in", data={"email": f"reader{number}@example.org"}).status_code


def post(paper: Paper, number: int) -> int:
    browser = paper.browser(address=f"203.0.113.{100 + number}")
    told = {"email": f"{number}@example.org", "text": f"The bridge, part {number}."}
    body = {"text": told["text"], "author": {"name": "Ann", "email": told["email"]}}
    return browser.post("/api/v1/articles/1/comments", json=body).status_code


def test_of_those_who_wait_to_write_one_too_many_is_refused_at_once(database: Database) -> None:
    let_go, inside = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        with database.writing():
            inside.release()
            let_go.wait(timeout=30)

    with ThreadPoolExecutor(WAITING_WRITERS) as crowd:
        writing = [crowd.submit(write) for _ in range(WAITING_WRITERS)]
        assert inside.acquire(timeout=30)
        until(lambda: not database._places._value)
        began = monotonic()
        with pytest.raises(Unavailable), database.writing():
            raise AssertionError("there was no place")
        assert monotonic() - began < 10  # of thirty
        with database.reading() as connection:
            connection.execute(text("SELECT 1"))
        let_go.set()
        for each in writing:
            each.result(timeout=60)
    with database.writing():
        pass  # there is place again
