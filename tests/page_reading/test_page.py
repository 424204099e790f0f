"""Pages from real web servers, the hostile among them."""

import asyncio
import gzip
import threading
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpcore
import pytest

from rejoinder.outbound.addresses import OutboundError
from rejoinder.page_reading.page import MAX_PAGE_BYTES, Page
from tests.support import event_loop
from tests.support.remote_sites import HTML, PUBLIC, Cable, Names, Site, site, web

BRIDGE = "http://paper.example/bridge"


@pytest.fixture(scope="module")
def opened() -> Iterator[Site]:
    """A server that the tests of this file share, each at its own path."""
    with site() as running:
        yield running


@pytest.fixture
def paper(opened: Site) -> Site:
    """That server, which was asked nothing yet."""
    opened.answers.clear()
    opened.asked.clear()
    return opened


def fetched(
    paper: Site, url: str = BRIDGE, names: Names | None = None, cable: Cable | None = None
) -> Page:
    async def ask() -> Page:
        asking = web(cable or Cable(paper.port), names)
        try:
            async with asyncio.timeout(60):
                return await asking.page(url)
        finally:
            await asking.close()

    return event_loop.run(ask)


def refused(paper: Site, url: str = BRIDGE, names: Names | None = None) -> str:
    with pytest.raises(OutboundError) as told:
        fetched(paper, url, names)
    return str(told.value)


def test_a_page_comes_as_it_was_written(paper: Site) -> None:
    paper.page("/bridge")
    cable = Cable(paper.port)
    assert fetched(paper, f"{BRIDGE}?from=mail#comments", cable=cable) == Page(HTML, "utf-8")
    assert cable.reached == [(PUBLIC, 80)]
    path, headers = paper.asked[0]
    assert path == "/bridge?from=mail"
    assert headers["host"] == "paper.example"
    assert headers["user-agent"] == "Rejoinder/test"
    assert not headers.keys() & {"cookie", "authorization", "referer"}


def test_a_packed_page_is_unpacked(paper: Site) -> None:
    paper.page("/bridge", gzip.compress(HTML), content_encoding="gzip")
    assert fetched(paper).html == HTML


def test_a_page_that_has_moved_is_followed(paper: Site) -> None:
    paper.moved("/a", "/b", 301)
    paper.moved("/b", "http://www.paper.example/c", 307)
    paper.moved("/c", "//paper.example/bridge", 308)
    paper.page("/bridge")
    assert fetched(paper, "http://paper.example/a").html == HTML


def test_a_page_that_moves_on_and_on_is_left(paper: Site) -> None:
    paper.moved("/bridge", "/bridge")
    assert "moves on" in refused(paper)
    assert len(paper.asked) == 4


@pytest.mark.parametrize(
    "to",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/"),
        *("http://2130706433/", "http://paper.example:22/", "file:///etc/passwd", "http://["),
        *("http://inside.example/", "http://mixed.example/", "https://user@paper.example/"),
        *("http://mapped.example/", "http://nowhere.example/", "//localhost/"),
    ],
)
def test_it_is_not_followed_into_the_operators_network(paper: Site, to: str) -> None:
    names = Names(
        {
            "paper.example": [[PUBLIC]],
            "inside.example": [["10.0.0.7"]],
            "mixed.example": [[PUBLIC, "127.0.0.1"]],
            "mapped.example": [["::ffff:127.0.0.1"]],
        }
    )
    paper.moved("/bridge", to)
    cable = Cable(paper.port)
    with pytest.raises(OutboundError):
        fetched(paper, names=names, cable=cable)
    assert cable.reached == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["::1"], ["169.254.169.254"], [PUBLIC, "192.168.0.1"], []]
)
def test_a_name_of_a_private_address_is_not_gone_to(paper: Site, addresses: list[str]) -> None:
    assert "public" in refused(paper, names=Names({"paper.example": [addresses]}))
    assert paper.asked == []


def test_a_name_that_answers_otherwise_the_second_time_wins_nothing(paper: Site) -> None:
    names = Names({"paper.example": [[PUBLIC], ["127.0.0.1"]]})
    paper.page("/bridge")
    assert fetched(paper, names=names).html == HTML
    assert names.looked_up == ["paper.example"]
    paper.moved("/bridge", "/bridge")
    rebound = Names({"paper.example": [[PUBLIC], ["127.0.0.1"]]})
    assert "public" in refused(paper, names=rebound)


