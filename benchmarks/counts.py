"""`python -m benchmarks.counts`: how many times a second the counts of ten articles are told.

The load comes from our own generator over kept-open connections, beside the server on the same
machine: it takes half of what it measures. Once nothing is written; once a comment is posted every
tenth of a second, so that what was kept is made anew as often.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count, islice, repeat
from pathlib import Path

import click

from benchmarks.figures import Figures
from benchmarks.generator import Bounds, load
from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.measurements import Measurement, Target, Task, quietest
from benchmarks.seed import Seeded, fill
from benchmarks.server import free_port, serving
from benchmarks.workload import build_workload

ARTICLES = 10
# Ten thousand articles counted a second.
TARGET = Target(10_000 // ARTICLES)
BETWEEN_POSTS = 0.1
WARM_UP_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class CountsLoad:
    """The same question over and over, quietly or while comments are posted."""

    address: ServerAddress
    ask: bytes
    bounds: Bounds
    posts: Callable[[], Iterator[bytes]] = lambda: iter(())

    async def send(self, seconds: float) -> Figures:
        """The load itself."""
        posting = asyncio.create_task(self._post())
        try:
            bounds = replace(self.bounds, seconds=seconds)
            return (await load(self.address, repeat(self.ask), bounds)).figures()
        finally:
            posting.cancel()

    def task(self, name: str) -> Task:
        """A row to be measured."""
        seconds = self.bounds.seconds
        return Task(
            name=name,
            measure=lambda: Measurement(name, asyncio.run(self.send(seconds)), target=TARGET),
            warm_up=lambda: asyncio.run(self.send(WARM_UP_SECONDS)),
        )

    async def _post(self) -> None:
        for raw in self.posts():
            answer = await ask_once(self.address, raw)
            if answer.status != 201:
                raise click.ClickException(f"A comment was not taken: {answer.status}")
            await asyncio.sleep(BETWEEN_POSTS)


def _posts(address: ServerAddress, article: Seeded) -> Iterator[bytes]:
    author = {"name": "Ann", "email": "ann@example.org"}
    for number in count():
        text = f"The bridge of district {number} should have been mended years ago, I think."
        path = f"/api/v1/articles/{article.article_id}/comments"
        sender = f"192.0.{number // 250 % 250}.{number % 250 + 1}"
        yield address.post(path, {"text": text, "author": author}, sender=sender)


def _tell(row: Measurement) -> None:
    rate, others = row.figures.rate, row.foreign
    told = f"{row.name}: {rate:,.0f} requests/s ({rate * ARTICLES:,.0f} articles counted/s)"
    if row.cpu_each:
        told += f", {row.cpu_each * 1e6:.0f} µs of the server's processor each"
    if others is not None:
        told += f"; others took {others:.0%} of the machine"
    click.echo(f"{told}; {row.figures.errors} errors; mark: {TARGET.verdict(row.figures)}")


def _question(address: ServerAddress, seeded: Iterable[Seeded]) -> bytes:
    ids = [each.article_id for each in islice(seeded, ARTICLES)]
    ask = address.post("/api/v1/counts", {"ids": ids})
    answer = asyncio.run(ask_once(address, ask))
    if answer.status != 200 or len(answer.json()["counts"]) != ARTICLES:
        raise click.ClickException(f"The counts are not told: {answer.status}")
    return ask


@click.command()
@click.option("--seconds", default=5.0, show_default=True, type=click.FloatRange(1, 60))
@click.option("--connections", default=16, show_default=True, type=click.IntRange(1, 256))
def main(seconds: float, connections: int) -> None:
    """Measure how often the counts of ten articles are told."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-counts-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/store.db"
        seeded = fill(url, build_workload(), now=datetime.now(UTC), progress=lambda _: None)
        address = ServerAddress(free_port())
        command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
        settings = {
            "REJOINDER_DATABASE_URL": url,
            "REJOINDER_POSTS_PER_MINUTE": "0",
            "REJOINDER_TRUSTED_PROXIES": "127.0.0.1",
        }
        with serving(command, address, settings, folder / "log", ready="/healthz") as server:
            first = next(iter(seeded.values()))
            quiet = CountsLoad(
                address, _question(address, seeded.values()), Bounds(connections, seconds)
            )
            busy = replace(quiet, posts=lambda: _posts(address, first))
            for task in (quiet.task("nothing written"), busy.task("ten posts a second")):
                _tell(quietest(task, server.process.pid, lambda said: click.echo(said, err=True)))


if __name__ == "__main__":
    main()
