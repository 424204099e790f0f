"""The real server in processes of its own, on a store of the test's."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import httpx

from tests.support.forked_servers import Forked, fork

Process = Forked | subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, until it is told to stop or killed."""

    process: Process
    address: str
    output: Path

    def said(self) -> str:
        """What it wrote to its outputs until now: the log."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """Ends every process of it at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)

    def stop(self) -> None:
        """Asks it to end, as an operator would: it tells its workers, in order."""
        self.process.terminate()
        self.process.wait(timeout=20)


@contextmanager
def serving(database_url: str, *options: str, **settings: str) -> Iterator[Server]:
    """`rejoinder serve` on a free port; `settings` are further variables of the environment."""
    told = {"REJOINDER_DATABASE_URL": database_url, **settings}
    with _running("serve", *options, settings=told) as server:
        yield server


@contextmanager
def serving_from_a_shell(database_url: str, **settings: str) -> Iterator[Server]:
    """The same, begun as an operator begins it: nothing of it was there before."""
    told = {"REJOINDER_DATABASE_URL": database_url, **settings}
    with _running("serve", settings=told, forked=False) as server:
        yield server


@contextmanager
def judge_server() -> Iterator[Server]:
    """`rejoinder judge-server` on a free port, open to all."""
    with _running("judge-server", "--open") as server:
        yield server


@contextmanager
def _running(
    *command: str, forked: bool = True, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    port = free_port()
    with NamedTemporaryFile(prefix="rejoinder-server-", suffix=".log") as said:
        output = Path(said.name)
        words = [*command, "--port", str(port)]
        process = begin(words, settings or {}, output, Path.cwd(), forked=forked)
        server = Server(process, f"http://127.0.0.1:{port}", output)
        try:
            _await(server)
            yield server
        finally:
            if process.poll() is None:
                server.kill()


def begin(
    command: Sequence[str],
    settings: Mapping[str, str],
    output: Path,
    folder: Path,
    *,
    forked: bool = True,
) -> Process:
    """`rejoinder` with these words, in a folder and a session of its own; it writes to `output`."""
    environment = {**os.environ, **settings}
    if forked and hasattr(os, "pidfd_open"):  # as Linux has
        return fork(command, environment, output, folder)
    with output.open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "rejoinder", *command],
            env=environment,
            cwd=folder,
            start_new_session=True,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


# None of those that the system gives away: some connection would have it before a server begins.
_PORTS = 20_000, 32_000


def free_port() -> int:
    """A port at which nobody listens now."""
    while True:
        port = random.randrange(*_PORTS)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def _await(server: Server, *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    # Its certificates would take as long to read, for each question, as a server to begin.
    with httpx.Client(base_url=server.address, timeout=2, verify=False) as client:  # noqa: S501
        while True:
            assert server.process.poll() is None, f"It ended while it was to begin: {server.said()}"
            try:
                if client.get("/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
            assert time.monotonic() < deadline, "The server did not answer."
