"""The judge in a process of its own, so that it computes while the server's interpreter goes on.

`python -m rejoinder.engine.judge_process` is that process. It says which model it has, then answers
every batch that comes on its standard input by one message on its standard output, until the input
ends: with the server, however that ends. Messages are MessagePack, each after its length.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import IO

import msgspec

from rejoinder.engine.judge_pool import JudgeBatch, packaged_judge
from rejoinder.engine.model import Case, Judgement, ModelError

log = logging.getLogger(__name__)

_LENGTH_BYTES = 4
# How long the last batch may take when the server ends.
CLOSE_SECONDS = 5.0
# Ten times what 32 of the longest texts take: a process that says nothing for so long hangs.
ANSWER_SECONDS = 60.0
# To start, and to load the model from a slow disk.
START_SECONDS = 120.0
# A batch of the longest texts, each with an article and a parent, is far below it.
_MAX_MESSAGE_BYTES = 64_000_000


class _Hello(msgspec.Struct):
    """The first message of the process: its model's version, empty where none could be loaded."""

    model: str


class _Answer(msgspec.Struct):
    """What became of a batch: as many judgements as cases, or what went wrong."""

    judgements: list[Judgement] = []
    failure: str = ""


@dataclass(slots=True)
class JudgeProcess:
    """One process with a judge in it; started anew when it has ended, ended when it hangs."""

    answer_seconds: float = ANSWER_SECONDS
    """How long it may take for a batch before it is taken for hung, and killed."""
    _process: subprocess.Popen[bytes] | None = None
    _model: str = ""
    _guard: threading.Lock = field(default_factory=threading.Lock)
    """Held from a question to its answer: there is one conversation at a time."""
    _closed: bool = False

    @property
    def pid(self) -> int | None:
        """The number of the process that runs, if one does."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def start(self) -> str:
        """Starts it unless it runs; the version of its model.

        Raises:
            ModelError: it ended before it could say anything.
        """
        with self._guard:
            self._running()
            return self._model

    def batch(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Judges the cases there, in their order.

        Raises:
            ModelError: it has no model, could not judge them, ended meanwhile, or hung.
        """
        with self._guard:
            process = self._running()
            try:
                with _killed_after(self.answer_seconds, process):
                    _send(_stream(process.stdin), msgspec.msgpack.encode(list(cases)))
                    raw = _receive(_stream(process.stdout))
            except (OSError, EOFError) as failure:
                self._end()
                raise ModelError("The judge's process has ended.") from failure
        answer = msgspec.msgpack.decode(raw, type=_Answer)
        if answer.failure:
            raise ModelError(f"The judge failed ({answer.failure}).")
        return answer.judgements

    def close(self) -> None:
        """Lets the process end after what it is judging now, or ends it when that takes long."""
        self._closed = True
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            _stream(process.stdin).close()
        try:
            process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _stream(process.stdout).close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise ModelError("The judge is closed.")
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._process is not None:
            log.error("judge: its process ended; it is started again")
            self._end()
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", __spec__.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            with _killed_after(START_SECONDS, self._process):
                hello = _receive(_stream(self._process.stdout))
        except EOFError:
            self._end()
            raise ModelError("The judge's process could not start.") from None
        self._model = msgspec.msgpack.decode(hello, type=_Hello).model
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            # To close a pipe sends what is left of a message, and nobody reads it any more.
            with contextlib.suppress(OSError):
                _stream(stream).close()


@dataclass(slots=True)
class JudgeProcesses:
    """Several of them: each batch goes to one that is free."""

    processes: Sequence[JudgeProcess]
    _free: SimpleQueue[JudgeProcess] = field(default_factory=SimpleQueue)

    def __post_init__(self) -> None:
        """All are free; each starts when it is first wanted."""
        for process in self.processes:
            self._free.put(process)

    def start(self) -> str:
        """Starts all; the version of their model.

        Raises:
            ModelError: one could not start. It is tried again with the next batch.
        """
        versions = [process.start() for process in self.processes]
        return versions[0]

    def batch(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Judges the cases in a process that is free, waited for."""
        process = self._free.get()
        try:
            return process.batch(cases)
        finally:
            self._free.put(process)

    def close(self) -> None:
        """Lets all of them end."""
        for process in self.processes:
            process.close()


def main() -> None:
    """Judges what comes in until the input ends."""
    # The server ends us by closing the input, after what it still wants to have judged.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        # Whatever a library prints must not come between the messages.
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        model, judge = packaged_judge()
        _send(answers, msgspec.msgpack.encode(_Hello(model)))
        decoder = msgspec.msgpack.Decoder(list[Case])
        while True:
            try:
                cases = decoder.decode(_receive(sys.stdin.buffer))
                answer = _attempt(judge, cases)
                _send(answers, msgspec.msgpack.encode(answer))
            except (EOFError, BrokenPipeError):
                return


def _attempt(judge: JudgeBatch, cases: Sequence[Case]) -> _Answer:
    try:
        return _Answer(list(judge(cases)))
    except Exception as failure:  # noqa: BLE001 - whoever asked must be told
        return _Answer(failure=type(failure).__name__)


@contextlib.contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kills the process unless the block has ended by then; whoever waits for it then reads on."""

    def kill() -> None:
        log.error("judge: its process has not answered for %.0f s; it is killed", seconds)
        process.kill()

    watch = threading.Timer(seconds, kill)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_LENGTH_BYTES) + message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    size = int.from_bytes(_read_exactly(stream, _LENGTH_BYTES))
    if size > _MAX_MESSAGE_BYTES:
        raise OSError("The message is too long.")
    return _read_exactly(stream, size)


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _stream(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("The process has no such stream.")
    return stream


if __name__ == "__main__":
    main()
