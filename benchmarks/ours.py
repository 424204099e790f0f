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
from benchmarks.machine import memory_of
from benchmarks.mixed import mixed_task
from benchmarks.posts import Acknowledged, Writer, missing_from, post_task
from benchmarks.press import Press
from benchmarks.reads import Read, read_task
from benchmarks.result import LARGE_THREAD, SMALL_THREAD, Effort, Result
from benchmarks.rows import Mark, Row, Say, Task, quietest
from benchmarks.seed import Seeded, fill
from benchmarks.server import Server, free_port, serving
from benchmarks.wire import Target, ask_once
from rejoinder import __version__

SMALL_MARK, LARGE_MARK, POSTS_MARK = Mark(6000), Mark(2000), Mark(250)
ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True, slots=True)
class _Bench:
    """The server under measurement and what is in its store."""

    target: Target
    effort: Effort
    seeded: dict[str, Seeded]
    press: Press
    acknowledged: Acknowledged

    @property
    def small(self) -> Seeded:
        return self.seeded[self.press.small.article.slug]

    @property
    def large(self) -> Seeded:
        return self.seeded[self.press.large.article.slug]


def measure(press: Press, effort: Effort, say: Say) -> Result:
    """Starts `rejoinder serve`, measures each row, kills the server and checks its store."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-bench-") as folder:
        store = Path(folder) / "bench.db"
        seeded = _seed(store, press)
        target = Target(free_port())
        bench = _Bench(target, effort, seeded, press, Acknowledged())
        with _serving(store, target, Path(folder) / "server.log") as server:
            model = asyncio.run(ask_once(target, target.get("/healthz"))).json()["judge"]
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


def _measure_all(bench: _Bench, pid: int, say: Say) -> tuple[Row, ...]:
    tasks = [task for task in _plan(bench) if bench.effort.only in task.name]
    rows = []
    for number, task in enumerate(tasks, start=1):
        say(f"[{number}/{len(tasks)}] {task.name}")
        rows.append(quietest(task, pid, say))
    return tuple(rows)


def _plan(bench: _Bench) -> Iterator[Task]:
    """Reads first, since posts change the store."""
    for read in _reads(bench):
        yield read_task(bench.target, read)
    yield _posts(bench)
    mixed = replace(_first_page(bench), name="first page of 500, while people write")
    roots = Writer(bench.target, [bench.large], seed=2, replies=0)
    yield mixed_task(bench.target, mixed, roots, bench.acknowledged)


def _reads(bench: _Bench) -> Iterator[Read]:
    page = _first_page(bench)
    whole = f"{page.path}?limit=500"
    small = f"/api/v1/articles/{bench.small.article_id}/comments"
    for encoding in ENCODINGS:
        yield replace(page, name=SMALL_THREAD, path=small, mark=SMALL_MARK, encoding=encoding)
    for encoding in ENCODINGS:
        yield replace(page, name=LARGE_THREAD, path=whole, mark=LARGE_MARK, encoding=encoding)
    for encoding in ENCODINGS:
        yield replace(page, encoding=encoding)
    yield replace(page, name="article page of 500, HTML", path=bench.large.path)


def _first_page(bench: _Bench) -> Read:
    return Read(
        name="first page of 500",
        path=f"/api/v1/articles/{bench.large.article_id}/comments",
        encoding="br",
        connections=bench.effort.connections,
        seconds=bench.effort.seconds,
    )


def _posts(bench: _Bench) -> Task:
    articles = [bench.seeded[thread.article.slug] for thread in bench.press.others]
    writer = Writer(bench.target, articles, seed=1)
    # Twice as long as a read: a post is a hundred times as dear, and p99 wants a thousand of them.
    bounds = Bounds(bench.effort.connections, seconds=2 * bench.effort.seconds)
    return post_task(bench.target, writer.posts(), bounds, bench.acknowledged.note, mark=POSTS_MARK)


def _seed(store: Path, press: Press) -> dict[str, Seeded]:
    length = sum(len(thread.comments) for thread in press.threads)
    now = datetime.now(UTC)
    with click.progressbar(length=length, label="Writing the threads", file=sys.stderr) as bar:
        return fill(store, press, now=now, progress=bar.update)


def _serving(store: Path, target: Target, log: Path) -> AbstractContextManager[Server]:
    command = [sys.executable, "-m", "rejoinder", "serve", "--port", str(target.port)]
    environment = {
        "REJOINDER_DATABASE_URL": f"sqlite:///{store}",
        "REJOINDER_POSTS_PER_MINUTE": "0",  # all of the load comes from one address
        "REJOINDER_MAIL_URL": "console:",
    }
    return serving(command, target, environment, log, ready="/healthz")
