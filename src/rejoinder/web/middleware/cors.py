"""Which other origins' pages may call a site's API from a browser (CORS, the Fetch standard)."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from sqlalchemy.exc import SQLAlchemyError

from rejoinder.errors import NotFound
from rejoinder.http_headers import by_name
from rejoinder.sites.queries import by_host
from rejoinder.storage import Database

PREFLIGHT_SECONDS = b"600"


class CorsMiddleware:
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
        headers = by_name(scope["headers"])
        origin = headers.get(b"origin", b"")
        if not origin:
            return None
        try:
            with self._database.reading() as connection:
                site = by_host(connection, headers.get(b"host", b"").decode())
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
