"""Requests as bytes, for what no HTTP library would send."""

import socket
from dataclasses import dataclass

from tests.support.live_server import Server


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What came back; status 0 where the server only hung up."""

    status: int
    head: bytes
    body: bytes


def connect(server: Server, *, seconds: float = 10) -> socket.socket:
    """A connection to the server, on which nothing was said yet."""
    host, _, port = server.address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def read_until(line: socket.socket, mark: bytes) -> bytes:
    """What comes until this has."""
    said = b""
    while mark not in said:
        piece = line.recv(65_536)
        assert piece, said
        said += piece
    return said


def ask(server: Server, request: bytes) -> RawAnswer:
    """Sends these bytes, and reads until the server hangs up: ask it to by `Connection: close`."""
    with connect(server) as line:
        line.sendall(request)
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return RawAnswer(int(head.split(b" ", 2)[1]) if head else 0, head.lower(), body)


def get(server: Server, path: str, *lines: bytes) -> RawAnswer:
    """A GET of this path with these header lines, a Host among them where it is to have one."""
    start = f"GET {path} HTTP/1.1".encode()
    return ask(server, b"\r\n".join([start, *lines, b"Connection: close", b"", b""]))
