"""Times the judge and MiniLM in turns, so that whatever else the machine does slows both."""

import gc
import inspect
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any, TypeVar

from benchmarks.figures import percentile
from benchmarks.judge.minilm import MiniLM
from rejoinder.engine import Case, Judge

Left = TypeVar("Left")
Right = TypeVar("Right")

# Long enough for the other's threads to fall asleep, which wait for work with open eyes.
PAUSE_SECONDS = 0.05
# Comments that both read before anything is timed; the judge reads every article besides.
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Calls:
    """One round of calls, one after the other: seconds a call."""

    p50: float
    p99: float
    cpu: float
    """Of all threads of this process, on average."""


@dataclass(frozen=True, slots=True)
class Round:
    """The same comments read by both, right after each other."""

    judge: Calls
    minilm: Calls


@dataclass(frozen=True, slots=True)
class Batches:
    """Comments a second, round by round; MiniLM's with the size of batch that suits it best."""

    judge: tuple[float, ...]
    minilm: tuple[float, ...]
    size: int
    threaded: bool
    """Whether the judge was told to use two threads: one of older make cannot be."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """No garbage is collected meanwhile, and what is there now is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def one_by_one(judge: Judge, minilm: MiniLM, cases: Sequence[Case], rounds: int) -> list[Round]:
    """Each round every comment once: all that the judge measures, and MiniLM's vector of it."""
    ask_judge, ask_minilm = _asking(judge), _asking_minilm(minilm)
    for each in {case.article: case for case in cases}.values():
        ask_judge(each)
    for case in cases[:WARM_UP]:
        ask_judge(case)
        ask_minilm(case)
    pairs = in_turns(lambda: calls(ask_judge, cases), lambda: calls(ask_minilm, cases), rounds)
    return [Round(*pair) for pair in pairs]


def calls(ask: Callable[[Case], object], cases: Sequence[Case]) -> Calls:
    """One round of one side."""
    clock, seconds = time.perf_counter, []
    cpu = time.process_time()
    for case in cases:
        started_at = clock()
        ask(case)
        seconds.append(clock() - started_at)
    cpu = time.process_time() - cpu
    seconds.sort()
    return Calls(percentile(seconds, 0.50), percentile(seconds, 0.99), cpu / len(cases))


def first_under_articles(judge: Judge, cases: Sequence[Case]) -> float:
    """Seconds for a comment under an article that the judge has not seen (p50)."""
    return calls(_asking(judge), cases).p50


def in_batches(
    judge: Judge, minilm: MiniLM, cases: Sequence[Case], sizes: Sequence[int], rounds: int
) -> Batches:
    """All comments at once, on two threads each."""
    texts = [case.text for case in cases]
    threaded = "threads" in inspect.signature(judge.batch).parameters
    settings: dict[str, Any] = {"threads": 2} if threaded else {}

    def judged() -> float:
        return _rate(partial(judge.batch, cases, **settings), len(cases))

    def read() -> Mapping[int, float]:
        return {size: _rate(partial(minilm.batch, texts, size), len(texts)) for size in sizes}

    judged()
    read()
    pairs = in_turns(judged, read, rounds)
    best = max(sizes, key=lambda size: median(rates[size] for _, rates in pairs))
    return Batches(
        tuple(rate for rate, _ in pairs), tuple(rates[best] for _, rates in pairs), best, threaded
    )


def in_turns(
    left: Callable[[], Left], right: Callable[[], Right], rounds: int
) -> list[tuple[Left, Right]]:
    """Both so many times, the one and the other; who begins changes with every round."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            second, first = _rested(right), _rested(left)
        else:
            first, second = _rested(left), _rested(right)
        pairs.append((first, second))
    return pairs


def escalated_share(judge: Judge, cases: Sequence[Case]) -> float | None:
    """The share of comments (0 to 1) that both stages read; None where the judge does not tell."""
    escalates = getattr(judge, "escalates", None)
    if escalates is None:
        return None
    known = inspect.signature(escalates).parameters
    escalated = [
        escalates(case.text, **({"article": case.article} if "article" in known else {}))
        for case in cases
    ]
    return sum(map(bool, escalated)) / len(escalated)


def _asking(judge: Judge) -> Callable[[Case], object]:
    return lambda case: judge(case.text, article=case.article)


def _asking_minilm(minilm: MiniLM) -> Callable[[Case], object]:
    return lambda case: minilm(case.text)


def _rested(measure: Callable[[], Left]) -> Left:
    time.sleep(PAUSE_SECONDS)
    return measure()


def _rate(work: Callable[[], object], count: int) -> float:
    started_at = time.perf_counter()
    work()
    return count / (time.perf_counter() - started_at)
