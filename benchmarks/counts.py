"""`python -m benchmarks.counts`: how many times a second the counts of ten articles are told.

As a query of the store, in process; and as requests, by a body and by an address, once while
nothing is written and once while a comment is posted every tenth of a second, of one process and
of two. The load comes from beside the server on the same machine and takes a part of what it
measures: how much is told. The same is asked of a bare route of the same framework behind the same
web server, and of an application that answers the same bytes to everybody: no service in Python
behind that server is faster.
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
            begun = time.process_time()
            figures = ask_over_and_over(
                server.address, question, connections=self.connections, seconds=seconds
            )
            each = (time.process_time() - begun) / max(figures.requests, 1)
            note = f"{each * 1e6:.0f} µs of it for asking"
            return Measurement(name, figures, target=TARGET, note=note)

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
    if row.note:
        told += f", {row.note}"
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


def of_ours(
    load: Load, folder: Path, url: str, seeded: dict[str, Seeded], workers: int
) -> dict[str, float]:
    """Our rows of a server of so many processes; the rates while nothing was written."""
    ids = [each.article_id for each in islice(seeded.values(), ARTICLES)]
    rates = {}
    address = ServerAddress(free_port())
    command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
    command += ["--workers", str(workers)]
    settings = {
        "REJOINDER_DATABASE_URL": url,
        "REJOINDER_POSTS_PER_MINUTE": "0",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.1",
    }
    of = f"{workers} process" + ("es" if workers > 1 else "")
    with serving(command, address, settings, folder / f"log-{workers}", ready="/healthz") as server:
        for name, raw in questions(address, ids).items():
            quiet = load.measured(f"{name}, {of}, nothing written", server, raw)
            tell(quiet)
            rates[name] = quiet.figures.rate
            with posting(address, next(iter(seeded.values()))):
                tell(load.measured(f"{name}, {of}, ten posts a second", server, raw))
    return rates


def of_others(load: Load, folder: Path, what: str, ours: dict[str, float]) -> None:
    """The rows that ours stand beside."""
    address = ServerAddress(free_port())
    command = [sys.executable, "-m", "benchmarks.bare_counts", "--port", str(address.port)]
    command.append(f"--{what}")
    with serving(command, address, {}, folder / f"{what}-log", ready="/healthz") as server:
        for name, raw in questions(address, list(range(1, ARTICLES + 1))).items():
            row = load.measured(f"{name}, {what}", server, raw)
            tell(row)
            share = ours[name] / row.figures.rate
            click.echo(f"  ours of one process answers {share:.2f} times as often")


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
        ids = [each.article_id for each in islice(seeded.values(), ARTICLES)]
        tell(as_query(url, ids, load.seconds))
        ours = of_ours(load, folder, url, seeded, 1)
        of_ours(load, folder, url, seeded, 2)
        for what in ("bare", "empty"):
            of_others(load, folder, what, ours)


if __name__ == "__main__":
    main()
