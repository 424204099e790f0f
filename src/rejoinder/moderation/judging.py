"""Asking the judge within bounds: so many at once, so long, and silence when it cannot answer."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, field

from rejoinder.engine import Article, Judgement

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """A text to judge, with the article and the comment that it answers."""

    text: str
    article: Article | None = None
    parent: str | None = None


AskJudge = Callable[[Question], Judgement]


@dataclass(slots=True)
class Bench:
    """The judge at work. A comment that finds no place or waits too long gets no judgement."""

    judge: AskJudge
    threads: int = 1
    places: int = 64
    timeout: float = 2.0
    """Seconds from the question to giving up."""
    model: str = ""
    _workers: ThreadPoolExecutor = field(init=False)
    _free: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        """Opens its threads; they start with the first question."""
        self._workers = ThreadPoolExecutor(self.threads, thread_name_prefix="judge")
        self._free = threading.BoundedSemaphore(self.places)

    def ask(self, question: Question) -> Judgement | None:
        """The judgement, or None when the judge is full, slow or broken; the log says which."""
        if not self._free.acquire(blocking=False):
            log.warning("judge: no place free; a comment is held")
            return None
        work = self._workers.submit(self._answer, question)
        try:
            return work.result(timeout=self.timeout)
        except TooSlow:
            work.cancel()
            log.warning("judge: no answer in %.1f s; a comment is held", self.timeout)
        except Exception as failure:  # noqa: BLE001 - whatever breaks, the comment is held
            log.error("judge: %s; a comment is held", type(failure).__name__)
        finally:
            self._free.release()
        return None

    def close(self) -> None:
        """Lets the threads go; questions that wait are dropped."""
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: Question) -> Judgement:
        return self.judge(question)
