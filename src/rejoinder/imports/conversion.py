"""Comments converted beside the writing of those before them, in a process of its own."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread

from rejoinder.imports.markup import Converted, convert
from rejoinder.imports.model import Markup
from rejoinder.imports.staged import Staged

# Batches that are on their way to it or back.
_AHEAD = 2
Texts = list[tuple[str, str]]
Batch = tuple[list[Staged], list[Converted | None]]


def converted(batches: Iterable[list[Staged]], *, aside: bool) -> Iterator[Batch]:
    """Each batch with its comments as they are stored; None for one that is longer than is taken.

    `aside` says whether that is worth a process.
    """
    if not aside:
        for batch in batches:
            yield batch, _convert_all(_texts(batch))
        return
    # It must hold nothing of ours, neither the store nor the other end of the pipe: it ends when
    # that is closed, however we ended.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(theirs,), daemon=True)
    worker.start()
    theirs.close()
    try:
        yield from _through(ours, batches)
    finally:
        ours.close()
        worker.join()


def _through(pipe: Connection, batches: Iterable[list[Staged]]) -> Iterator[Batch]:
    waiting: deque[list[Staged]] = deque()
    for batch in batches:
        if len(waiting) >= _AHEAD:
            yield waiting.popleft(), pipe.recv()
        pipe.send(_texts(batch))
        waiting.append(batch)
    while waiting:
        yield waiting.popleft(), pipe.recv()


def _work(pipe: Connection) -> None:
    """Reads ahead while it writes: two who only write wait for each other for ever."""
    waiting: Queue[Texts | None] = Queue()
    Thread(target=_receive, args=(pipe, waiting), daemon=True).start()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        while (texts := waiting.get()) is not None:
            pipe.send(_convert_all(texts))


def _receive(pipe: Connection, waiting: "Queue[Texts | None]") -> None:
    try:
        while True:
            waiting.put(pipe.recv())
    except (EOFError, OSError):
        waiting.put(None)


def _convert_all(texts: Texts) -> list[Converted | None]:
    return [convert(text, Markup(markup)) for text, markup in texts]


def _texts(batch: list[Staged]) -> Texts:
    return [(each.text, each.markup) for each in batch]
