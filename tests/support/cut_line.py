"""A line to a server that can be cut, as a train cuts it that goes into a tunnel, and mended."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from urllib.parse import urlsplit

_PIECE = 65_536


class Line:
    """What stands between a browser and a server of this machine, and passes all on."""

    def __init__(self, server: str) -> None:
        """`server` is its address."""
        told = urlsplit(server)
        self._server = (told.hostname, told.port)
        self._open: list[socket.socket] = []
        self._lock = Lock()
        self._listening = self._listen(0)

    @property
    def address(self) -> str:
        """What the browser is given in place of the server's."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """All that goes over it breaks off, and nobody is taken."""
        with self._lock:
            for each in (self._listening, *self._open):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
            self._open.clear()

    def mend(self) -> None:
        """It is there again."""
        self._listening = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", port))
        self.port: int = listening.getsockname()[1]
        Thread(target=self._take, args=(listening,), daemon=True).start()
        return listening

    def _take(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                browser, _ = listening.accept()
                server = socket.create_connection(self._server)
                with self._lock:
                    self._open += (browser, server)
                for ends in ((browser, server), (server, browser)):
                    Thread(target=_pass_on, args=ends, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def line_to(server: str) -> Iterator[Line]:
    """Such a line while the block runs."""
    line = Line(server)
    try:
        yield line
    finally:
        line.cut()
