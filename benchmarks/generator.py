"""The load generator: keep-alive sockets that ask, wait and ask again until a bound is reached.

For posts, whose answers are looked at, and for reads where wrk is not installed.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.figures import Figures, figures_of
from benchmarks.http_client import (
    BrokenConnection,
    HttpConnection,
    Response,
    ServerAddress,
    connect,
)

OnAnswer = Callable[[bytes, Response], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a load ends: after so many seconds or requests, whichever comes first."""

    connections: int
    seconds: float
    max_requests: int = 1_000_000
    patience: float = 30.0
    """Seconds that an answer may take; also how long the last answers are waited for."""


@dataclass(slots=True)
class Tally:
    """What a load counted."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from request to answer, of those that succeeded."""
    errors: Counter[str] = field(default_factory=Counter)
    """What went wrong, and how often."""
    received: int = 0
    """Bytes."""
    seconds: float = 0.0

    def figures(self) -> Figures:
        """The same in brief."""
        return figures_of(self.latencies, seconds=self.seconds, errors=self.errors.total())


async def load(
    address: ServerAddress,
    requests: Iterator[bytes],
    bounds: Bounds,
    on_answer: OnAnswer | None = None,
) -> Tally:
    """Sends `requests` over several connections, each waiting for its answer.

    Ends by itself at the bounds, or when the requests run out. `on_answer` sees every answer with
    its request, failures included.
    """
    run = _Run(address, requests, bounds, on_answer)
    begun = time.perf_counter()
    run.deadline = begun + bounds.seconds
    async with asyncio.TaskGroup() as group:
        for _ in range(bounds.connections):
            group.create_task(run.work())
    run.tally.seconds = time.perf_counter() - begun
    return run.tally


@dataclass(slots=True)
class _Run:
    address: ServerAddress
    requests: Iterator[bytes]
    bounds: Bounds
    on_answer: OnAnswer | None
    tally: Tally = field(default_factory=Tally)
    deadline: float = 0.0
    sent: int = 0

    async def work(self) -> None:
        """One connection's life; opened again whenever the server closes it."""
        connection: HttpConnection | None = None
        try:
            while (raw := self._next()) is not None:
                try:
                    if connection is None or not connection.open:
                        connection = await connect(self.address)
                    await self._exchange(connection, raw)
                except TimeoutError:
                    self.tally.errors["no answer in time"] += 1
                    _close(connection)
                except (OSError, BrokenConnection) as failure:
                    self.tally.errors[str(failure) or type(failure).__name__] += 1
                    _close(connection)
                    # A server that is gone must not be asked a hundred thousand times a second.
                    await asyncio.sleep(0.01)
        finally:
            _close(connection)

    def _next(self) -> bytes | None:
        if self.sent >= self.bounds.max_requests or time.perf_counter() >= self.deadline:
            return None
        self.sent += 1
        return next(self.requests, None)

    async def _exchange(self, connection: HttpConnection, raw: bytes) -> None:
        begun = time.perf_counter()
        async with asyncio.timeout(self.bounds.patience):
            answer = await connection.ask(raw)
        self.tally.received += answer.size
        if answer.status >= 400:
            self.tally.errors[f"status {answer.status}"] += 1
        else:
            self.tally.latencies.append(time.perf_counter() - begun)
        if self.on_answer is not None:
            self.on_answer(raw, answer)


def _close(connection: HttpConnection | None) -> None:
    if connection is not None:
        connection.close()
