"""Starts a real server, waits until it answers, and ends it, gently or not."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.http_client import ServerAddress

READY_WITHIN = 90.0
ENDS_WITHIN = 20.0


class NotReady(Exception):
    """The server ended, did not answer in time, or another has its port; the message says which."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server with its workers."""

    address: ServerAddress
    process: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """Ends it and its workers at once, as a power cut would: nothing is put in order."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Asks it to end, and makes it."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: int) -> None:
        if self.process.poll() is not None:
            return
        # It leads a group of its own, so the workers hear it too, and nobody else.
        os.killpg(self.process.pid, number)
        try:
            self.process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(ENDS_WITHIN)


@contextmanager
def serving(
    command: Sequence[str | Path],
    address: ServerAddress,
    environment: Mapping[str, str],
    log: Path,
    *,
    ready: str,
) -> Iterator[Server]:
    """The server while the block runs; `ready` is a path that answers once it can serve.

    Raises:
        NotReady: it never did, or another answers at its address, of which it would be measured.
    """
    if _listens(address):
        raise NotReady(f"Something answers at {address.address} already. Please end that first.")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(address, process, log)
    try:
        _await_ready(server, ready)
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await_ready(server: Server, path: str) -> None:
    latest = time.monotonic() + READY_WITHIN
    while time.monotonic() < latest and server.process.poll() is None:
        if _answers(server.address, path):
            return
        time.sleep(0.05)
    end = server.log.read_text(encoding="utf-8", errors="replace")[-3000:]
    raise NotReady(f"{server.process.args!r} does not serve. The end of its log:\n{end}")


def _listens(address: ServerAddress) -> bool:
    try:
        socket.create_connection((address.host, address.port), timeout=5).close()
    except OSError:
        return False
    return True


def _answers(address: ServerAddress, path: str) -> bool:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
