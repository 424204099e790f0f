"""Bytes rendered and compressed once per version of a thread, and answered before routing.

A handler calls `may_cache`; this wrapper around the application keeps what it answered, and gives
it to everybody without a session until the thread, as the store knows it, has moved on.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.articles.queries import thread_version
from rejoinder.compression import Headers, compressed
from rejoinder.storage import Database
from rejoinder.web.app_state import WebRequest
from rejoinder.web.middleware.cached_answer import (
    CachedAnswer,
    CacheRequest,
    VersionOf,
    cached_answer,
)
from rejoinder.web.middleware.change_watch import ChangeWatch
from rejoinder.web.middleware.making import InWork, Making
from rejoinder.web.middleware.security_headers import SERVER_TIMING, server_clock

# The most that kept answers may take, counted before compression.
MOST_BYTES = 64 * 1024 * 1024
# What each of them takes beside its body and its key.
ENTRY_BYTES = 2000
_MARK = "rejoinder.may_cache"
_HEAD_ONLY = "rejoinder.head_only"


def may_cache(request: WebRequest, article_id: int, version: int) -> None:
    """Says that this answer depends on nothing but the address and the thread's version."""
    may_cache_while(request, partial(thread_version, article_id=article_id), version)


def may_cache_while(request: WebRequest, version_of: VersionOf, version: int) -> None:
    """The same of an answer about several threads: it holds while `version_of` gives `version`."""
    request.scope[_MARK] = (version_of, version)  # type: ignore[literal-required] # our own key


def held_while(scope: Scope) -> tuple[VersionOf, int] | None:
    """What a handler said of its answer by one of these; None where it said nothing."""
    marked: object = scope.get(_MARK)
    return marked if isinstance(marked, tuple) else None


def wants_head_only(request: WebRequest) -> bool:
    """Whether nobody reads the body: a stream would never end."""
    return _HEAD_ONLY in request.scope


class CachedReads:
    """Stands before the application and answers what it has answered before."""

    def __init__(self, app: ASGIApp, database: Database, watch: ChangeWatch | None = None) -> None:
        """`app` is asked for everything that is not kept; others may look at the same `watch`."""
        self._app = app
        self._database = database
        self._watch = watch or ChangeWatch(database)
        self._kept: OrderedDict[bytes, CachedAnswer] = OrderedDict()
        self._bytes = 0
        self._in_work = InWork()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked = CacheRequest.of(scope)
        if asked.head:
            # Handlers know GET; the difference is only that no body is sent.
            asking: dict[str, Any] = {**scope, "method": "GET", _HEAD_ONLY: True}
            scope = cast("HTTPScope", asking)
        if not asked.cacheable:
            await self._pass(scope, receive, send, asked, Making())
            return
        await self._answer_or_make(scope, receive, send, asked)

    async def _answer_or_make(
        self, scope: HTTPScope, receive: Receive, send: Send, asked: CacheRequest
    ) -> None:
        """A kept answer; else one request makes it while the others wait for it."""
        if not await self._answer_kept(asked, send):
            answer_kept = partial(self._answer_kept, asked, send)
            make = partial(self._pass, scope, receive, send, asked)
            await self._in_work.make_or_wait(asked.key, answer_kept, make)

    async def _answer_kept(self, asked: CacheRequest, send: Send) -> bool:
        """Whether it could."""
        kept = await self._fresh(asked.key)
        if kept is not None:
            await _answer(kept, asked, send)
        return kept is not None

    async def _fresh(self, key: bytes) -> CachedAnswer | None:
        kept = self._kept.get(key)
        if kept is None or time.monotonic() > kept.until:
            return None
        try:
            token = self._watch.token()
            if token == kept.checked:
                return kept
            version = await self._version_of(kept.version_of)
        except Exception:  # noqa: BLE001 - the route asks the store too, and tells of it
            return None
        if version != kept.version:
            return None
        checked = replace(kept, checked=token)
        if self._kept.get(key) is kept:  # else it was made anew, or thrown out, while we looked
            self._kept[key] = checked
        return checked

    async def _version_of(self, version_of: VersionOf) -> int:
        """A look into SQLite takes microseconds; one over a network must not stop the loop."""
        if self._database.embedded:
            return self._read_version(version_of)
        return await run_sync(self._read_version, version_of)

    def _read_version(self, version_of: VersionOf) -> int:
        with self._database.reading() as connection:
            return version_of(connection)

    async def _pass(
        self,
        scope: HTTPScope,
        receive: Receive,
        send: Send,
        asked: CacheRequest,
        making: Making,
    ) -> None:
        answer = Collected(send, making)
        await self._app(scope, receive, answer.take)
        if answer.passed_on:
            return
        body = b"".join(answer.body)
        marked = held_while(scope)
        if asked.cacheable and answer.status == 200 and marked is not None:
            kept = cached_answer(*marked, answer.headers, body)
            self._store(asked.key, kept)
            making.kept = True
            await _answer(kept, asked, send)
            return
        headers, body = compressed(answer.headers, body, asked.encoding)
        await _send(send, answer.status, headers, b"" if asked.head else body)

    def _store(self, key: bytes, kept: CachedAnswer) -> None:
        gone = self._kept.pop(key, None)
        self._bytes += _size(key, kept) - (_size(key, gone) if gone else 0)
        self._kept[key] = kept
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _size(*self._kept.popitem(last=False))


@dataclass(slots=True)
class Collected:
    """Holds an answer back until it is whole; a streamed one is passed on as it comes."""

    send: Send
    making: Making
    status: int = 0
    headers: Headers = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    passed_on: bool = False

    async def take(self, message: Message) -> None:
        """What the application calls instead of `send`."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] != "http.response.body" or self.passed_on:
            await self.send(message)
        elif message.get("more_body") and not self.body:
            self.passed_on = True
            self.making.over.set()  # it may take as long as its reader likes
            await self.send(_start(self.status, self.headers))
            await self.send(message)
        else:
            self.body.append(message.get("body", b""))


def _size(key: bytes, kept: CachedAnswer) -> int:
    return ENTRY_BYTES + len(key) + len(kept.bodies[b""])


async def _answer(kept: CachedAnswer, asked: CacheRequest, send: Send) -> None:
    headers = [*kept.headers, (SERVER_TIMING.encode(), server_clock().encode())]
    if kept.is_known(asked.known):
        await _send(send, 304, headers, b"")
        return
    if not kept.encodable:
        body, extra = kept.bodies[b""], []
    else:
        body = kept.body(asked.encoding)
        extra = [(b"content-encoding", asked.encoding)] if asked.encoding else []
    extra.append((b"content-length", str(len(body)).encode()))
    await _send(send, 200, [*headers, *extra], b"" if asked.head else body)


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}
