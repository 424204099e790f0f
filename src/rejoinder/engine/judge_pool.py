"""Asking the judge within bounds: so many at once, so long, and silence when it cannot answer."""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from cachetools import LRUCache

from rejoinder.engine import Case, Judge, Judgement, ModelError

log = logging.getLogger(__name__)


# Names of the readers of a day at a busy paper; each takes about two kilobytes.
REMEMBERED = 4096

AskJudge = Callable[[Case], Judgement]

# Several cases in, as many judgements out, in the same order.
JudgeBatch = Callable[[Sequence[Case]], Sequence[Judgement]]


def one_by_one(judge: AskJudge) -> JudgeBatch:
    """A judge that reads one text at a time, as one to whom several can be put."""
    return lambda cases: [judge(case) for case in cases]


def packaged_judge() -> tuple[str, JudgeBatch]:
    """The packaged judge's version, and the judge itself.

    Without its model the version is empty and every case fails: the paper goes on, and each
    comment is held for a person until the model is mended.
    """
    try:
        judge = Judge.load()
    except ModelError as failure:
        log.error("judge: %s", failure)
        return "", _fail_always
    return judge.version, judge.batch


def _fail_always(_cases: Sequence[Case]) -> Sequence[Judgement]:
    raise ModelError("The model could not be loaded.")


@dataclass(frozen=True, slots=True)
class _PendingCase:
    """A case whose judgement somebody waits for; cancelled once they have given up."""

    case: Case
    answer: Future[Judgement] = field(default_factory=Future)

    def resolve(self, judgement: Judgement) -> None:
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_result(judgement)

    def fail(self, failure: Exception) -> None:
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(failure)


