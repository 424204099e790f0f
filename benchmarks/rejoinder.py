"""Rejoinder's own rows: what is measured, in which order, and the check at the end."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import click

from benchmarks.generator import Bounds
from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.machine import memory_of
from benchmarks.measurements import Measurement, Say, Target, Task, quietest
from benchmarks.mixed import mixed_task
from benchmarks.posts import Acknowledged, Writer, missing_from, post_task
from benchmarks.reads import Read, read_task
from benchmarks.result import LARGE_THREAD, SMALL_THREAD, LoadConfig, Result
from benchmarks.seed import Seeded, fill
from benchmarks.server import Server, free_port, serving
from benchmarks.workload import Workload
from rejoinder import __version__

SMALL_TARGET, LARGE_TARGET, POSTS_TARGET = Target(6000), Target(2000), Target(250)
ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True, slots=True)
class _Bench:
    """The server under measurement and what is in its store."""

    address: ServerAddress
    config: LoadConfig
    seeded: dict[str, Seeded]
    workload: Workload
    acknowledged: Acknowledged

    @property
    def small(self) -> Seeded:
        return self.seeded[self.workload.small.article.slug]

    @property
    def large(self) -> Seeded:
        return self.seeded[self.workload.large.article.slug]


def measure(workload: Workload, config: LoadConfig, say: Say) -> Result:
    """Starts `rejoinder serve`, measures each row, kills the server and checks its store."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-bench-") as folder:
        store = Path(folder) / "bench.db"
        seeded = _seed(store, workload)
        address = ServerAddress(free_port())
        bench = _Bench(address, config, seeded, workload, Acknowledged())
        with _serving(store, address, Path(folder) / "server.log") as server:
            model = asyncio.run(ask_once(address, address.get("/healthz"))).json()["judge"]
            idle = memory_of(server.process.pid)
            rows = _measure_all(bench, server.process.pid, say)
            loaded = memory_of(server.process.pid)
            server.kill()
        say("The server was killed; looking for every acknowledged post in its store.")
        acknowledged = bench.acknowledged
        return Result(
            server=f"Rejoinder {__version__}, one web process, SQLite, judge {model or 'MISSING'}",
            rows=rows,
            idle=idle,
            loaded=loaded,
            outcomes=acknowledged.outcomes(),
            rules=dict(acknowledged.rules.most_common()),
            checked=len(acknowledged.texts),
            wrong=tuple(missing_from(store, acknowledged)),
        )


def _measure_all(bench: _Bench, pid: int, say: Say) -> tuple[Measurement, ...]:
    tasks = [task for task in _plan(bench) if bench.config.only in task.name]
    rows = []
    for number, task in enumerate(tasks, start=1):
        say(f"[{number}/{len(tasks)}] {task.name}")
        rows.append(quietest(task, pid, say))
    return tuple(rows)


def _plan(bench: _Bench) -> Iterator[Task]:
    """Reads first, since posts change the store."""
    for read in _reads(bench):
        yield read_task(bench.address, read)
    yield _posts(bench)
    mixed = replace(_first_page(bench), name="first page of 500, while people write")
    roots = Writer(bench.address, [bench.large], seed=2, replies=0)
    yield mixed_task(bench.address, mixed, roots, bench.acknowledged)


def _reads(bench: _Bench) -> Iterator[Read]:
    page = _first_page(bench)
    whole = f"{page.path}?limit=500"
    small = f"/api/v1/articles/{bench.small.article_id}/comments"
    for encoding in ENCODINGS:
        yield replace(page, name=SMALL_THREAD, path=small, target=SMALL_TARGET, encoding=encoding)
    for encoding in ENCODINGS:
        yield replace(page, name=LARGE_THREAD, path=whole, target=LARGE_TARGET, encoding=encoding)
    for encoding in ENCODINGS:
        yield replace(page, encoding=encoding)
    yield replace(page, name="article page of 500, HTML", path=bench.large.path)


def _first_page(bench: _Bench) -> Read:
    return Read(
        name="first page of 500",
        path=f"/api/v1/articles/{bench.large.article_id}/comments",
        encoding="br",
        connections=bench.config.connections,
        seconds=bench.config.seconds,
    )


def _posts(bench: _Bench) -> Task:
    articles = [bench.seeded[thread.article.slug] for thread in bench.workload.others]
    writer = Writer(bench.address, articles, seed=1)
    # Twice as long as a read: a post is a hundred times as dear, and p99 wants a thousand of them.
    bounds = Bounds(bench.config.connections, seconds=2 * bench.config.seconds)
    return post_task(
        bench.address, writer.posts(), bounds, bench.acknowledged.note, target=POSTS_TARGET
    )


def _seed(store: Path, workload: Workload) -> dict[str, Seeded]:
    length = sum(len(thread.comments) for thread in workload.threads)
    now = datetime.now(UTC)
    with click.progressbar(length=length, label="Writing the threads", file=sys.stderr) as bar:
        return fill(store, workload, now=now, progress=bar.update)


def _serving(store: Path, address: ServerAddress, log: Path) -> AbstractContextManager[Server]:
    command = [sys.executable, "-m", "rejoinder", "serve", "--port", str(address.port)]
    environment = {
        "REJOINDER_DATABASE_URL": f"sqlite:///{store}",
        "REJOINDER_POSTS_PER_MINUTE": "0",  # all of the load comes from one address
        "REJOINDER_MAIL_URL": "console:",
    }
    return serving(command, address, environment, log, ready="/healthz")
