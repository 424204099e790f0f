"""The same question over and over, asked as cheaply as Python can: it shares the machine.

wrk asks as cheaply, but is in no Python environment. Answers are not read but for where they end
and whether they are 200.
"""

import selectors
import socket
import time
from dataclasses import dataclass, field

from benchmarks.figures import Figures, figures_of
from benchmarks.http_client import ServerAddress

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_GOOD = b"HTTP/1.1 200"


@dataclass(slots=True)
class _Line:
    """One connection, and what has come of its answer."""

    connection: socket.socket
    asked_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def ask(self, question: bytes) -> None:
        """Sends it; a question fits into the system's buffer."""
        self.received.clear()
        self.asked_at = time.perf_counter()
        self.connection.send(question)

    def is_answered(self) -> bool:
        """Takes in what has come; whether the answer is whole. Raises OSError when it was cut."""
        piece = self.connection.recv(262_144)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        self.received += piece
        head = self.received.find(_HEAD_END)
        if head < 0:
            return False
        begin = self.received.lower().find(_LENGTH, 0, head)
        end = self.received.find(b"\r", begin)
        length = int(self.received[begin + len(_LENGTH) : end])
        return len(self.received) >= head + len(_HEAD_END) + length

    @property
    def is_good(self) -> bool:
        """Whether what was asked for was answered."""
        return self.received.startswith(_GOOD)


def ask_over_and_over(
    address: ServerAddress, question: bytes, *, connections: int, seconds: float
) -> Figures:
    """Asks over so many connections, each waiting for its answer."""
    selector = selectors.DefaultSelector()
    lines = [
        _Line(socket.create_connection((address.host, address.port))) for _ in range(connections)
    ]
    latencies, errors = list[float](), 0
    begun = time.perf_counter()
    for line in lines:
        selector.register(line.connection, selectors.EVENT_READ, line)
        line.ask(question)
    while (at := time.perf_counter()) - begun < seconds:
        for key, _ in selector.select(1):
            line = key.data
            if not line.is_answered():
                continue
            latencies.append(time.perf_counter() - line.asked_at)
            errors += not line.is_good
            line.ask(question)
    for line in lines:
        line.connection.close()
    return figures_of(latencies, seconds=at - begun, errors=errors)