def test_another_address_is_tried_where_nobody_answers(paper: Site) -> None:
    class Half(Cable):
        async def connect_tcp(self, host: str, *more: Any) -> httpcore.AsyncNetworkStream:
            if host == "8.8.8.8":
                raise httpcore.ConnectError
            return await super().connect_tcp(host, *more)

    paper.page("/bridge")
    names = Names({"paper.example": [["8.8.8.8", PUBLIC]]})
    assert fetched(paper, names=names, cable=Half(paper.port)).html == HTML


def test_a_certificate_is_asked_of_the_name_and_not_of_the_address(paper: Site) -> None:
    asked: list[tuple[str, int, str | None]] = []

    class Stream(httpcore.AsyncMockStream):
        async def start_tls(self, *more: Any, **named: Any) -> httpcore.AsyncNetworkStream:
            asked.append((*cable.reached[-1], named.get("server_hostname")))
            raise httpcore.ConnectError

    class Tapped(Cable):
        async def connect_tcp(
            self, host: str, port: int, *more: Any
        ) -> httpcore.AsyncNetworkStream:
            self.reached.append((host, port))
            return Stream([])

    cable = Tapped(paper.port)
    with pytest.raises(OutboundError):
        fetched(paper, "https://paper.example/bridge", cable=cable)
    assert asked == [(PUBLIC, 443, "paper.example")]


@pytest.mark.parametrize(
    ("status", "headers", "why"),
    [
        (404, {}, "404"),
        (500, {}, "500"),
        (206, {}, "206"),
        (302, {}, "302"),
        (200, {"content_type": "application/pdf"}, "HTML"),
        (200, {"content_type": "text/plain"}, "HTML"),
        (200, {"content_type": ""}, "HTML"),
        (200, {"content_encoding": "br"}, "packed"),
        (200, {"content_encoding": "gzip, gzip"}, "packed"),
        (200, {"content_encoding": "gzip"}, "packing"),
    ],
)
def test_what_is_no_page_is_told_apart(
    paper: Site, status: int, headers: dict[str, str], why: str
) -> None:
    paper.page("/bridge", HTML, status, **headers)
    assert why in refused(paper)


@pytest.mark.parametrize("large", [b"a" * (MAX_PAGE_BYTES + 1), b"a" * (4 * MAX_PAGE_BYTES)])
def test_a_page_that_is_too_large_is_left(paper: Site, large: bytes) -> None:
    paper.page("/bridge", large)
    assert "large" in refused(paper)


def test_a_page_as_large_as_may_be_is_taken(paper: Site) -> None:
    paper.page("/bridge", b"a" * MAX_PAGE_BYTES)
    assert len(fetched(paper).html) == MAX_PAGE_BYTES


def test_a_page_that_swells_when_unpacked_is_left_at_once(paper: Site) -> None:
    bomb = gzip.compress(b"\0" * (100 * MAX_PAGE_BYTES // 10))
    paper.page("/bridge", bomb, content_encoding="gzip")
    assert "large" in refused(paper)


def test_a_packing_without_end_and_content_is_left(paper: Site) -> None:
    packer = zlib.compressobj(wbits=31)
    start = packer.compress(b"a") + packer.flush(zlib.Z_SYNC_FLUSH)
    empty = b"\x00\x00\x00\xff\xff"  # a block that holds nothing
    paper.page("/bridge", start + empty * (MAX_PAGE_BYTES // 5 + 1), content_encoding="gzip")
    assert "large" in refused(paper)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\ncontent-type: text/html\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/html\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 100_000,
    ],
)
def test_what_speaks_no_http_is_left(paper: Site, raw: bytes) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    paper.answers["/bridge"] = answer
    assert refused(paper)


def test_a_server_that_sends_a_byte_now_and_then_is_left_in_time(paper: Site) -> None:
    gone = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.end_headers()
        while not gone.wait(0.05):
            handler.wfile.write(b"a")

    async def ask() -> None:
        asking = web(Cable(paper.port))
        try:
            async with asyncio.timeout(0.5):
                await asking.page(BRIDGE)
        finally:
            await asking.close()

    paper.answers["/bridge"] = trickle
    try:
        with pytest.raises(TimeoutError):
            event_loop.run(ask)
    finally:
        gone.set()
