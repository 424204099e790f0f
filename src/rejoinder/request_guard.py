"""Refuses requests that two readers could read in two ways, or none in time.

Each part reads its headers by itself: the page cache, the guards, the handlers, a proxy in front.
Where a header that may stand once stands twice, one part would take the first and another the
last, and one site's page would be kept under another's name (RFC 9110, 5.3 and 7.2). What passes
here has one host, one cookie header, and nothing twice that belongs there once; and nothing so
long that taking it apart keeps others waiting.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.slow_bodies import Deadlines, HungUp

Header = tuple[bytes, bytes]

# A name or an address, and a port (RFC 3986, 3.2.2, as far as browsers send it).
_HOST = re.compile(rb"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII)
# What has no list form, as far as anything here or before us acts by it.
_ONCE = frozenset(
    {
        b"host",
        b"authorization",
        b"content-length",
        b"content-type",
        b"origin",
        b"sec-fetch-site",
        b"transfer-encoding",
        b"x-fragment",
    }
)
# In bytes. As long as proxies let an address be, and all headers together: publishers set many
# cookies, of which ours is one.
LONGEST_TARGET = 8192
LONGEST_HEADERS = 4 * LONGEST_TARGET
# No address of ours has more than ten.
MOST_PARAMETERS = 100
# Of a body's length: what has more is refused in any case.
_DIGITS = 16
BODILESS = {"GET", "HEAD", "OPTIONS"}
# Load balancers ask by HTTP/1.0, which knows no Host; the answer is the same for all.
_HOSTLESS = "/healthz"
_UNCLEAR = "The request can be read in two ways, or names no host that can be one."
_TOO_LONG = "The address or a header of the request is longer than any of ours."


class RequestGuard:
    """Stands before an application and lets in only what can be read in one way."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is asked for whatever is let in."""
        self._app = app
        self._deadlines = Deadlines()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == ScopeType.HTTP:
            too_long = _too_long(scope)
            headers = None if too_long else _clear_headers(scope)
            if headers is None:
                await _refuse(scope["method"], too_long or 400, send)
                return
            if headers is not scope["headers"]:
                scope = {**scope, "headers": headers}
            if scope["method"] not in BODILESS:
                await self._with_body(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _with_body(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        body = self._deadlines.body(receive, _length(scope["headers"]))
        try:
            await self._app(scope, body.receive, send)
        except HungUp:
            pass
        finally:
            body.over()


def is_host(raw: str) -> bool:
    """Whether a text can be a host, with or without a port."""
    return raw.isascii() and _HOST.fullmatch(raw.encode()) is not None


@lru_cache(maxsize=1000)
def _can_be_host(value: bytes) -> bool:
    return _HOST.fullmatch(value) is not None


def _too_long(scope: HTTPScope) -> int | None:
    """The status for what takes long to be taken apart; None for what anybody might send."""
    query = scope.get("query_string", b"")
    if len(scope["path"]) + len(query) > LONGEST_TARGET or query.count(b"&") >= MOST_PARAMETERS:
        return 414
    size = 0
    for _, value in scope["headers"]:
        size += len(value)
    return 431 if size > LONGEST_HEADERS else None


def _clear_headers(scope: HTTPScope) -> Iterable[Header] | None:
    """The headers as all read them; None where they can be read in two ways."""
    once: dict[bytes, bytes] = {}
    cookies = 0
    for name, value in scope["headers"]:
        if name in _ONCE:
            if name in once:
                return None
            once[name] = value
        elif name == b"cookie":
            cookies += 1
    host = once.get(b"host", b"")
    if not _can_be_host(host) and (host or scope["path"] != _HOSTLESS):
        return None
    # The server takes the chunks apart; of any other coding it would leave the body as it is.
    if once.get(b"transfer-encoding", b"chunked").strip().lower() != b"chunked":
        return None
    if cookies < 2 and host == host.lower():
        return scope["headers"]
    return _in_one_form(scope["headers"])


def _length(headers: Iterable[Header]) -> int | None:
    """How long the body is; None where that is not told, or told in another way than by digits."""
    length = b""
    for name, value in headers:
        if name == b"transfer-encoding":
            return None
        if name == b"content-length":
            length = value
    return int(length) if length.isdigit() and len(length) < _DIGITS else None


def _in_one_form(headers: Iterable[Header]) -> list[Header]:
    """The host in small letters, and all cookies in one header: HTTP/2 may send a line for each."""
    cookies = [value for name, value in headers if name == b"cookie"]
    others = [
        (name, value.lower() if name == b"host" else value)
        for name, value in headers
        if name != b"cookie"
    ]
    return [*others, (b"cookie", b"; ".join(cookies))] if cookies else others


async def _refuse(method: str, status: int, send: Send) -> None:
    code, message = ("bad-request", _UNCLEAR) if status == 400 else ("too-large", _TOO_LONG)
    error = {"code": code, "message": message, "details": {}}
    body = msgspec.json.encode({"error": error})
    start: Message = {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            # Whoever is confused about one request may be about where the next one begins.
            (b"connection", b"close"),
        ],
    }
    await send(start)
    await send(
        {
            "type": "http.response.body",
            "body": b"" if method == "HEAD" else body,
            "more_body": False,
        }
    )
