"""One call over HTTP to an address that was checked: no redirect, no proxy, no cookie; so much of
an answer and no more of it. What follows redirects calls again, with the new address checked.
"""

import ssl
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache

import httpcore
import httpx

from rejoinder.outbound.addresses import OutboundError
from rejoinder.outbound.ssrf_guard import CONNECT_TIMEOUT, SsrfGuard

# The only encoding whose size can be limited while it is undone by what Python brings.
ENCODING = (b"Accept-Encoding", b"gzip")
# Of everything that a server may wait for; whoever calls limits the whole besides.
_TIMEOUT = {"connect": CONNECT_TIMEOUT, "read": 5.0, "write": 5.0, "pool": 5.0}
_AUTOMATIC_GZIP = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked."""

    target: httpx.URL
    """As `addresses.checked_url` gave it."""
    headers: Sequence[tuple[bytes, bytes]]
    """Without the host's."""
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: the body is read only if it is asked for."""

    status: int
    headers: dict[str, str]
    """By names in small letters."""
    _response: httpcore.Response

    async def body(self, max_bytes: int) -> bytes:
        """All of the body, unpacked.

        Raises:
            OutboundError: it is longer, packed or not, or packed in a way that was not asked for.
        """
        encoding = self.headers.get("content-encoding", "").strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip"}:
            raise OutboundError("it is packed in a way that was not asked for")
        unpack = zlib.decompressobj(_AUTOMATIC_GZIP) if encoding in {"gzip", "x-gzip"} else None
        body, size = bytearray(), 0
        async for chunk in self._response.aiter_stream():
            size += len(chunk)
            try:
                # One byte more than there may be is all that is ever unpacked.
                body += unpack.decompress(chunk, max_bytes - len(body) + 1) if unpack else chunk
            except zlib.error:
                raise OutboundError("its packing is broken") from None
            if max(len(body), size) > max_bytes:
                raise OutboundError("it is too large")
        return bytes(body)


class Client:
    """Makes calls, in one event loop. No connection is kept: each looks its host up anew."""

    def __init__(self, guard: SsrfGuard) -> None:
        """`guard` makes the connections."""
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=_ssl(), max_keepalive_connections=0, network_backend=guard
        )

    @asynccontextmanager
    async def ask(self, call: Call) -> AsyncIterator[Answer]:
        """The answer, as long as the block lasts.

        Raises:
            OutboundError: the address may not be gone to, or nobody answered as a web server does.
        """
        target = call.target
        address = httpcore.URL(
            scheme=target.raw_scheme,
            host=target.raw_host,
            port=target.port,
            target=target.raw_path,
        )
        try:
            async with self._pool.stream(
                call.method,
                address,
                headers=[(b"Host", target.netloc), *call.headers],
                content=call.body,
                extensions={"timeout": _TIMEOUT},
            ) as response:
                yield Answer(response.status, _received(response), response)
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError):
            raise OutboundError("its host does not answer as it should") from None
        except httpcore.TimeoutException:
            raise OutboundError("it took too long") from None

    async def close(self) -> None:
        """Ends what is still open."""
        await self._pool.aclose()


def _received(response: httpcore.Response) -> dict[str, str]:
    return {
        name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers
    }


@cache  # to read a machine's certificates takes 25 ms
def _ssl() -> ssl.SSLContext:
    return httpx.create_ssl_context()
