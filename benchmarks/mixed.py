"""Reads of a thread while people write in it: how fast, and whether the cache ever lags behind."""

import asyncio
import time
from dataclasses import dataclass, field

from benchmarks.figures import figures_of
from benchmarks.http_client import HttpConnection, Response, ServerAddress, connect
from benchmarks.measurements import Measurement, Task
from benchmarks.posts import Acknowledged, Writer
from benchmarks.reads import Read, send, tool

# A comment every tenth of a second: a thread during a great match.
POSTS_A_SECOND = 10


@dataclass(slots=True)
class WriterResult:
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


def mixed_task(
    address: ServerAddress, read: Read, writer: Writer, acknowledged: Acknowledged
) -> Task:
    """Reads at full speed, ten posts a second, and after each post one read that must show it.

    `read` must be of the newest comments, and `writer` write no replies, so that each new comment
    stands on the page that is read.
    """

    def measure() -> Measurement:
        return asyncio.run(_mixed(address, read, writer, WriterResult(acknowledged)))

    return Task(read.name, measure)


async def _mixed(
    address: ServerAddress, read: Read, writer: Writer, beside: WriterResult
) -> Measurement:
    done = asyncio.Event()
    writing = asyncio.create_task(_write(address, read, writer, beside, done))
    try:
        figures = await asyncio.to_thread(send, address, read, read.seconds)
    finally:
        done.set()
        await writing
    return Measurement(
        name=read.name,
        figures=figures,
        encoding=read.encoding,
        tool=tool(),
        target=read.target,
        note=beside.note(read.seconds),
    )


async def _write(
    address: ServerAddress, read: Read, writer: Writer, beside: WriterResult, done: asyncio.Event
) -> None:
    connection = await connect(address)
    try:
        begun = time.perf_counter()
        while not done.is_set():
            await _post_and_look(connection, address.get(read.path), writer.post(), beside)
            next_at = begun + beside.posted / POSTS_A_SECOND
            await asyncio.sleep(max(next_at - time.perf_counter(), 0))
    finally:
        connection.close()


async def _post_and_look(
    connection: HttpConnection, look: bytes, post: bytes, beside: WriterResult
) -> None:
    sent_at = time.perf_counter()
    answer = await connection.ask(post)
    beside.latencies.append(time.perf_counter() - sent_at)
    beside.posted += 1
    beside.acknowledged.note(post, answer)
    if answer.status != 201 or answer.json()["status"] != "published":
        return
    beside.published += 1
    if not _shows(await connection.ask(look), answer.json()["id"]):
        beside.stale += 1


def _shows(page: Response, comment_id: int) -> bool:
    return page.status == 200 and any(
        comment["id"] == comment_id for comment in page.json()["comments"]
    )
