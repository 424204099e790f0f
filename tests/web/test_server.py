"""The real server: what it acknowledged survives its death, and broken bytes do not hurt it."""

import http.client
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from rejoinder.settings import sqlite_path
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, serving_from_a_shell
from tests.support.newspaper import open_paper
from tests.support.raw_http import connect, read_until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

# So many that most commits are shared: what one of them acknowledges stands with the others.
WRITERS = 12
ENOUGH = 60


@pytest.fixture
def article_id(database_url: str, now: Any) -> int:
    """An article of a paper whose store nobody has open."""
    with open_paper(database_url, judge=gentle, now=now) as paper:
        paper.put_policy("[flood]\nminutes = 0\n[topic]\nhold_below = 0\ndecline_below = 0\n")
        return paper.article().id


def write_until_killed(
    server: Server, article_id: int, writer: int, told: dict[int, str], enough: threading.Event
) -> None:
    """Posts one comment after another; `told` is what the server acknowledged."""
    with httpx.Client(base_url=server.address, timeout=10) as browser:
        for number in range(10_000):
            text = f"Writer {writer} says {'gadzooks' if number % 5 == 4 else 'well'}, {number}."
            body = {"text": text, "author": {"name": "Ann", "email": f"ann{writer}@example.org"}}
            try:
                answer = browser.post(f"/api/v1/articles/{article_id}/comments", json=body)
            except httpx.TransportError:
                return  # it was killed under us: nobody was told that this one arrived
            assert answer.status_code == 201, answer.text
            told[answer.json()["id"]] = text
            if len(told) >= ENOUGH:
                enough.set()


def test_what_was_acknowledged_is_there_after_a_kill(database_url: str, article_id: int) -> None:
    told: dict[int, str] = {}
    enough = threading.Event()
    unlimited = {"REJOINDER_POSTS_PER_MINUTE": "0"}
    with (
        serving_from_a_shell(database_url, **unlimited) as server,
        ThreadPoolExecutor(WRITERS) as pool,
    ):
        writing = [
            pool.submit(write_until_killed, server, article_id, writer, told, enough)
            for writer in range(WRITERS)
        ]
        assert enough.wait(timeout=60)
        server.kill()  # in the middle of what the writers go on sending
        for each in writing:
            each.result(timeout=30)
    path = sqlite_path(database_url)
    assert path is not None
    stored, decided = opened_again(path)
    assert told.items() <= stored.items()
    assert stored.keys() == decided
    assert len(stored) <= len(told) + WRITERS  # at most what each had under way
    check_it_begins_again(database_url, article_id, len(stored))


def opened_again(path: Path) -> tuple[dict[int, str], set[int]]:
    """The comments of a sound store, and the numbers of those that were decided."""
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        stored = dict(store.execute("SELECT id, source FROM comments").fetchall())
        decided = {row[0] for row in store.execute("SELECT comment_id FROM decisions")}
        differing = (
            "SELECT c.id, c.state, d.outcome FROM comments c JOIN decisions d "
            "ON d.comment_id = c.id WHERE c.state != CASE d.outcome WHEN 'publish' THEN "
            "'published' WHEN 'hold' THEN 'held' ELSE 'declined' END"
        )
        assert store.execute(differing).fetchall() == []
        published = store.execute(
            "SELECT count(*) FROM comments WHERE state = 'published'"
        ).fetchone()
        counted = store.execute("SELECT comment_count FROM articles").fetchone()
        assert counted == published
        return stored, decided


def check_it_begins_again(database_url: str, article_id: int, stored: int) -> None:
    """The server starts over on the same store, answers, and ends when it is asked to."""
    with serving_from_a_shell(database_url, REJOINDER_JUDGE_PROCESSES="0") as server:
        page = httpx.get(f"{server.address}/api/v1/articles/{article_id}/comments", timeout=20)
        assert 0 < page.json()["count"] <= stored
        raw_bytes_do_not_hurt(server)
        ends_though_a_stream_is_open(server, article_id)


def ends_though_a_stream_is_open(server: Server, article_id: int) -> None:
    """And says when to come back; it would wait for ever."""
    with connect(server, seconds=15) as line:
        path = f"/api/v1/articles/{article_id}/stream"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: a.example\r\n\r\n".encode())
        read_until(line, b'"version"')
        server.stop()
        rest = b""
        while piece := line.recv(65_536):
            rest += piece
    assert b"retry: " in rest
    assert server.process.returncode == 0


def raw_bytes_do_not_hurt(server: Server) -> None:
    """What no HTTP library would send is answered, and the next reader too."""
    host, _, port = server.address.removeprefix("http://").partition(":")
    broken = (b"/\xff\xfe", b"/articles/\x80", b"/%", b"/articles/%00?\xff=\xff", b"//", b"/a b")
    for path in broken:
        with closing(http.client.HTTPConnection(host, int(port), timeout=10)) as line:
            line.connect()
            line.sock.sendall(
                b"GET " + path + b" HTTP/1.1\r\nHost: \xff:8000\r\nConnection: close\r\n\r\n"
            )
            answer = line.sock.recv(65_536)
        assert answer == b"" or int(answer.split(b" ", 2)[1]) < 500, (path, answer[:200])
    assert httpx.get(f"{server.address}/healthz", timeout=10).status_code == 200
