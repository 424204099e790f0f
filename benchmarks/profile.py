"""Where the CPU of a post goes, stage by stage: `python -m benchmarks.profile [--real-judge]`.

The application runs in this process and is sent posts without a socket. Each stage's functions are
wrapped by a clock of their thread's CPU time; what a stage calls of another stage is that one's.
What is left over is the framework's, the event loop's, and the handing of work between threads.
"""

import asyncio
import functools
import importlib
import json
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, islice
from typing import Any
from unittest.mock import patch

import click

from benchmarks import instant_judge
from benchmarks.http_client import ServerAddress
from benchmarks.posts import Writer, address_of
from benchmarks.seed import fill
from benchmarks.workload import build_workload
from rejoinder.app import Newspaper, create_app
from rejoinder.settings import Settings

# Module, function, and what its own time is spent on.
STAGES = (
    ("rejoinder.web.api.comments", "_begin", "read: transaction, site, article, address"),
    ("rejoinder.web.posting", "prepare", "read: parent, standing, earlier comments"),
    ("rejoinder.engine.judge_pool:JudgePool", "_judge_batch", "judge"),
    ("rejoinder.web.posting", "decide_with", "rules"),
    ("rejoinder.web.posting", "store", "write: reader, comment, revision, decision"),
    ("rejoinder.comments.intake", "render_comment", "write: Markdown rendered"),
    ("rejoinder.storage.group_commit:GroupCommit", "_commit", "write: transaction, commit"),
    ("rejoinder.web.api.comments", "_submitted", "answer in words"),
)
REST = "framework, event loop, handing between threads"
WARM_UP = 200


@dataclass(slots=True)
class StageClock:
    """CPU seconds by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _own: threading.local = field(default_factory=threading.local)
    """For each thread, the seconds that inner stages of each open one took."""

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """The same function, timed."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            inner = self._own.__dict__.setdefault("inner", [])
            inner.append(0.0)
            begun = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                took = time.thread_time() - begun
                self.seconds[stage] += took - inner.pop()
                if inner:
                    inner[-1] += took

        return timed


@contextmanager
def timed_stages(clock: StageClock) -> Iterator[None]:
    """Every stage's function runs by the clock; one that is gone is an AttributeError."""
    patches = []
    for place, name, stage in STAGES:
        module, _, owner = place.partition(":")
        found: Any = importlib.import_module(module)
        found = getattr(found, owner) if owner else found
        patches.append(patch.object(found, name, clock.wrap(getattr(found, name), stage)))
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def profile(posts: int, *, real_judge: bool, connections: int = 16) -> dict[str, float]:
    """Milliseconds of CPU a post, by stage."""
    clock = StageClock()
    with tempfile.TemporaryDirectory(prefix="rejoinder-profile-") as folder, timed_stages(clock):
        url = f"sqlite:///{folder}/profile.db"
        workload = build_workload()
        seeded = fill(url, workload, now=datetime.now(UTC), progress=lambda _: None)
        articles = [seeded[thread.article.slug] for thread in workload.others]
        writer = Writer(ServerAddress(80), articles, seed=1)
        settings = Settings(database_url=url, posts_per_minute=0)
        app = create_app(settings, judge=None if real_judge else instant_judge.judge)
        requests = list(islice(writer.posts(), WARM_UP + posts))
        total = asyncio.run(_send_all(app, requests, connections, clock))
        app.state.app_state.judge_pool.close()
        app.state.app_state.database.close()
    each = {stage: 1000 * seconds / posts for stage, seconds in clock.seconds.items()}
    return {**each, REST: 1000 * total / posts - sum(each.values())}


async def _send_all(
    app: Newspaper, requests: list[bytes], connections: int, clock: StageClock
) -> float:
    """CPU seconds of the whole process for all but the first requests."""

    numbers = count()

    async def send_some(waiting: Iterator[bytes]) -> None:
        for raw in waiting:
            await _send(app, raw, address_of(next(numbers)))

    async def send(some: list[bytes]) -> None:
        waiting = iter(some)
        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(send_some(waiting))

    await send(requests[:WARM_UP])
    clock.seconds.clear()
    begun = time.process_time()
    await send(requests[WARM_UP:])
    return time.process_time() - begun


async def _send(app: Newspaper, raw: bytes, sender: str) -> None:
    head, _, body = raw.partition(b"\r\n\r\n")
    path = head.split()[1]
    headers = [(b"host", b"localhost"), (b"content-type", b"application/json")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path.decode(),
        "raw_path": path,
        "query_string": b"",
        "root_path": "",
        "client": (sender, 1),
        "server": ("127.0.0.1", 80),
        "headers": [*headers, (b"content-length", str(len(body)).encode())],
    }
    answer: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        answer.append(message)

    await app(scope, receive, send)
    if answer[0]["status"] != 201:
        raise RuntimeError(f"a post was answered {answer[0]['status']}")


@click.command()
@click.option("--posts", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--real-judge", is_flag=True, help="Ask the packaged judge, not one that is free.")
@click.option("--json", "as_json", is_flag=True)
def main(posts: int, real_judge: bool, as_json: bool) -> None:
    """Print the milliseconds of CPU that each stage of a post takes."""
    stages = profile(posts, real_judge=real_judge)
    if as_json:
        click.echo(json.dumps({stage: round(ms, 3) for stage, ms in stages.items()}))
        return
    for stage, ms in sorted(stages.items(), key=lambda item: -item[1]):
        click.echo(f"{ms:6.3f}  {stage}")
    click.echo(f"{sum(stages.values()):6.3f}  in all")


if __name__ == "__main__":
    main()
