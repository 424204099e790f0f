"""Reads of a thread while people write in it: how fast, and whether the cache ever lags behind."""

import asyncio
import time
from dataclasses import dataclass, field

from benchmarks.figures import figures_of
from benchmarks.posts import Acknowledged, Writer
from benchmarks.reads import Read, send, tool
from benchmarks.rows import Row, Task
from benchmarks.wire import Answer, Target, Wire, connect

# A comment every tenth of a second: a thread during a great match.
POSTS_A_SECOND = 10


@dataclass(slots=True)
class Beside:
    """What the writer beside the readers saw."""

    acknowledged: Acknowledged
    posted: int = 0
    published: int = 0
    stale: int = 0
    """Published comments that the read right after their acknowledgement did not show."""
    latencies: list[float] = field(default_factory=list)
    """Seconds that each post took."""

    def note(self, seconds: float) -> str:
        """In words."""
        posts = figures_of(self.latencies, seconds=seconds, errors=0)
        return (
            f"{self.posted} posts meanwhile (p50 {posts.p50 * 1000:.0f} ms, "
            f"p99 {posts.p99 * 1000:.0f} ms), {self.published} published, "
            f"{self.stale} of them missing from the read right after"
        )


def mixed_task(target: Target, read: Read, writer: Writer, acknowledged: Acknowledged) -> Task:
    """Reads at full speed, ten posts a second, and after each post one read that must show it.

    `read` must be of the newest comments, and `writer` write no replies, so that each new comment
    stands on the page that is read.
    """

    def measure() -> Row:
        return asyncio.run(_mixed(target, read, writer, Beside(acknowledged)))

    return Task(read.name, measure)


async def _mixed(target: Target, read: Read, writer: Writer, beside: Beside) -> Row:
    done = asyncio.Event()
    writing = asyncio.create_task(_write(target, read, writer, beside, done))
    try:
        figures = await asyncio.to_thread(send, target, read, read.seconds)
    finally:
        done.set()
        await writing
    return Row(
        name=read.name,
        figures=figures,
        encoding=read.encoding,
        tool=tool(),
        note=beside.note(read.seconds),
    )


async def _write(
    target: Target, read: Read, writer: Writer, beside: Beside, done: asyncio.Event
) -> None:
    wire = await connect(target)
    try:
        begun = time.perf_counter()
        while not done.is_set():
            await _post_and_look(wire, target.get(read.path), writer.post(), beside)
            next_at = begun + beside.posted / POSTS_A_SECOND
            await asyncio.sleep(max(next_at - time.perf_counter(), 0))
    finally:
        wire.close()


async def _post_and_look(wire: Wire, look: bytes, post: bytes, beside: Beside) -> None:
    sent_at = time.perf_counter()
    answer = await wire.ask(post)
    beside.latencies.append(time.perf_counter() - sent_at)
    beside.posted += 1
    beside.acknowledged.note(post, answer)
    if answer.status != 201 or answer.json()["status"] != "published":
        return
    beside.published += 1
    if not _shows(await wire.ask(look), answer.json()["id"]):
        beside.stale += 1


def _shows(page: Answer, comment_id: int) -> bool:
    return page.status == 200 and any(
        comment["id"] == comment_id for comment in page.json()["comments"]
    )
