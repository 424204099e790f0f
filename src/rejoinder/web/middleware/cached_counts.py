"""Counts of comments, answered before routing for as long as nothing was committed.

A newspaper's front page asks for the same articles' counts on behalf of every reader. What was
answered to a body is given again to the same body for as long as it is true: while the store's
change token stands (exactly on SQLite, for a quarter of a second on PostgreSQL), and after each
commit once the counts were looked at again. It is the same for everybody, whatever they show.
"""

import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.compression import Headers, best_of, without
from rejoinder.http_headers import by_name
from rejoinder.storage import Database
from rejoinder.web.middleware.cached_answer import FRESH_SECONDS, VersionOf
from rejoinder.web.middleware.change_watch import ChangeWatch
from rejoinder.web.middleware.making import InWork, Making
from rejoinder.web.middleware.page_cache import held_while
from rejoinder.web.middleware.security_headers import SERVER_TIMING, server_clock

COUNTS = "/api/v1/counts"
# A hundred articles by the longest ids that there are, with room for spaces.
LONGEST_BODY = 40_000
# Together they take a few megabytes at most.
MOST_ANSWERS = 500
_CLOCK = SERVER_TIMING.encode()


class CachedCounts:
    """Stands before an application and answers the counts that it has answered before."""

    def __init__(self, app: ASGIApp, database: Database, watch: ChangeWatch | None = None) -> None:
        """`app` is asked for everything that is not kept; others may look at the same `watch`."""
        self._app = app
        self._database = database
        self._watch = watch or ChangeWatch(database)
        self._kept: OrderedDict[bytes, KeptCounts] = OrderedDict()
        self._in_work = InWork()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != ScopeType.HTTP or scope["path"] != COUNTS or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        messages, body = await _received(receive)
        if body is None:
            await self._app(scope, _again(messages, receive), send)
            return
        await self._answer_or_make(_key(scope, body), scope, _again(messages, receive), send)

    async def _answer_or_make(
        self, key: bytes, scope: HTTPScope, receive: Receive, send: Send
    ) -> None:
        """A kept answer; else one request makes it while the others wait for it."""
        if not await self._answer_kept(key, send):
            answer_kept = partial(self._answer_kept, key, send)
            make = partial(self._make, key, scope, receive, send)
            await self._in_work.make_or_wait(key, answer_kept, make)

    async def _answer_kept(self, key: bytes, send: Send) -> bool:
        """Whether it could."""
        kept = await self._fresh(key)
        if kept is not None:
            await _send(send, kept)
        return kept is not None

    async def _make(
        self, key: bytes, scope: HTTPScope, receive: Receive, send: Send, making: Making
    ) -> None:
        """Has the application answer, and keeps that if it may."""
        answer, token = _Answer(send), self._token()
        await self._app(scope, receive, answer.take)
        held = held_while(scope)
        if answer.status != 200 or not answer.whole or token is None or held is None:
            return
        headers = without(answer.headers, _CLOCK)
        until = time.monotonic() + FRESH_SECONDS
        self._keep(key, KeptCounts(headers, bytes(answer.body), *held, until, token))
        making.kept = True

    def _token(self) -> object:
        """The store's change token; None where the store is away."""
        try:
            return self._watch.token()
        except Exception:  # noqa: BLE001 - the route asks the store too, and tells of it
            return None

    async def _fresh(self, key: bytes) -> "KeptCounts | None":
        """What is kept and true, if anything."""
        kept = self._kept.get(key)
        if kept is None or time.monotonic() > kept.until:
            return None
        try:
            token = self._watch.token()
            if kept.token == token:
                return kept
            if await self._version_now(kept) != kept.version:
                return None
        except Exception:  # noqa: BLE001 - the route asks the store too, and tells of it
            return None
        checked = replace(kept, token=token)
        if self._kept.get(key) is kept:  # else it was made anew, or thrown out, while we looked
            self._kept[key] = checked
        return checked

    async def _version_now(self, kept: "KeptCounts") -> int:
        """A look into SQLite takes microseconds; one over a network must not stop the loop."""
        if self._database.embedded:
            return self._read(kept)
        return await run_sync(self._read, kept)

    def _read(self, kept: "KeptCounts") -> int:
        with self._database.reading() as connection:
            return kept.version_of(connection)

    def _keep(self, key: bytes, kept: "KeptCounts") -> None:
        self._kept[key] = kept
        if len(self._kept) > MOST_ANSWERS:
            self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class KeptCounts:
    """What was answered to a body."""

    headers: Headers
    body: bytes
    version_of: VersionOf
    version: int
    until: float
    """By the monotonic clock: what nobody looks at, such as which site a host is, may change."""
    token: object
    """The store's change token before it was read, or when it was last looked at again."""


class _Answer:
    """Passes an answer on and remembers it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0
        self.headers: Headers = []
        self.body = bytearray()
        self.whole = False

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            self.whole = not message.get("more_body", False)
        await self._send(message)


async def _received(receive: Receive) -> tuple[list[Message], bytes | None]:
    """What has come of the request, and its body; None where it is long, or broken off."""
    messages: list[Message] = []
    body = b""
    while True:
        message = await receive()
        messages.append(message)  # type: ignore[arg-type] # what is received is handed on as it is
        if message["type"] != "http.request":
            return messages, None
        body += message.get("body", b"")
        if len(body) > LONGEST_BODY:
            return messages, None
        if not message.get("more_body", False):
            return messages, body


def _again(messages: Iterable[Message], receive: Receive) -> Receive:
    """Gives what has come already, and then what is still to come."""
    waiting = iter(messages)

    async def receiving() -> Message:
        return next(waiting, None) or await receive()  # type: ignore[return-value]

    return receiving  # type: ignore[return-value]


def _key(scope: HTTPScope, body: bytes) -> bytes:
    """All of a request that its answer depends on."""
    headers = by_name(scope["headers"])
    return b"\n".join(
        (
            headers.get(b"host", b""),
            headers.get(b"content-type", b""),
            best_of(headers.get(b"accept-encoding", b"")),
            scope.get("query_string", b""),
            body,
        )
    )


async def _send(send: Send, kept: KeptCounts) -> None:
    headers = [*kept.headers, (_CLOCK, server_clock().encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": kept.body, "more_body": False})
