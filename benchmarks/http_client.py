"""HTTP/1.1 over one kept-open socket to this machine; the generator and the checks speak it."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CLOSING = re.compile(rb"\r\nconnection:[ \t]*close", re.IGNORECASE)
_HEAD_END = b"\r\n\r\n"


class BrokenConnection(Exception):
    """The other side closed early, or sent what this client does not read (chunks, no length)."""


@dataclass(frozen=True)
class Response:
    """One response as it came over the connection."""

    head: bytes
    body: bytes
    """Still compressed, where it came compressed."""

    @cached_property
    def status(self) -> int:
        """The status code."""
        return int(self.head[9:12])

    @property
    def closes(self) -> bool:
        """Whether the server closes the connection after it."""
        return _CLOSING.search(self.head) is not None

    @property
    def size(self) -> int:
        """Bytes on the connection, head and body."""
        return len(self.head) + len(self.body)

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server on this machine.

    Raises:
        ValueError: the host is another machine; load is for our own servers only.
    """

    port: int
    host: str = "127.0.0.1"

    def __post_init__(self) -> None:
        """Refuses what is not loopback."""
        if self.host not in LOOPBACK:
            raise ValueError(f"{self.host} is not this machine: load is for our own servers only")

    @property
    def address(self) -> str:
        """Scheme, host and port."""
        return f"http://{self.host}:{self.port}"

    def get(self, path: str, *, encoding: str = "identity") -> bytes:
        """A GET, ready to be sent."""
        return self._request("GET", path, {"Accept-Encoding": encoding}, b"")

    def post(
        self, path: str, payload: Mapping[str, object], *, encoding: str = "", sender: str = ""
    ) -> bytes:
        """A POST of JSON, ready to be sent; `encoding` is what its answer may be packed in.

        `sender` is the address that a proxy would say it comes from.
        """
        body = json.dumps(payload).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        if encoding:
            headers["Accept-Encoding"] = encoding
        if sender:
            headers["X-Forwarded-For"] = sender
        return self._request("POST", path, headers, body)

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode("ascii") + _HEAD_END + body


class HttpConnection(asyncio.Protocol):
    """A connection that carries one request at a time."""

    def __init__(self) -> None:
        """Opened by `connect`."""
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Response] | None = None
        self._got = bytearray()
        self._body_from = 0
        self._whole = 0

    @property
    def open(self) -> bool:
        """Whether another request can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    async def ask(self, raw: bytes) -> Response:
        """Sends a request and waits for its answer.

        Raises:
            BrokenWire: there came none, or none that can be read.
        """
        if self._transport is None or not self.open:
            raise BrokenConnection("closed")
        self._got.clear()
        self._whole = 0
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(raw)
        answer = await self._waiting
        if answer.closes:
            self.close()
        return answer

    def close(self) -> None:
        """Hangs up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what TCP always brings
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by asyncio with every piece that arrives."""
        self._got += data
        if not self._whole and not self._read_head():
            return
        if len(self._got) >= self._whole:
            head = bytes(self._got[: self._body_from])
            self._settle(Response(head, bytes(self._got[self._body_from : self._whole])))

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio when the other side hung up."""
        self._transport = None
        self._fail("closed before the answer was whole")

    def _read_head(self) -> bool:
        end = self._got.find(_HEAD_END)
        if end < 0:
            return False
        self._body_from = end + len(_HEAD_END)
        length = _LENGTH.search(self._got, 0, self._body_from)
        if length is None:
            self._fail("an answer without a length")
            self.close()
            return False
        self._whole = self._body_from + int(length[1])
        return True

    def _settle(self, answer: Response) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    def _fail(self, why: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(BrokenConnection(why))


async def connect(address: ServerAddress) -> HttpConnection:
    """A connection to the address.

    Raises:
        OSError: nobody listens there.
    """
    _, connection = await asyncio.get_running_loop().create_connection(
        HttpConnection, address.host, address.port
    )
    return connection


async def ask_once(address: ServerAddress, raw: bytes) -> Response:
    """One request over a connection of its own."""
    connection = await connect(address)
    try:
        return await connection.ask(raw)
    finally:
        connection.close()
