"""Bytes rendered and compressed once per version of a thread, and answered before routing.

A handler calls `may_cache`; this wrapper around the application keeps what it answered, and gives
it to everybody without a session until the thread, as the store knows it, has moved on.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.articles.queries import thread_version
from rejoinder.compression import (
    Headers,
    best_of,
    compressed,
    encoded,
    without,
    worth_encoding,
)
from rejoinder.http_headers import by_name
from rejoinder.storage import Database
from rejoinder.web.app_state import WebRequest
from rejoinder.web.visitor import COOKIE

# The most that kept answers may take, counted before compression.
MOST_BYTES = 64 * 1024 * 1024
# What each of them takes beside its body and its key.
ENTRY_BYTES = 2000
# Most Read beside an article, and a policy just changed, may be this old.
FRESH_SECONDS = 20.0
# A version that has lasted so long is likely to last.
SETTLED_SECONDS = 0.5
_MARK = "rejoinder.may_cache"
_PLAIN_PARAMETERS = {"sort", "cursor", "pages", "limit"}


def may_cache(request: WebRequest, article_id: int, version: int) -> None:
    """Says that this answer depends on nothing but the address and the thread's version."""
    request.scope[_MARK] = (article_id, version)  # type: ignore[literal-required] # our own key


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer, in each encoding that somebody asked for."""

    article_id: int
    version: int
    checked: object
    """The store's change token when the version was last compared."""
    until: float
    headers: Headers
    etag: bytes
    bodies: dict[bytes, bytes]
    settles_at: float
    """When a version that still stands is worth being compressed well."""
    compressed_well: set[bytes]
    """The encodings in which it has been."""

    def body(self, encoding: bytes) -> bytes:
        """The body in that encoding: compressed quickly at first, and well once it has lasted.

        In a thread where people write just now a version lasts a tenth of a second, and whoever
        waits for it waits for its compression too.
        """
        made = self.bodies.get(encoding)
        if made is None:
            made = self.bodies[encoding] = encoded(self.bodies[b""], encoding, quickly=True)
        elif encoding not in self.compressed_well and time.monotonic() > self.settles_at:
            self.compressed_well.add(encoding)
            made = self.bodies[encoding] = encoded(self.bodies[b""], encoding)
        return made


@dataclass(slots=True)
class Making:
    """An answer on its way, for which all who ask the same wait."""

    over: asyncio.Event = field(default_factory=asyncio.Event)
    kept: bool = False
    """Whether it answered them too."""


class CachedReads:
    """Stands before the application and answers what it has answered before."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        """`app` is asked for everything that is not kept."""
        self._app = app
        self._database = database
        self._kept: OrderedDict[bytes, CachedAnswer] = OrderedDict()
        self._bytes = 0
        self._in_work: dict[bytes, Making] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked = CacheRequest.of(scope)
        if asked.head:
            # Handlers know GET; the difference is only that no body is sent.
            scope = {**scope, "method": "GET"}
        if not asked.cacheable:
            await self._pass(scope, receive, send, asked, Making())
            return
        await self._answer_or_make(scope, receive, send, asked)

    async def _answer_or_make(
        self, scope: HTTPScope, receive: Receive, send: Send, asked: "CacheRequest"
    ) -> None:
        """A kept answer; else one request makes it while the others wait for it."""
        while True:
            kept = await self._fresh(asked.key)
            if kept is not None:
                await _answer(kept, asked, send)
                return
            making = self._in_work.get(asked.key)
            if making is None:
                break
            await making.over.wait()
            if not making.kept:
                # What is not kept, nobody gets any sooner by waiting for the next one.
                await self._pass(scope, receive, send, asked, Making())
                return
        making = self._in_work[asked.key] = Making()
        try:
            await self._pass(scope, receive, send, asked, making)
        finally:
            del self._in_work[asked.key]
            making.over.set()

    async def _fresh(self, key: bytes) -> CachedAnswer | None:
        kept = self._kept.get(key)
        if kept is None or time.monotonic() > kept.until:
            return None
        token = self._database.change_token()
        if token == kept.checked:
            return kept
        # A look into SQLite takes microseconds; one over a network must not stop the loop.
        look = self._version_of
        article_id = kept.article_id
        version = look(article_id) if self._database.embedded else await run_sync(look, article_id)
        if version != kept.version:
            return None
        checked = replace(kept, checked=token)
        if self._kept.get(key) is kept:  # else it was made anew, or thrown out, while we looked
            self._kept[key] = checked
        return checked

    def _version_of(self, article_id: int) -> int:
        with self._database.reading() as connection:
            return thread_version(connection, article_id)

    async def _pass(
        self,
        scope: HTTPScope,
        receive: Receive,
        send: Send,
        asked: "CacheRequest",
        making: Making,
    ) -> None:
        answer = Collected(send, making)
        await self._app(scope, receive, answer.take)
        if answer.passed_on:
            return
        body = b"".join(answer.body)
        marked = scope.get(_MARK)
        if asked.cacheable and answer.status == 200 and isinstance(marked, tuple):
            kept = _keep(marked[0], marked[1], answer.headers, body)
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


@dataclass(frozen=True, slots=True)
class CacheRequest:
    """As much of a request as the cache looks at."""

    key: bytes
    cacheable: bool
    encoding: bytes
    if_none_match: bytes
    head: bool

    @classmethod
    def of(cls, scope: HTTPScope) -> "CacheRequest":
        """Reads it from the request."""
        headers = by_name(scope["headers"])
        method, query = scope["method"], scope.get("query_string", b"")
        path = scope["path"].encode("utf-8", "surrogatepass")
        return cls(
            key=b"\n".join((headers.get(b"host", b""), path, query)),
            cacheable=(
                method in {"GET", "HEAD"}
                and COOKIE.encode() not in headers.get(b"cookie", b"")
                and b"x-fragment" not in headers
                and _plain(query)
            ),
            encoding=best_of(headers.get(b"accept-encoding", b"")),
            if_none_match=headers.get(b"if-none-match", b""),
            head=method == "HEAD",
        )


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


def _plain(query: bytes) -> bool:
    if not query:
        return True
    names = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    return len(query) < 300 and _PLAIN_PARAMETERS.issuperset(names)


def _size(key: bytes, kept: CachedAnswer) -> int:
    return ENTRY_BYTES + len(key) + len(kept.bodies[b""])


def _keep(article_id: int, version: int, headers: Headers, body: bytes) -> CachedAnswer:
    etag = b'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    return CachedAnswer(
        article_id=article_id,
        version=version,
        checked=None,
        until=time.monotonic() + FRESH_SECONDS,
        headers=[
            *without(headers, b"content-length", b"cache-control", b"vary"),
            (b"etag", etag),
            (b"cache-control", b"public, max-age=0, must-revalidate"),
            (b"vary", b"accept-encoding, cookie, origin, x-fragment"),
        ],
        etag=etag,
        bodies={b"": body},
        settles_at=time.monotonic() + SETTLED_SECONDS,
        compressed_well={b""},
    )


async def _answer(kept: CachedAnswer, asked: CacheRequest, send: Send) -> None:
    if asked.if_none_match and kept.etag in asked.if_none_match:
        await _send(send, 304, kept.headers, b"")
        return
    if not worth_encoding(kept.headers, kept.bodies[b""]):
        body, extra = kept.bodies[b""], []
    else:
        body = kept.body(asked.encoding)
        extra = [(b"content-encoding", asked.encoding)] if asked.encoding else []
    extra.append((b"content-length", str(len(body)).encode()))
    await _send(send, 200, [*kept.headers, *extra], b"" if asked.head else body)


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send(_start(status, headers))
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}
