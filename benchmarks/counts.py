"""`python -m benchmarks.counts`: how many times a second the counts of ten articles are told.

As a query of the store, in process; and as requests, by a body and by an address, once while
nothing is written and once while a comment is posted every tenth of a second. The load comes from
beside the server on the same machine and takes a part of what it measures. The same is asked of a
bare route of the same framework behind the same web server.
"""

import asyncio
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

import click

from benchmarks.figures import figures_of
from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.measurements import Measurement, Target, Task, quietest
from benchmarks.one_question import ask_over_and_over
from benchmarks.seed import Seeded, fill
from benchmarks.server import Server, free_port, serving
from benchmarks.workload import build_workload
from rejoinder.articles.counts import thread_counts
from rejoinder.storage import open_database

ARTICLES = 10
TARGET = Target(10_000)
BETWEEN_POSTS = 0.1
WARM_UP_SECONDS = 0.5
COUNTS = "/api/v1/counts"


@dataclass(frozen=True, slots=True)
class Load:
    """How long is asked, and over how many connections."""

    seconds: float
    connections: int

    def measured(self, name: str, server: Server, question: bytes) -> Measurement:
        """A row: the question over and over."""

        def ask(seconds: float) -> Measurement:
            figures = ask_over_and_over(
                server.address, question, connections=self.connections, seconds=seconds
            )
            return Measurement(name, figures, target=TARGET)

        task = Task(name, lambda: ask(self.seconds), lambda: ask(WARM_UP_SECONDS))
        return quietest(task, server.process.pid, lambda said: click.echo(said, err=True))


@contextmanager
def posting(address: ServerAddress, article: Seeded) -> Iterator[None]:
    """Comments are posted while the block runs."""
    over = threading.Event()
    author = {"name": "Ann", "email": "ann@example.org"}
    path = f"/api/v1/articles/{article.article_id}/comments"

    def post() -> None:
        for number in count():
            text = f"The bridge of district {number} should have been mended years ago, I think."
            sender = f"192.0.{number // 250 % 250}.{number % 250 + 1}"
            raw = address.post(path, {"text": text, "author": author}, sender=sender)
            asyncio.run(ask_once(address, raw))
            if over.wait(BETWEEN_POSTS):
                return

    thread = threading.Thread(target=post)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def tell(row: Measurement) -> None:
    """A line of the report."""
    rate, others = row.figures.rate, row.foreign
    told = f"{row.name}: {rate:,.0f} a second ({rate * ARTICLES:,.0f} articles counted)"
    if row.cpu_each:
        told += f", {row.cpu_each * 1e6:.0f} µs of the server's processor each"
    if others is not None:
        told += f"; others took {others:.0%} of the machine"
    click.echo(f"{told}; {row.figures.errors} errors; mark: {TARGET.verdict(row.figures)}")


def as_query(url: str, ids: Iterable[int], seconds: float) -> Measurement:
    """The query alone, over one connection of this process."""
    wanted, latencies = list(ids), list[float]()
    database = open_database(url)
    with database.reading() as connection:
        begun = at = time.perf_counter()
        while at - begun < seconds:
            thread_counts(connection, 1, ids=wanted)
            before, at = at, time.perf_counter()
            latencies.append(at - before)
    database.close()
    figures = figures_of(latencies, seconds=at - begun, errors=0)
    return Measurement("as a query", figures, target=TARGET)


def questions(address: ServerAddress, ids: list[int]) -> dict[str, bytes]:
    """The same question in both ways; each must be answered."""
    query = "&".join(f"ids={each}" for each in ids)
    asked = {"POST": address.post(COUNTS, {"ids": ids}), "GET": address.get(f"{COUNTS}?{query}")}
    for name, raw in asked.items():
        answer = asyncio.run(ask_once(address, raw))
        if answer.status != 200 or len(answer.json()["counts"]) != ARTICLES:
            raise click.ClickException(f"The counts are not told to {name}: {answer.status}")
    return asked


def of_ours(load: Load, folder: Path, url: str, seeded: dict[str, Seeded]) -> None:
    """Our rows."""
    ids = [each.article_id for each in islice(seeded.values(), ARTICLES)]
    tell(as_query(url, ids, load.seconds))
    address = ServerAddress(free_port())
    command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
    settings = {
        "REJOINDER_DATABASE_URL": url,
        "REJOINDER_POSTS_PER_MINUTE": "0",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.1",
    }
    with serving(command, address, settings, folder / "log", ready="/healthz") as server:
        for name, raw in questions(address, ids).items():
            tell(load.measured(f"{name}, nothing written", server, raw))
            with posting(address, next(iter(seeded.values()))):
                tell(load.measured(f"{name}, ten posts a second", server, raw))


def of_a_bare_route(load: Load, folder: Path) -> None:
    """The rows that ours stand beside."""
    address = ServerAddress(free_port())
    command = [sys.executable, "-m", "benchmarks.bare_counts", "--port", str(address.port)]
    with serving(command, address, {}, folder / "bare-log", ready="/healthz") as server:
        for name, raw in questions(address, list(range(1, ARTICLES + 1))).items():
            tell(load.measured(f"{name}, a bare route", server, raw))


@click.command()
@click.option("--seconds", default=5.0, show_default=True, type=click.FloatRange(1, 60))
@click.option("--connections", default=16, show_default=True, type=click.IntRange(1, 256))
def main(seconds: float, connections: int) -> None:
    """Measure how often the counts of ten articles are told."""
    load = Load(seconds, connections)
    with tempfile.TemporaryDirectory(prefix="rejoinder-counts-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/store.db"
        seeded = fill(url, build_workload(), now=datetime.now(UTC), progress=lambda _: None)
        of_ours(load, folder, url, seeded)
        of_a_bare_route(load, folder)


if __name__ == "__main__":
    main()
