"""Whoever has a stream open and takes nothing in keeps no place from others."""

import asyncio
from typing import Any

import pytest
from litestar.types import Message

from rejoinder.articles.model import Article
from rejoinder.web.live import slow_readers
from tests.support import event_loop
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def scope_of(article: Article) -> Any:
    path = f"/api/v1/articles/{article.id}/stream"
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "headers": [(b"host", b"127.0.0.1:8000")],
        "client": ("198.51.100.7", 50_000),
        "server": ("127.0.0.1", 8000),
    }


@pytest.mark.parametrize("takes", [0, 1], ids=["nothing", "what was there"])
def test_who_takes_nothing_in_is_let_go(
    paper: Paper, article: Article, monkeypatch: pytest.MonkeyPatch, takes: int
) -> None:
    monkeypatch.setattr(slow_readers, "TAKEN_WITHIN_SECONDS", 0.05)
    places = paper.app_state.live.places
    bodies = list[bytes]()

    async def send(message: Message) -> None:
        if message["type"] != "http.response.body":
            return
        if len(bodies) >= takes:
            await asyncio.Event().wait()  # the buffers are full, and nobody reads
        bodies.append(message["body"])

    async def receive() -> Any:
        await asyncio.Event().wait()  # nor do they leave

    async def follow() -> None:
        stream = asyncio.ensure_future(paper.app(scope_of(article), receive, send))
        if takes:
            await event_loop.until(lambda: len(bodies) == takes, seconds=5)
            assert places.taken == 1
            await asyncio.to_thread(paper.comment, article)
        await asyncio.wait_for(stream, 10)

    event_loop.run(follow)
    assert places.taken == 0


def test_who_leaves_is_let_go_at_once(paper: Paper, article: Article) -> None:
    begun = list[bytes]()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            begun.append(message["body"])

    async def receive() -> Any:
        await event_loop.until(lambda: bool(begun), seconds=5)
        return {"type": "http.disconnect"}

    async def follow() -> None:
        await asyncio.wait_for(paper.app(scope_of(article), receive, send), 10)

    event_loop.run(follow)
    assert paper.app_state.live.places.taken == 0
