"""Bytes rendered and compressed once per version of a thread, and answered before routing.

A handler calls `may_cache`; this wrapper around the application keeps what it answered, and gives
it to everybody without a session until the thread, as the store knows it, has moved on.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import brotli
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.articles.queries import thread_version
from rejoinder.storage import Database
from rejoinder.web.parts import WebRequest
from rejoinder.web.visitor import COOKIE

# The most that cached pages may take, counted before compression.
MOST_BYTES = 64 * 1024 * 1024
# Most Read beside an article, and a policy just changed, may be this old.
FRESH_SECONDS = 20.0
# Below this, compression costs more than it saves (one network packet).
WORTH_COMPRESSING = 1400
BROTLI_QUALITY = 5
_MARK = "rejoinder.may_cache"
_PLAIN_PARAMETERS = {"sort", "cursor", "limit"}
_COMPRESSED = (b"text/", b"application/json", b"application/rss", b"image/svg")
Headers = tuple[tuple[bytes, bytes], ...]


def may_cache(request: WebRequest, article_id: int, version: int) -> None:
    """Says that this answer depends on nothing but the address and the thread's version."""
    request.scope[_MARK] = (article_id, version)  # type: ignore[literal-required] # our own key


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer in each of its encodings."""

    article_id: int
    version: int
    checked: object
    """The store's change token when the version was last compared."""
    until: float
    headers: Headers
    bodies: dict[bytes, bytes]
    etag: bytes


class CachedReads:
    """Stands before the application and answers what it has answered before."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        """`app` is asked for everything that is not kept."""
        self._app = app
        self._database = database
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked = _Asked.of(scope)
        if asked.cacheable:
            kept = self._fresh(asked.key)
            if kept is not None:
                await _answer(kept, asked, send)
                return
        answer = _Collected(send)
        await self._app(scope, receive, answer.take)
        if answer.passed_on:
            return
        await self._finish(scope, asked, answer, send)

    def _fresh(self, key: bytes) -> Kept | None:
        kept = self._kept.get(key)
        if kept is None or time.monotonic() > kept.until:
            return None
        token = self._database.change_token()
        if token == kept.checked:
            return kept
        with self._database.reading() as connection:
            if thread_version(connection, kept.article_id) != kept.version:
                return None
        kept = replace(kept, checked=token)
        self._kept[key] = kept
        return kept

    async def _finish(
        self, scope: Scope, asked: "_Asked", answer: "_Collected", send: Send
    ) -> None:
        marked = scope.get(_MARK)
        body = b"".join(answer.body)
        if isinstance(marked, tuple) and asked.cacheable and answer.status == 200:
            article_id, version = marked
            kept = _keep(article_id, version, answer, body)
            self._store(asked.key, kept)
            await _answer(kept, asked, send)
            return
        headers, body = _compressed_once(answer.headers, body, asked)
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    def _store(self, key: bytes, kept: Kept) -> None:
        gone = self._kept.pop(key, None)
        self._bytes += _size(kept) - (_size(gone) if gone else 0)
        self._kept[key] = kept
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _size(oldest)


@dataclass(frozen=True, slots=True)
class _Asked:
    """As much of a request as the cache looks at."""

    key: bytes
    cacheable: bool
    encoding: bytes
    if_none_match: bytes
    head: bool

    @classmethod
    def of(cls, scope: HTTPScope) -> "_Asked":
        headers = dict(scope["headers"])
        method, query = scope["method"], scope.get("query_string", b"")
        plain = (
            method in {"GET", "HEAD"}
            and COOKIE.encode() not in headers.get(b"cookie", b"")
            and b"x-fragment" not in headers
            and _plain(query)
        )
        host, path = headers.get(b"host", b""), scope["path"].encode("utf-8", "surrogatepass")
        return cls(
            key=b"\n".join((host, path, query, headers.get(b"origin", b""))),
            cacheable=plain,
            encoding=_best(headers.get(b"accept-encoding", b"")),
            if_none_match=headers.get(b"if-none-match", b""),
            head=method == "HEAD",
        )


class _Collected:
    """Holds an answer back until it is whole; a streamed one is passed on as it comes."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.body: list[bytes] = []
        self.passed_on = False

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body" and not self.passed_on:
            if message.get("more_body") and not self.body:
                self.passed_on = True
                await self._start()
                await self._send(message)
            else:
                self.body.append(message.get("body", b""))
        else:
            await self._send(message)

    async def _start(self) -> None:
        await self._send(
            {"type": "http.response.start", "status": self.status, "headers": self.headers}
        )


def _plain(query: bytes) -> bool:
    if not query:
        return True
    names = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    return len(query) < 300 and _PLAIN_PARAMETERS.issuperset(names)


def _best(accepted: bytes) -> bytes:
    offered = {part.partition(b";")[0].strip() for part in accepted.lower().split(b",")}
    return next((each for each in (b"br", b"gzip") if each in offered), b"")


def _keep(article_id: int, version: int, answer: _Collected, body: bytes) -> Kept:
    etag = b'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    kept_headers = tuple(
        (name, value) for name, value in answer.headers if name.lower() != b"content-length"
    )
    return Kept(
        article_id=article_id,
        version=version,
        checked=None,
        until=time.monotonic() + FRESH_SECONDS,
        headers=(
            *kept_headers,
            (b"etag", etag),
            (b"cache-control", b"public, max-age=0, must-revalidate"),
            (b"vary", b"accept-encoding, cookie, origin"),
        ),
        bodies={each: _encoded(body, each) for each in (b"", b"br", b"gzip")},
        etag=etag,
    )


async def _answer(kept: Kept, asked: _Asked, send: Send) -> None:
    if asked.if_none_match and kept.etag in asked.if_none_match:
        await send(_start(304, kept.headers))
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return
    body = kept.bodies[asked.encoding]
    extra = [(b"content-length", str(len(body)).encode())]
    if asked.encoding and body is not kept.bodies[b""]:
        extra.append((b"content-encoding", asked.encoding))
    await send(_start(200, (*kept.headers, *extra)))
    shown = b"" if asked.head else body
    await send({"type": "http.response.body", "body": shown, "more_body": False})


def _start(status: int, headers: Iterable[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def _encoded(body: bytes, encoding: bytes) -> bytes:
    if len(body) < WORTH_COMPRESSING or not encoding:
        return body
    if encoding == b"br":
        smaller: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
        return smaller
    return gzip.compress(body, compresslevel=6, mtime=0)


def _compressed_once(
    headers: list[tuple[bytes, bytes]], body: bytes, asked: _Asked
) -> tuple[list[tuple[bytes, bytes]], bytes]:
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    if not kind.startswith(_COMPRESSED) or len(body) < WORTH_COMPRESSING or not asked.encoding:
        return headers, body
    smaller = _encoded(body, asked.encoding)
    others = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    others += [
        (b"content-length", str(len(smaller)).encode()),
        (b"content-encoding", asked.encoding),
        (b"vary", b"accept-encoding"),
    ]
    return others, smaller


def _size(kept: Kept) -> int:
    return sum(len(body) for body in kept.bodies.values())
