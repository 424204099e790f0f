"""One page over HTTP: a few redirects, each checked anew; HTML only; so much and no more of it."""

import re
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import httpcore
import httpx

from rejoinder.dropin.fetching.addresses import Unfetched, allowed
from rejoinder.dropin.fetching.ssrf_guard import CONNECT_SECONDS, Guard

# Newspapers' pages are a tenth to half of it, without their pictures and scripts.
MOST_BYTES = 2_000_000
# From http to https, to www, and to the article's newest address.
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
# Of everything that a web server may wait for; the whole has a limit besides.
_TIMEOUT = {"connect": CONNECT_SECONDS, "read": 5.0, "write": 5.0, "pool": 5.0}
_AUTOMATIC_GZIP = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, unpacked."""

    html: bytes
    charset: str = ""
    """What the server says that it is written in."""


class Web:
    """Fetches pages. Takes no proxy, keeps no cookie, sends nothing but the address."""

    def __init__(self, guard: Guard, *, agent: str, hosts: Sequence[str] = ()) -> None:
        """`agent` is how we name ourselves; `hosts` are the only ones, where there are any."""
        self._hosts = hosts
        self._headers = [
            (b"User-Agent", agent.encode("ascii", "ignore")),
            (b"Accept", ", ".join(HTML).encode()),
            # The only packing whose size can be limited while it is undone by what Python brings.
            (b"Accept-Encoding", b"gzip"),
        ]
        # No connection is kept: each fetch looks its host up anew.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_ssl(), max_keepalive_connections=0, network_backend=guard
        )

    async def page(self, url: str) -> Page:
        """The page at an address, or where it has moved to.

        Raises:
            Unfetched: the address may not be gone to, nobody answered, or what came is no page.
        """
        for _ in range(MOST_REDIRECTS + 1):
            target = allowed(url, self._hosts)
            try:
                found = await self._ask(target)
            except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
                raise Unfetched("its host does not answer as it should") from None
            except httpcore.TimeoutException:
                raise Unfetched("it took too long") from None
            if isinstance(found, Page):
                return found
            url = found
        raise Unfetched("it moves on and on")

    async def close(self) -> None:
        """Ends what is still open."""
        await self._pool.aclose()

    async def _ask(self, target: httpx.URL) -> Page | str:
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
        ) as answer:
            told = {
                name.lower().decode("latin-1"): value.decode("latin-1")
                for name, value in answer.headers
            }
            if answer.status in REDIRECTS and told.get("location"):
                return _moved(target, told["location"])
            if answer.status != 200:
                raise Unfetched(f"its host answers with {answer.status}")
            kind = told.get("content-type", "")
            if kind.partition(";")[0].strip().lower() not in HTML:
                raise Unfetched("it is no HTML")
            charset = _CHARSET.search(kind)
            return Page(await _body(answer, told), charset[1] if charset else "")


async def _body(answer: httpcore.Response, told: dict[str, str]) -> bytes:
    packing = told.get("content-encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip", "x-gzip"}:
        raise Unfetched("it is packed in a way that was not asked for")
    unpacking = zlib.decompressobj(_AUTOMATIC_GZIP) if packing in {"gzip", "x-gzip"} else None
    body, came = bytearray(), 0
    async for chunk in answer.aiter_stream():
        came += len(chunk)
        try:
            # One byte more than there may be is all that is ever unpacked.
            body += unpacking.decompress(chunk, MOST_BYTES - len(body) + 1) if unpacking else chunk
        except zlib.error:
            raise Unfetched("its packing is broken") from None
        if max(len(body), came) > MOST_BYTES:
            raise Unfetched("it is too large")
    return bytes(body)


def _moved(target: httpx.URL, location: str) -> str:
    try:
        return str(target.join(location))
    except (httpx.InvalidURL, UnicodeError):
        raise Unfetched("it has moved to what is no address") from None


def _ssl() -> ssl.SSLContext:
    return httpx.create_ssl_context()
