"""Reads of one address over and over: by wrk where it is installed, else by our generator."""

import asyncio
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from benchmarks import generator, wrk
from benchmarks.figures import Figures
from benchmarks.rows import Mark, Row, Task
from benchmarks.wire import Answer, Target, ask_once

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
    mark: Mark | None = None


def tool() -> str:
    """What sends the reads."""
    return "wrk" if wrk.installed() else "own"


def read_task(target: Target, read: Read) -> Task:
    """A row to be measured."""
    return Task(
        name=f"{read.name}, {read.encoding}",
        measure=partial(measure_read, target, read),
        warm_up=partial(send, target, read, WARM_UP_SECONDS),
    )


def measure_read(target: Target, read: Read) -> Row:
    """A row.

    Raises:
        WrongAnswer: a single request, sent first, is not answered with success.
    """
    sample = look(target, read)
    return Row(
        name=read.name,
        figures=send(target, read, read.seconds),
        encoding=read.encoding,
        wire_bytes=sample.size,
        tool=tool(),
        mark=read.mark,
    )


def look(target: Target, read: Read) -> Answer:
    """One answer, as everybody will get it.

    Raises:
        WrongAnswer: it is a failure.
    """
    answer = asyncio.run(ask_once(target, target.get(read.path, encoding=read.encoding)))
    if answer.status != 200:
        raise WrongAnswer(f"{read.path} answers {answer.status}: {answer.body[:300]!r}")
    return answer


def send(target: Target, read: Read, seconds: float) -> Figures:
    """The load itself."""
    if wrk.installed():
        return wrk.run(
            target,
            read.path,
            encoding=read.encoding,
            connections=read.connections,
            seconds=seconds,
        )
    raw = target.get(read.path, encoding=read.encoding)
    bounds = generator.Bounds(connections=read.connections, seconds=seconds)
    return asyncio.run(generator.load(target, repeat(raw), bounds)).figures()
