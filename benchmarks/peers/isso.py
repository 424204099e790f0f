"""Isso from the package index, run as its documentation says, with the same comments and load."""

import asyncio
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import click

from benchmarks.generator import Bounds
from benchmarks.http_client import HttpConnection, ServerAddress, connect
from benchmarks.machine import memory_of
from benchmarks.measurements import Measurement, Say, Task, quietest
from benchmarks.posts import PostLoad, post_task
from benchmarks.reads import Read, WrongAnswer, read_task
from benchmarks.result import LARGE_THREAD, POST, SMALL_THREAD, LoadConfig, Result
from benchmarks.server import free_port, serving
from benchmarks.texts import about
from benchmarks.workload import REPLIES, SeedThread, Workload

VERSION = "0.14.0"
WANTED = (f"isso=={VERSION}", "gunicorn==27.0.1")
HOME = Path("var/bench-isso")
# Its answers to 500 comments take seconds; fewer than this would be no figure at all.
LEAST_SECONDS = 8.0
CONFIGURATION = """\
[general]
dbpath = {folder}/comments.db
host = {address}/
log-file = {folder}/isso.log

[guard]
enabled = false
"""


@dataclass(frozen=True, slots=True)
class _Thread:
    """A thread in Isso, with the numbers of its comments."""

    seed: SeedThread
    uri: str
    comment_ids: tuple[int, ...]


def measure(workload: Workload, config: LoadConfig, say: Say) -> Result:
    """Installs Isso into a folder of its own where it is missing, and measures it.

    Raises:
        subprocess.CalledProcessError: it could not be installed.
    """
    _install(say)
    with tempfile.TemporaryDirectory(prefix="isso-bench-") as folder:
        address = ServerAddress(free_port())
        settings = Path(folder) / "isso.cfg"
        text = CONFIGURATION.format(folder=folder, address=address.address)
        settings.write_text(text, encoding="utf-8")
        gunicorn = (HOME / "bin" / "gunicorn").absolute()
        command: list[str | Path] = [
            gunicorn,
            "-b",
            f"{address.host}:{address.port}",
            "-w",
            "2",
            "--preload",
        ]
        with serving(
            [*command, "isso.run"],
            address,
            {"ISSO_SETTINGS": str(settings)},
            Path(folder) / "gunicorn.log",
            ready="/info",
        ) as server:
            idle = memory_of(server.process.pid)
            seeded = asyncio.run(_seed(address, workload))
            tasks = _tasks(address, seeded, config)
            rows = tuple(_measured(task, server.process.pid, say) for task in tasks)
            loaded = memory_of(server.process.pid)
    name = f"Isso {VERSION}, gunicorn with two workers, SQLite, guard off, no judge"
    return Result(server=name, rows=rows, idle=idle, loaded=loaded)


def _install(say: Say) -> None:
    marker = HOME / "installed.txt"
    wanted = "\n".join(WANTED)
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
        return
    say(f"Installing {' and '.join(WANTED)} into {HOME}")
    subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
    pip = (HOME / "bin" / "pip").absolute()
    subprocess.run([pip, "install", "--quiet", "--quiet", *WANTED], check=True)
    marker.write_text(wanted, encoding="utf-8")


async def _seed(address: ServerAddress, workload: Workload) -> dict[str, _Thread]:
    """Through its API, one comment after the other, as replies need their parents' numbers."""
    length = sum(len(thread.comments) for thread in workload.threads)
    seeded = {}
    connection = await connect(address)
    with click.progressbar(length=length, label="Writing Isso's threads", file=sys.stderr) as bar:
        for thread in workload.threads:
            uri = f"/articles/{thread.article.slug}/"
            ids: list[int] = []
            for comment in thread.comments:
                parent = None if comment.parent is None else ids[comment.parent]
                if not connection.open:
                    connection = await connect(address)
                raw = _post(address, uri, comment.text, comment.author, parent)
                ids.append(await _number_of(connection, raw))
            seeded[thread.article.slug] = _Thread(thread, uri, tuple(ids))
            bar.update(len(thread.comments))
    connection.close()
    return seeded


async def _number_of(connection: HttpConnection, raw: bytes) -> int:
    answer = await connection.ask(raw)
    if answer.status != 201:
        raise WrongAnswer(f"Isso answers {answer.status}: {answer.body[:300]!r}")
    return int(answer.json()["id"])


def _tasks(
    address: ServerAddress, seeded: dict[str, _Thread], config: LoadConfig
) -> Iterator[Task]:
    for name, size, seconds in (
        (SMALL_THREAD, 20, config.seconds),
        (LARGE_THREAD, 500, max(config.seconds, LEAST_SECONDS)),
    ):
        path = f"/?{urlencode({'uri': seeded[f'thread-of-{size}'].uri})}"
        yield read_task(address, Read(name, path, "gzip", config.connections, seconds))
    threads = [each for slug, each in seeded.items() if not slug.startswith("thread-of-")]
    bounds = Bounds(config.connections, seconds=2 * config.seconds)
    yield post_task(address, PostLoad(POST, _posts(address, threads), bounds))


def _measured(task: Task, pid: int, say: Say) -> Measurement:
    say(f"Isso: {task.name}")
    return quietest(task, pid, say)


def _posts(address: ServerAddress, threads: list[_Thread]) -> Iterator[bytes]:
    rng = random.Random(1)
    texts = [about(thread.seed.material, rng) for thread in threads]
    while True:
        place = rng.randrange(len(threads))
        reply = rng.random() < REPLIES
        parent = rng.choice(threads[place].comment_ids) if reply else None
        yield _post(address, threads[place].uri, next(texts[place]), "Reader", parent)


def _post(address: ServerAddress, uri: str, text: str, author: str, parent: int | None) -> bytes:
    payload = {"title": uri, "text": text, "author": author, "email": None, "parent": parent}
    return address.post(f"/new?{urlencode({'uri': uri})}", payload)
