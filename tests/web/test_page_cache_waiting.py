"""Who waits for a page that somebody else has asked for, and how much of them all is kept."""

import asyncio
from typing import Any

import pytest
from litestar.types import ASGIApp

from rejoinder.storage import Database
from rejoinder.web.middleware import page_cache
from rejoinder.web.middleware.cached_answer import cached_answer
from rejoinder.web.middleware.cached_counts import COUNTS, CachedCounts
from rejoinder.web.middleware.page_cache import CachedReads
from tests.support import event_loop

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PATIENCE_SECONDS = 20


async def nothing() -> Any:
    raise AssertionError("No handler here reads a body.")


async def ask(cache: CachedReads, path: str = "/", query: bytes = b"") -> list[Any]:
    """What is sent in answer."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query,
        "headers": [(b"host", b"gazette.example")],
    }
    await cache(scope, nothing, send)
    return messages


def body(content: bytes = b"", *, more: bool = False) -> Any:
    return {"type": "http.response.body", "body": content, "more_body": more}


START: Any = {"type": "http.response.start", "status": 200, "headers": []}


def test_what_is_not_kept_is_made_for_many_at_once(database: Database) -> None:
    all_asked, together = asyncio.Event(), asyncio.Barrier(2)
    requests = iter(range(3))

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        if next(requests) == 0:
            await all_asked.wait()
        else:
            await together.wait()
        await send(START)
        await send(body(b"front page"))

    async def three() -> None:
        cache = CachedReads(app, database)
        asking = [asyncio.create_task(ask(cache)) for _ in range(3)]
        await asyncio.sleep(0)  # each has come as far as it can
        all_asked.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*asking)

    event_loop.run(three)


def test_nobody_waits_for_a_slow_reader_of_a_file(database: Database) -> None:
    second_has_it = asyncio.Event()
    requests = iter(range(2))

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        first = next(requests) == 0
        await send(START)
        await send(body(b"half", more=True))
        if first:
            await second_has_it.wait()
        await send(body())

    async def two() -> None:
        cache = CachedReads(app, database)
        first = asyncio.create_task(ask(cache, "/static/site.js"))
        await asyncio.sleep(0)  # it has got its first half
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ask(cache, "/static/site.js")
            second_has_it.set()
            await first

    event_loop.run(two)


def marked(version: int, content: bytes) -> ASGIApp:
    """An application whose every answer may be kept."""

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        scope["rejoinder.may_cache"] = (1, version)
        await send(START)
        await send(body(content))

    return app


async def count(counts: CachedCounts) -> bytes:
    """What is told to whoever asks for these counts."""
    told = bytearray()

    async def receive() -> Any:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Any) -> None:
        told.extend(message.get("body", b""))

    scope: Any = {"type": "http", "method": "POST", "path": COUNTS, "headers": []}
    await counts(scope, receive, send)
    return bytes(told)


def test_many_who_ask_for_the_same_counts_at_once_have_them_counted_once(
    database: Database,
) -> None:
    all_asked = asyncio.Event()
    asked = list[int]()

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        asked.append(1)
        await all_asked.wait()
        scope["rejoinder.may_cache"] = (lambda _connection: 7, 7)
        await send(START)
        await send(body(b"seven"))

    async def three() -> list[bytes]:
        counts = CachedCounts(app, database)
        asking = [asyncio.create_task(count(counts)) for _ in range(3)]
        await asyncio.sleep(0)  # each has come as far as it can
        all_asked.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asyncio.gather(*asking)

    assert event_loop.run(three) == [b"seven"] * 3
    assert len(asked) == 1


def test_counts_that_may_not_be_kept_are_made_for_many_at_once(database: Database) -> None:
    all_asked, together = asyncio.Event(), asyncio.Barrier(2)
    requests = iter(range(3))

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await (together.wait() if next(requests) else all_asked.wait())
        await send(START)
        await send(body(b"none"))

    async def three() -> None:
        counts = CachedCounts(app, database)
        asking = [asyncio.create_task(count(counts)) for _ in range(3)]
        await asyncio.sleep(0)  # each has come as far as it can
        all_asked.set()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await asyncio.gather(*asking)

    event_loop.run(three)


def test_small_answers_are_not_kept_without_number(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_cache, "MOST_BYTES", 100_000)
    cache = CachedReads(marked(0, b"{}"), database)

    async def many() -> None:
        for number in range(200):
            await ask(cache, query=b"cursor=%d" % number)

    event_loop.run(many)
    assert 10 < len(cache._kept) < 60


def test_what_was_made_meanwhile_is_not_put_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = CachedReads(marked(-1, b"old"), database)
    newer = cached_answer(lambda _connection: 0, 0, [], b"newer")

    def look(_article_id: int) -> int:
        for key in list(cache._kept):
            cache._store(key, newer)
        return -1

    monkeypatch.setattr(cache, "_read_version", look)

    async def twice() -> None:
        await ask(cache)
        await ask(cache)

    event_loop.run(twice)
    assert list(cache._kept.values()) == [newer]
