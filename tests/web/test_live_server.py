"""Streams and their fallback on the real server: limits, and proxies' headers."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from rejoinder.articles.model import Article
from rejoinder.sites.actions import set_origins
from rejoinder.web.live.places import MOST_OF_ONE_NETWORK
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, serving
from tests.support.newspaper import Paper, open_paper, until
from tests.support.raw_http import connect, read_until
from tests.web.conftest import NOON


@dataclass(frozen=True, slots=True)
class Place:
    """A paper, its article, and the real server before the same store."""

    paper: Paper
    article: Article
    server: Server

    @property
    def api(self) -> str:
        return f"{self.server.address}/api/v1/articles/{self.article.id}"

    def open(self, *lines: str) -> socket.socket:
        """A reader's stream; what was said until it had begun is read."""
        line = connect(self.server, seconds=15)
        path = f"/api/v1/articles/{self.article.id}/stream"
        head = "\r\n".join([f"GET {path} HTTP/1.1", "Host: a.example", *lines, "", ""])
        line.sendall(head.encode())
        return line


@pytest.fixture(scope="module")
def running(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Paper, Server]]:
    """A server that the tests of this file share, each with an article of its own."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("live") / "store.db")
    url = f"sqlite:///{path}"
    with (
        open_paper(url, judge=gentle, now=NOON, routes="beside") as paper,
        serving(url, REJOINDER_JUDGE_PROCESSES="0") as server,
    ):
        yield paper, server


@pytest.fixture
def place(running: tuple[Paper, Server], request: pytest.FixtureRequest) -> Place:
    paper, server = running
    return Place(paper, paper.article(f"number-{abs(hash(request.node.name))}"), server)


def test_what_another_process_writes_is_told_at_once_and_never_held_back(place: Place) -> None:
    with place.open("Accept-Encoding: br, gzip") as line:
        head = read_until(line, b'"version"').lower()
        assert b"content-type: text/event-stream" in head
        assert b"x-accel-buffering: no" in head
        assert b"content-encoding" not in head
        comment = place.paper.comment(place.article)
        told = read_until(line, b"event: count")
    assert f'"id":{comment.id}'.encode() in told


def test_a_line_that_breaks_goes_on_where_it_was(place: Place) -> None:
    with place.open() as line:
        read_until(line, b'"version"')
        place.paper.comment(place.article)
        told = read_until(line, b"event: count")
    last = told.split(b"id: ")[1].split(b"\n")[0].decode()
    missed = place.paper.comment(place.article)
    with place.open(f"Last-Event-ID: {last}") as line:
        told = read_until(line, f'"id":{missed.id}'.encode())
        assert b"event: reset" not in told
    with place.open("Last-Event-ID: no number") as line:
        read_until(line, b"event: reset")


def test_one_network_has_so_many_and_who_leaves_makes_room(place: Place) -> None:
    lines = [place.open() for _ in range(MOST_OF_ONE_NETWORK)]
    for line in lines:
        read_until(line, b'"version"')
    refused = httpx.get(f"{place.api}/stream")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    for line in lines:
        line.close()

    def has_room() -> bool:
        with place.open() as line:
            return b"200 OK" in read_until(line, b"\r\n\r\n")

    until(has_room)


def test_who_asks_now_and_then_gets_the_same_and_a_304_where_nothing_happened(
    place: Place,
) -> None:
    begin = httpx.get(f"{place.api}/changes").json()
    assert (begin["changes"], begin["reset"]) == ([], False)
    first = place.paper.comment(place.article)
    reply = place.paper.comment(place.article, parent=first)
    answer = httpx.get(f"{place.api}/changes", params={"after": begin["last"]})
    told = answer.json()
    assert [(each["event"], each["comment_id"], each["parent_id"]) for each in told["changes"]] == [
        ("comment", first.id, None),
        ("comment", reply.id, first.id),
    ]
    assert (told["count"], told["version"]) == (2, begin["version"] + 2)
    then = httpx.get(f"{place.api}/changes", params={"after": told["last"]})
    place.paper.comment(place.paper.article("another"))
    known = {"if-none-match": then.headers["etag"]}
    same = httpx.get(f"{place.api}/changes", params={"after": told["last"]}, headers=known)
    assert (same.status_code, same.content) == (304, b"")
    place.paper.comment(place.article)
    other = httpx.get(f"{place.api}/changes", params={"after": told["last"]}, headers=known)
    assert other.status_code == 200
    assert httpx.get(f"{place.api}/changes", params={"after": 10**15}).json()["reset"] is True


def test_who_asks_is_told_that_a_thread_was_closed_and_when_it_is_gone(place: Place) -> None:
    begin = httpx.get(f"{place.api}/changes").json()
    place.paper.close(place.article)
    told = httpx.get(f"{place.api}/changes", params={"after": begin["last"]}).json()
    assert (told["changes"], told["reset"]) == ([], True)
    then = httpx.get(f"{place.api}/changes", params={"after": told["last"]}).json()
    assert then["reset"] is False
    place.paper.unpublish(place.article)
    for path in ("changes", "stream"):
        assert httpx.get(f"{place.api}/{path}").status_code == 410


def test_threads_that_are_not_there_and_heads_are_answered_at_once(place: Place) -> None:
    assert httpx.get(f"{place.server.address}/api/v1/articles/999/stream").status_code == 404
    assert httpx.get(f"{place.api}/stream", params={"after": "-1"}).status_code == 400
    head = httpx.head(f"{place.api}/stream")
    assert (head.status_code, head.content) == (200, b"")


def test_no_strangers_page_has_its_readers_take_the_places(place: Place) -> None:
    friend, stranger = "https://app.example", "https://evil.example"
    with place.paper.database.writing() as connection:
        set_origins(connection, place.paper.site, (friend,))
    for lines in (
        ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"),
        ("Sec-Fetch-Site: cross-site", f"Origin: {stranger}"),
        ("Sec-Fetch-Site: same-site", "Origin: null"),
        (f"Origin: {stranger}",),
    ):
        with place.open(*lines) as line:
            assert b" 403 " in read_until(line, b"unknown-origin").partition(b"\r\n")[0]
    for lines in (
        ("Sec-Fetch-Site: cross-site", f"Origin: {friend}"),
        ("Sec-Fetch-Site: same-origin",),
        (f"Origin: {friend}",),
    ):
        with place.open(*lines) as line:
            read_until(line, b'"version"')
