"""Which other origins' pages may call a site's API from a browser (CORS, the Fetch standard)."""

from anyio.to_thread import run_sync
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from rejoinder.http_headers import by_name
from rejoinder.sites.model import Site
from rejoinder.storage import StoreCache
from rejoinder.web.lookups import site_at
from rejoinder.web.visitor import COOKIELESS

# As long as browsers keep one: it costs a reader far away a sixth of a second.
PREFLIGHT_SECONDS = b"7200"
# The same for everybody, and known to all: which page shows them is nobody's business.
PUBLIC = ("/static/", "/embed.js", "/embed.css")
EVERYBODY = b"*"
METHODS = b"GET, POST, PUT, PATCH, DELETE, OPTIONS"
# Beside those that need no leave (Fetch, CORS-safelisted request headers).
REQUEST_HEADERS = b"authorization, content-type, idempotency-key, if-none-match, last-event-id"
# What scripts of other origins may read of an answer beside its body.
ANSWER_HEADERS = (
    b"date, etag, idempotent-replayed, ratelimit, ratelimit-policy, rejoinder-session, retry-after"
)


class CorsMiddleware:
    """Tells browsers which origins may use this site's API, and answers their preflights."""

    def __init__(self, app: ASGIApp, cache: StoreCache) -> None:
        """`app` answers everything else; `cache` knows each site's origins."""
        self._app = app
        self._cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        origin = await self._allowed(scope) if scope["type"] == ScopeType.HTTP else None
        if origin is None:
            await self._app(scope, receive, send)
        elif scope["type"] == ScopeType.HTTP and scope["method"] == "OPTIONS":
            await _preflight(origin, send)
        else:
            await self._app(scope, receive, _with_origin(send, origin))

    async def _allowed(self, scope: HTTPScope) -> bytes | None:
        """The origin of this API request, if the site at its host lets that origin in."""
        if scope["path"].startswith(PUBLIC):
            return EVERYBODY
        if not scope["path"].startswith(COOKIELESS):
            return None
        headers = by_name(scope["headers"])
        origin = headers.get(b"origin", b"")
        if not origin:
            return None
        site = await self._site(headers.get(b"host", b"").decode())
        return origin if site and origin.decode("latin-1") in site.origins else None

    async def _site(self, host: str) -> Site | None:
        """The site at this host, as far as the store answers.

        A look into SQLite takes microseconds; one over a network must not stop the loop.
        """
        try:
            if self._cache.database.embedded:
                return self._read(host)
            return await run_sync(self._read, host)
        except Exception:  # noqa: BLE001 - the route asks the same, and tells of it
            return None

    def _read(self, host: str) -> Site:
        with self._cache.reading() as reading:
            return site_at(reading, host)


async def _preflight(origin: bytes, send: Send) -> None:
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-methods", METHODS),
        (b"access-control-allow-headers", REQUEST_HEADERS),
        (b"access-control-max-age", PREFLIGHT_SECONDS),
        (b"vary", b"origin"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _with_origin(send: Send, origin: bytes) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            allowed = [(b"access-control-allow-origin", origin)]
            if origin != EVERYBODY:
                allowed += [
                    (b"vary", b"origin"),
                    (b"access-control-expose-headers", ANSWER_HEADERS),
                ]
            message["headers"] = [*message["headers"], *allowed]
        await send(message)

    return sending
