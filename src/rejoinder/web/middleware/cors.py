"""What may be done from other origins (CORS, the Fetch standard), and what browsers must not do."""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError

from rejoinder.errors import NotFound
from rejoinder.sites.queries import by_host
from rejoinder.storage import Database

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
SECURITY = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    # What is the same for everybody says so itself; the rest is nobody else's.
    "cache-control": "private, no-cache",
    "vary": "cookie, x-fragment",
}
PREFLIGHT_SECONDS = b"600"


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Called before anything is sent."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in SECURITY.items():
            headers.setdefault(name, value)


class Borders:
    """Tells browsers which origins may use this site's API, and answers their preflights."""

    def __init__(self, app: ASGIApp, database: Database) -> None:
        """`app` answers everything else; the store knows each site's origins."""
        self._app = app
        self._database = database

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        origin = self._allowed(scope) if scope["type"] == ScopeType.HTTP else None
        if origin is None:
            await self._app(scope, receive, send)
        elif scope["type"] == ScopeType.HTTP and scope["method"] == "OPTIONS":
            await _preflight(origin, send)
        else:
            await self._app(scope, receive, _with_origin(send, origin))

    def _allowed(self, scope: HTTPScope) -> bytes | None:
        """The origin of this API request, if the site at its host lets that origin in."""
        if not scope["path"].startswith("/api/"):
            return None
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"")
        if not origin:
            return None
        try:
            with self._database.reading() as connection:
                site = by_host(connection, headers.get(b"host", b"").decode("latin-1").lower())
        except (NotFound, SQLAlchemyError):
            return None
        return origin if origin.decode("latin-1") in site.origins else None


async def _preflight(origin: bytes, send: Send) -> None:
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-max-age", PREFLIGHT_SECONDS),
        (b"vary", b"origin"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _with_origin(send: Send, origin: bytes) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            allowed = [(b"access-control-allow-origin", origin), (b"vary", b"origin")]
            message["headers"] = [*message["headers"], *allowed]
        await send(message)

    return sending
