"""Reads of one address over and over: by wrk where it is installed, else by our generator."""

import asyncio
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from benchmarks import generator, wrk
from benchmarks.figures import Figures
from benchmarks.http_client import Response, ServerAddress, ask_once
from benchmarks.measurements import Measurement, Target, Task

WARM_UP_SECONDS = 1.0


class WrongAnswer(Exception):
    """The address does not answer as it should, so that measuring it would mean nothing."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is read, and how."""

    name: str
    path: str
    encoding: str = "identity"
    connections: int = 16
    seconds: float = 3.0
    target: Target | None = None


def tool() -> str:
    """What sends the reads."""
    return "wrk" if wrk.installed() else "own"


def read_task(address: ServerAddress, read: Read) -> Task:
    """A row to be measured."""
    return Task(
        name=f"{read.name}, {read.encoding}",
        measure=partial(measure_read, address, read),
        warm_up=partial(send, address, read, WARM_UP_SECONDS),
    )


def measure_read(address: ServerAddress, read: Read) -> Measurement:
    """A row.

    Raises:
        WrongAnswer: a single request, sent first, is not answered with success.
    """
    sample = fetch_once(address, read)
    return Measurement(
        name=read.name,
        figures=send(address, read, read.seconds),
        encoding=read.encoding,
        wire_bytes=sample.size,
        tool=tool(),
        target=read.target,
    )


def fetch_once(address: ServerAddress, read: Read) -> Response:
    """One answer, as everybody will get it.

    Raises:
        WrongAnswer: it is a failure.
    """
    answer = asyncio.run(ask_once(address, address.get(read.path, encoding=read.encoding)))
    if answer.status != 200:
        raise WrongAnswer(f"{read.path} answers {answer.status}: {answer.body[:300]!r}")
    return answer


def send(address: ServerAddress, read: Read, seconds: float) -> Figures:
    """The load itself."""
    if wrk.installed():
        return wrk.run(
            address,
            read.path,
            encoding=read.encoding,
            connections=read.connections,
            seconds=seconds,
        )
    raw = address.get(read.path, encoding=read.encoding)
    bounds = generator.Bounds(connections=read.connections, seconds=seconds)
    return asyncio.run(generator.load(address, repeat(raw), bounds)).figures()