@dataclass(slots=True)
class JudgePool:
    """The judge at work. A case that finds no room or waits too long gets no judgement.

    Whoever comes while the judge is busy waits, and those who wait are put to it together. A
    case that comes alone is judged at once.
    """

    judge: JudgeBatch
    threads: int = 1
    capacity: int = 64
    """Cases without an answer, those that the judge has before it included."""
    timeout: float = 2.0
    """Seconds from asking to giving up."""
    max_batch: int = 32
    """Cases put to the judge at once, at most."""
    model: str = ""
    seconds_per_case: float = 0.0
    """How long the judge took of late; 0 before its first answer."""
    while_waiting: Callable[[], AbstractContextManager[object]] = nullcontext
    """Entered by whoever asks, for as long as they wait."""
    on_close: Callable[[], object] = nullcontext
    """Called at the end, when nobody is let in any more."""
    _queue: deque[_PendingCase] = field(default_factory=deque)
    _change: threading.Condition = field(default_factory=threading.Condition)
    """Held for every look at what follows, and told of every change of it."""
    _pending: int = 0
    _busy_since: dict[int, float] = field(default_factory=dict)
    """Which thread has had its cases before the judge since when."""
    _remembered: LRUCache[Case, Judgement] = field(default_factory=lambda: LRUCache(REMEMBERED))
    _started: bool = False
    _closed: bool = False

    @property
    def pending(self) -> int:
        """Cases without an answer, those that the judge has before it included."""
        return self._pending

    def ask(self, case: Case) -> Judgement | None:
        """The judgement, or None when the judge is full, slow or broken; the log says which."""
        pending = _PendingCase(case)
        if not self._let_in(pending):
            return None
        try:
            with self.while_waiting():
                return pending.answer.result(timeout=self.timeout)
        except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
            self._log_silence(failure)
        finally:
            self._leave(pending)
        return None

    def recall(self, case: Case) -> Judgement | None:
        """What was answered about a case that is remembered."""
        with self._change:
            return self._remembered.get(case)

    def ask_once(self, case: Case) -> Judgement | None:
        """The same, remembering the answer: for what comes again and again, as names do."""
        return self.recall(case) or self._remember(case, self.ask(case))

    async def ask_once_async(self, case: Case) -> Judgement | None:
        """The same for those who wait in an event loop."""
        return self.recall(case) or self._remember(case, await self.ask_async(case))

    def _remember(self, case: Case, judgement: Judgement | None) -> Judgement | None:
        if judgement is not None:
            with self._change:
                self._remembered[case] = judgement
        return judgement

    async def ask_async(self, case: Case) -> Judgement | None:
        """The same for those who wait in an event loop and not in a thread."""
        pending = _PendingCase(case)
        if not self._let_in(pending):
            return None
        try:
            async with asyncio.timeout(self.timeout):
                return await asyncio.wrap_future(pending.answer)
        except asyncio.CancelledError as failure:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise  # whoever asked is given up, not the case
            self._log_silence(failure)
        except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
            self._log_silence(failure)
        finally:
            self._leave(pending)
        return None

    def trouble(self) -> str:
        """Why a case that came now would have no judgement; empty where nothing speaks for that."""
        with self._change:
            return self._refusal() or ("" if self.model else "no model could be loaded")

    def close(self) -> None:
        """Lets the threads go; cases that wait are dropped, and new ones find it closed."""
        with self._change:
            self._closed = True
            for pending in self._queue:
                pending.answer.cancel()
            self._change.notify_all()
        self.on_close()

    def _let_in(self, pending: _PendingCase) -> bool:
        """Puts a case in the queue; False where it cannot, and the log says why."""
        if refusal := self._enqueue(pending):
            log.warning("judge: %s; a comment is held", refusal)
        return not refusal

    def _log_silence(self, failure: BaseException) -> None:
        """Why a case that was let in has no answer."""
        if isinstance(failure, TimeoutError):
            log.warning("judge: no answer in %.1f s; a comment is held", self.timeout)
        elif isinstance(failure, CancelledError | asyncio.CancelledError):
            log.warning("judge: closing; a comment is held")
        else:
            log.error("judge: %s; a comment is held", type(failure).__name__)

    def _enqueue(self, pending: _PendingCase) -> str:
        """Puts a case in the queue, or says why it cannot."""
        with self._change:
            if refusal := self._refusal():
                return refusal
            self._start()
            self._pending += 1
            self._queue.append(pending)
            self._change.notify()
            return ""

    def _refusal(self) -> str:
        """Why no case is let in now."""
        if self._closed:
            return "closed"
        if self._pending >= self.capacity:
            return "no place free"
        if self._stuck():
            return f"no answer to those before in {self.timeout:.1f} s"
        return ""

    def _leave(self, pending: _PendingCase) -> None:
        pending.answer.cancel()
        with self._change:
            self._pending -= 1
            if pending in self._queue:
                self._queue.remove(pending)

    def _stuck(self) -> bool:
        """Whether every thread has been busy for so long that waiting would be in vain."""
        late = time.monotonic() - self.timeout
        busy = [since for since in self._busy_since.values() if since < late]
        return len(busy) >= max(1, self.threads)

    def _start(self) -> None:
        """Starts the threads with the first case. As daemons: no stuck judge keeps us here."""
        if self._started:
            return
        self._started = True
        for number in range(max(1, self.threads)):
            threading.Thread(target=self._work, name=f"judge-{number}", daemon=True).start()

    def _work(self) -> None:
        while batch := self._next_batch():
            self._judge_batch(batch)
            with self._change:
                del self._busy_since[threading.get_ident()]

    def _next_batch(self) -> list[_PendingCase]:
        """The cases that have waited longest, as soon as there are any; none at the end."""
        with self._change:
            while not self._queue and not self._closed:
                self._change.wait()
            if self._closed:
                return []
            self._mark_busy()
            size = min(self._batch_size(), len(self._queue))
            return [self._queue.popleft() for _ in range(size)]

    def _batch_size(self) -> int:
        """As many as the judge, as fast as it was of late, answers in half the time.

        All those in a batch have their answers at its end; if that were too late for one, it
        would be too late for each of them.
        """
        if self.seconds_per_case <= 0:
            # It may have to read an article for each of them first, a tenth of a second each: all
            # together would be late, and whoever comes meanwhile would find it stuck.
            return 1
        return max(1, min(self.max_batch, int(self.timeout / 2 / self.seconds_per_case)))

    def _mark_busy(self) -> None:
        self._busy_since[threading.get_ident()] = time.monotonic()

    def _judge_batch(self, batch: Sequence[_PendingCase]) -> None:
        started_at = time.monotonic()
        try:
            judgements = self.judge([pending.case for pending in batch])
            answers = list(zip(batch, judgements, strict=True))
        except Exception as failure:  # noqa: BLE001 - whatever breaks must not end the thread
            self._retry_one_by_one(batch, failure)
            return
        latest = (time.monotonic() - started_at) / len(batch)
        known = self.seconds_per_case or latest
        self.seconds_per_case = (known + latest) / 2
        for pending, judgement in answers:
            pending.resolve(judgement)

    def _retry_one_by_one(self, batch: Sequence[_PendingCase], failure: Exception) -> None:
        """What one case broke is no other's fault: each is judged again alone."""
        if len(batch) == 1:
            batch[0].fail(failure)
            return
        log.error("judge: %s; asking %d one by one", type(failure).__name__, len(batch))
        for pending in batch:
            if not pending.answer.cancelled():
                with self._change:
                    self._mark_busy()
                self._judge_batch([pending])
