"""A store that cannot answer: 503, the truth, and the text back; and all is well again after it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DatabaseError

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.settings import sqlite_path
from rejoinder.storage import Database, is_store_failure, opening
from tests.support.fake_judges import gentle
from tests.support.newspaper import KIND, Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgres_only = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def paper(database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    monkeypatch.setattr(opening, "LOCK_SECONDS", 1)
    monkeypatch.setitem(opening.POSTGRES_OPTIONS, "options", "-c lock_timeout=300ms")
    with open_paper(database_url, judge=gentle, now=now, routes="beside") as opened:
        yield opened


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Another process writes, and goes on writing."""
    path = sqlite_path(database_url)
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def check_refused(answer: Response, kept: str = KIND) -> None:
    """It says when to come back, and gives back what was typed."""
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "again in a moment" in answer.text
    assert kept in " ".join(re.findall("(?s)<textarea.*?</textarea>", answer.text))


@sqlite_only
def test_a_store_that_another_holds_takes_nothing_and_gives_the_text_back(
    paper: Paper, client: TestClient[Newspaper], article: Article, database_url: str
) -> None:
    with locked(database_url):
        check_refused(paper.put_in(client, article))
        over_api = paper.submit(client, article)
        assert (over_api.status_code, over_api.headers["retry-after"]) == (503, "5")
        error = over_api.json()["error"]
        assert (error["code"], error["details"]) == ("unavailable", {})
        assert client.get(article.path).status_code == 200  # what is there can be read
    assert paper.put_in(client, article).status_code == 303


@sqlite_only
def test_a_full_disk_takes_nothing_and_gives_the_text_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    with paper.database.writer.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        (pages,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(3):
        long = f"{number}. {KIND}" + " And so on." * 350
        answer = paper.put_in(client, article, text=long)
    check_refused(answer, kept="And so on.")
    assert client.get(article.path).status_code == 200
    with paper.database.writer.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA max_page_count = 1000000")
    other = "There is room for this one again. " * 60
    assert paper.put_in(client, article, text=other).status_code == 303


def away(database: Database) -> Database:
    """A store of the same kind that nobody can reach."""
    if database.embedded:
        return opening._open_sqlite(make_url("sqlite:////proc/nowhere/store.db"))
    return opening.open_database("postgresql://127.0.0.1:1/nobody")


def test_a_store_that_answers_nothing_is_told_as_that_on_every_page(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    assert client.get("/").status_code == 200  # whose paper it is, is known
    database, gone = paper.database, away(paper.database)
    here = (database.readers, database.writer)
    database.readers, database.writer = gone.readers, gone.writer
    check_refused(paper.put_in(client, article))
    for path in ("/", article.path, "/most-read", "/sign-in", "/desk"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert "The Gazette" in answer.text
        assert "does not answer just now" in answer.text
    thread = client.get(f"/api/v1/articles/{article.id}/comments", headers={"origin": "http://x"})
    assert thread.json()["error"]["code"] == "unavailable"
    health = client.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "down")
    assert health.json()["problems"] == ["store: OperationalError"]
    database.readers, database.writer = here
    gone.close()
    assert client.get(article.path).status_code == 200
    assert paper.put_in(client, article).status_code == 303
    assert client.get("/healthz").json()["status"] == "ok"


@postgres_only
def test_a_server_that_ends_all_connections_is_found_again(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    assert paper.put_in(client, article).status_code == 303
    with paper.database.writing() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert client.get(article.path).status_code == 200
    assert paper.put_in(client, article, text="A second one.").status_code == 303


@postgres_only
def test_a_table_that_another_holds_takes_nothing_and_gives_the_text_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    with paper.database.writer.begin() as other:
        other.execute(text("LOCK TABLE comments IN SHARE MODE"))
        check_refused(paper.put_in(client, article))
        assert client.get(article.path).status_code == 200  # what is there can be read
    assert paper.put_in(client, article).status_code == 303


@postgres_only
def test_a_connection_that_is_lost_while_it_is_used_is_503_and_not_our_fault(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    assert client.get("/").status_code == 200

    def cut(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM articles" in statement:
            driver = connection.connection.driver_connection  # type: ignore[attr-defined]
            with paper.database.writing() as other:
                other.execute(
                    text("SELECT pg_terminate_backend(:pid)"), {"pid": driver.info.backend_pid}
                )

    event.listen(paper.database.readers, "before_cursor_execute", cut)
    answer = client.get("/")
    event.remove(paper.database.readers, "before_cursor_execute", cut)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert client.get("/").status_code == 200


def test_a_store_that_is_no_store_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"This is no store." * 100)
    with pytest.raises(DatabaseError, match="not a database") as told:
        opening.open_database(f"sqlite:///{path}").readers.connect()
    assert is_store_failure(told.value)
