"""One page over HTTP: a few redirects, each checked anew; HTML only; so much and no more of it."""

import re
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from rejoinder.dropin.fetching.addresses import FetchError, checked_url
from rejoinder.dropin.fetching.ssrf_guard import CONNECT_TIMEOUT, SsrfGuard

# Newspapers' pages are a tenth to half of it, without their pictures and scripts.
MAX_PAGE_BYTES = 2_000_000
# From http to https, to www, and to the article's newest address.
MAX_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
# Of everything that a web server may wait for; the whole has a limit besides.
_TIMEOUT = {"connect": CONNECT_TIMEOUT, "read": 5.0, "write": 5.0, "pool": 5.0}
_AUTOMATIC_GZIP = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, unpacked."""

    html: bytes
    charset: str = ""
    """What the server says that it is written in."""


class PageFetcher:
    """Fetches pages. Takes no proxy, keeps no cookie, sends nothing but the address."""

    def __init__(self, guard: SsrfGuard, *, agent: str, hosts: Sequence[str] = ()) -> None:
        """`agent` is how we name ourselves; `hosts` are the only ones, where there are any."""
        self._hosts = hosts
        self._headers = [
            (b"User-Agent", agent.encode("ascii", "ignore")),
            (b"Accept", ", ".join(HTML).encode()),
            # The only encoding whose size can be limited while it is undone by what Python brings.
            (b"Accept-Encoding", b"gzip"),
        ]
        # No connection is kept: each fetch looks its host up anew.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_ssl(), max_keepalive_connections=0, network_backend=guard
        )

    async def page(self, url: str) -> Page:
        """The page at an address, or where it has moved to.

        Raises:
            FetchError: the address may not be gone to, nobody answered, or what came is no page.
        """
        for _ in range(MAX_REDIRECTS + 1):
            target = checked_url(url, self._hosts)
            try:
                answer = await self._get(target)
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
                raise FetchError("its host does not answer as it should") from None
            except httpcore.TimeoutException:
                raise FetchError("it took too long") from None
            if isinstance(answer, Page):
                return answer
            url = answer
        raise FetchError("it moves on and on")

    async def close(self) -> None:
        """Ends what is still open."""
        await self._pool.aclose()

    async def _get(self, target: httpx.URL) -> Page | str:
        """The page, or the address to which it has moved."""
        address = httpcore.URL(
            scheme=target.raw_scheme,
            host=target.raw_host,
            port=target.port,
            target=target.raw_path,
        )
        headers = [(b"Host", target.netloc), *self._headers]
        extensions = {"timeout": _TIMEOUT}
        async with self._pool.stream(
            "GET", address, headers=headers, extensions=extensions
        ) as response:
            received = {
                name.lower().decode("latin-1"): value.decode("latin-1")
                for name, value in response.headers
            }
            if response.status in REDIRECTS and received.get("location"):
                return _moved(target, received["location"])
            if response.status != 200:
                raise FetchError(f"its host answers with {response.status}")
            media_type = received.get("content-type", "")
            if media_type.partition(";")[0].strip().lower() not in HTML:
                raise FetchError("it is no HTML")
            charset = _CHARSET.search(media_type)
            return Page(await _body(response, received), charset[1] if charset else "")


async def _body(response: httpcore.Response, received: dict[str, str]) -> bytes:
    encoding = received.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise FetchError("it is packed in a way that was not asked for")
    decompressor = zlib.decompressobj(_AUTOMATIC_GZIP) if encoding in {"gzip", "x-gzip"} else None
    body, size = bytearray(), 0
    async for chunk in response.aiter_stream():
        size += len(chunk)
        try:
            # One byte more than there may be is all that is ever unpacked.
            body += (
                decompressor.decompress(chunk, MAX_PAGE_BYTES - len(body) + 1)
                if decompressor
                else chunk
            )
        except zlib.error:
            raise FetchError("its packing is broken") from None
        if max(len(body), size) > MAX_PAGE_BYTES:
            raise FetchError("it is too large")
    return bytes(body)


def _moved(target: httpx.URL, location: str) -> str:
    try:
        return str(target.join(location))
    except (httpx.InvalidURL, UnicodeError):
        raise FetchError("it has moved to what is no address") from None


@cache  # to read a machine's certificates takes 25 ms
def _ssl() -> ssl.SSLContext:
    return httpx.create_ssl_context()
