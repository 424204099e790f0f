"""A file read, and rows made ready, in a process of their own beside the one that writes.

It is begun before the store is opened, and holds nothing of it. It ends when its pipe is closed,
however we ended; should it end first, we stop with what is committed, and the import goes on when
it is run again.
"""

import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, NamedTuple

from rejoinder.errors import Invalid, N_, RejoinderError, Unavailable
from rejoinder.imports.batch import Batch, pack_batch, unpack_batch
from rejoinder.imports.preparing import ToWrite, packed_ready, ready, unpack_ready
from rejoinder.imports.records import FileToRead, batches_of
from rejoinder.imports.staged import Waiting

# Reading fewer bytes takes less than starting a process does.
_WORTH_A_PROCESS = 1 << 20
# Batches that are on their way to it or back.
_AHEAD = 2
# Many short lives and nothing that lasts: looking for circles among them finds none.
_COLLECT_AFTER = 100_000


class _Refused(NamedTuple):
    """An Invalid on its way from one process to the other."""

    message: str
    fields: dict[str, Any]


class InProcess:
    """Does in this process what a second one would, where that is not worth starting."""

    def read(self, told: FileToRead) -> Iterator[Batch]:
        """The records of a file. Raises Invalid where it cannot be read at all."""
        return batches_of(told)

    def is_behind(self) -> bool:
        """Whether we would wait for what is next: never, since we do it ourselves."""
        return False

    def ready(self, batches: Iterable[list[Waiting]]) -> Iterator[ToWrite]:
        """Each batch with what its comments say."""
        for batch in batches:
            yield batch, ready([each.body for each in batch])


class SecondProcess:
    """The same by a second process."""

    def __init__(self, pipe: Connection) -> None:
        """`pipe` leads to the process."""
        self._pipe = pipe

    def read(self, told: FileToRead) -> Iterator[Batch]:
        """The records of a file. Raises Invalid where it cannot be read at all."""
        self._send(told)
        while (answer := self._receive()) is not None:
            if isinstance(answer, _Refused):
                raise Invalid(answer.message, **answer.fields)
            yield unpack_batch(answer)

    def is_behind(self) -> bool:
        """Whether we would wait for what is next."""
        return not self._pipe.poll()

    def ready(self, batches: Iterable[list[Waiting]]) -> Iterator[ToWrite]:
        """Each batch with what its comments say."""
        waiting: deque[list[Waiting]] = deque()
        for batch in batches:
            if len(waiting) >= _AHEAD:
                yield waiting.popleft(), unpack_ready(self._receive())
            self._send([each.body for each in batch])
            waiting.append(batch)
        while waiting:
            yield waiting.popleft(), unpack_ready(self._receive())

    def _send(self, told: Any) -> None:
        try:
            self._pipe.send(told)
        except ConnectionError:
            raise _ended() from None

    def _receive(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, ConnectionError):
            raise _ended() from None


def _ended() -> Unavailable:
    return Unavailable(
        N_("The process that reads the file has ended. Please run the import again.")
    )


@contextmanager
def reader_for(path: Path) -> Iterator[InProcess | SecondProcess]:
    """Whoever reads a file: for a large one a process, which starts at once.

    To be called while there is neither a store nor a second thread: both would be forked.
    """
    if _size(path) < _WORTH_A_PROCESS:
        yield InProcess()
        return
    # Forked, it need not import all that is imported here: a second of every import.
    begun = multiprocessing.get_context
    context = begun("fork") if sys.platform == "linux" else begun("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, ours), daemon=True)
    process.start()
    theirs.close()
    try:
        yield SecondProcess(ours)
    finally:
        ours.close()
        process.join()


def _size(path: Path) -> int:
    with suppress(OSError):
        files = path.iterdir() if path.is_dir() else (path,)
        return sum(each.stat().st_size for each in files)
    return 0


def _work(pipe: Connection, other_end: Connection) -> None:
    """Reads ahead while it writes: two who only write wait for each other for ever."""
    other_end.close()  # held here, it would stay open when they are gone who held it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever stops us closes the pipe
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    waiting: Queue[FileToRead | Sequence[bytes] | None] = Queue()
    Thread(target=_receive_all, args=(pipe, waiting.put), daemon=True).start()
    with suppress(BrokenPipeError, ConnectionResetError):
        while (wanted := waiting.get()) is not None:
            if isinstance(wanted, FileToRead):
                for answer in _read(wanted):
                    pipe.send(answer)
            else:
                pipe.send(packed_ready(wanted))


def _receive_all(pipe: Connection, put: Callable[[Any], None]) -> None:
    with suppress(EOFError, OSError):
        while True:
            put(pipe.recv())
    put(None)


def _read(told: FileToRead) -> Iterator[bytes | _Refused | None]:
    try:
        yield from map(pack_batch, batches_of(told))
    except RejoinderError as refusal:
        yield _Refused(refusal.message, {each: str(is_) for each, is_ in refusal.fields.items()})
    yield None
