"""Asking the judge within bounds: so many at once, so long, and silence when it cannot answer."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as TooSlow
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from rejoinder.engine import Article, Case, Judge, Judgement, ModelError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A text to judge, with the article and the comment that it answers."""

    text: str
    article: Article | None = None
    parent: str | None = None


AskJudge = Callable[[Question], Judgement]
AskTogether = Callable[[Sequence[Question]], Sequence[Judgement]]
"""Several questions in, as many judgements out, in the same order."""


def one_by_one(judge: AskJudge) -> AskTogether:
    """A judge that reads one text at a time, as one to whom several can be put."""
    return lambda questions: [judge(question) for question in questions]


def packaged() -> tuple[str, AskTogether]:
    """The packaged judge's version, and the judge itself.

    Without its model the version is empty and every question fails: the paper goes on, and each
    comment is held for a person until the model is mended.
    """
    try:
        judge = Judge.load()
    except ModelError as failure:
        log.error("judge: %s", failure)
        return "", _silent

    def ask(questions: Sequence[Question]) -> Sequence[Judgement]:
        return judge.batch(Case(each.text, each.article, each.parent) for each in questions)

    return judge.version, ask


def _silent(_questions: Sequence[Question]) -> Sequence[Judgement]:
    raise ModelError("The model could not be loaded.")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that somebody waits for; cancelled once they have given up."""

    question: Question
    answer: Future[Judgement] = field(default_factory=Future)

    def tell(self, judgement: Judgement) -> None:
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_result(judgement)

    def fail(self, failure: Exception) -> None:
        if self.answer.set_running_or_notify_cancel():
            self.answer.set_exception(failure)


@dataclass(slots=True)
class JudgePool:
    """The judge at work. A comment that finds no place or waits too long gets no judgement.

    Whoever comes while the judge is busy waits, and those who wait are put to it together. A
    question that comes alone is asked at once.
    """

    judge: AskTogether
    threads: int = 1
    places: int = 64
    """Questions without an answer, those that the judge has before it included."""
    timeout: float = 2.0
    """Seconds from the question to giving up."""
    together: int = 32
    """Questions put to the judge at once, at most."""
    model: str = ""
    meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext
    """Entered by whoever asks, for as long as they wait."""
    _queue: deque[_Asked] = field(default_factory=deque)
    _change: threading.Condition = field(default_factory=threading.Condition)
    """Held for every look at what follows, and told of every change of it."""
    _unanswered: int = 0
    _busy_since: dict[int, float] = field(default_factory=dict)
    """Which thread has had its questions before the judge since when."""
    _seconds_each: float = 0.0
    _opened: bool = False
    _closed: bool = False

    def ask(self, question: Question) -> Judgement | None:
        """The judgement, or None when the judge is full, slow or broken; the log says which."""
        asked = _Asked(question)
        if refused := self._line_up(asked):
            log.warning("judge: %s; a comment is held", refused)
            return None
        try:
            with self.meanwhile():
                return asked.answer.result(timeout=self.timeout)
        except TooSlow:
            log.warning("judge: no answer in %.1f s; a comment is held", self.timeout)
        except CancelledError:
            log.warning("judge: closing; a comment is held")
        except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
            log.error("judge: %s; a comment is held", type(failure).__name__)
        finally:
            self._leave(asked)
        return None

    def close(self) -> None:
        """Lets the threads go; questions that wait are dropped, and new ones find it closed."""
        with self._change:
            self._closed = True
            for asked in self._queue:
                asked.answer.cancel()
            self._change.notify_all()

    def _line_up(self, asked: _Asked) -> str:
        """Takes a place in the queue; why there is none, otherwise."""
        with self._change:
            if self._closed:
                return "closed"
            if self._unanswered >= self.places:
                return "no place free"
            if self._stuck():
                return f"no answer to those before in {self.timeout:.1f} s"
            self._open()
            self._unanswered += 1
            self._queue.append(asked)
            self._change.notify()
            return ""

    def _leave(self, asked: _Asked) -> None:
        asked.answer.cancel()
        with self._change:
            self._unanswered -= 1
            if asked in self._queue:
                self._queue.remove(asked)

    def _stuck(self) -> bool:
        """Whether every thread has been busy for so long that waiting would be in vain."""
        late = time.monotonic() - self.timeout
        busy = [since for since in self._busy_since.values() if since < late]
        return len(busy) >= max(1, self.threads)

    def _open(self) -> None:
        """Starts the threads with the first question. As daemons: no stuck judge keeps us here."""
        if self._opened:
            return
        self._opened = True
        for number in range(max(1, self.threads)):
            threading.Thread(target=self._work, name=f"judge-{number}", daemon=True).start()

    def _work(self) -> None:
        while batch := self._next():
            self._answer(batch)
            with self._change:
                del self._busy_since[threading.get_ident()]

    def _next(self) -> list[_Asked]:
        """The questions that have waited longest, as soon as there are any; none at the end."""
        with self._change:
            while not self._queue and not self._closed:
                self._change.wait()
            if self._closed:
                return []
            self._begin()
            size = min(self._fitting(), len(self._queue))
            return [self._queue.popleft() for _ in range(size)]

    def _fitting(self) -> int:
        """As many as the judge, at the pace that it had of late, answers in half the time.

        All those in a batch have their answers at its end; if that were too late for one, it
        would be too late for each of them.
        """
        if self._seconds_each <= 0:
            return self.together
        return max(1, min(self.together, int(self.timeout / 2 / self._seconds_each)))

    def _begin(self) -> None:
        self._busy_since[threading.get_ident()] = time.monotonic()

    def _answer(self, batch: Sequence[_Asked]) -> None:
        begun = time.monotonic()
        try:
            judgements = self.judge([asked.question for asked in batch])
            answers = list(zip(batch, judgements, strict=True))
        except Exception as failure:  # noqa: BLE001 - whatever breaks must not end the thread
            self._fail(batch, failure)
            return
        self._seconds_each = (self._seconds_each + (time.monotonic() - begun) / len(batch)) / 2
        for asked, judgement in answers:
            asked.tell(judgement)

    def _fail(self, batch: Sequence[_Asked], failure: Exception) -> None:
        """What one question broke is no other's fault: each is asked again alone."""
        if len(batch) == 1:
            batch[0].fail(failure)
            return
        log.error("judge: %s; asking %d one by one", type(failure).__name__, len(batch))
        for asked in batch:
            if not asked.answer.cancelled():
                with self._change:
                    self._begin()
                self._answer([asked])
