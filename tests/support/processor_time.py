"""How long something keeps a processor, on a machine that others use too."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from rejoinder.dropin.errors import ServiceError
from rejoinder.errors import RejoinderError

# What the yardstick below takes on the machine where the bounds were set.
YARDSTICK_MILLISECONDS = 13
# Between four, where time grows with a text's length, and sixteen, where it grows with its square.
MOST_OF_A_QUARTER = 8
# A machine may be this many times slower than the one where the bounds were set.
SLOWEST_MACHINE = 10


def too_slow(work: Callable[[str], object], text: str, enough: float) -> str:
    """Why a text takes too long; empty where it does not.

    What takes more than `enough` milliseconds on a slow machine or a busy one is known from what
    reads each letter again for each letter: its time grows no faster than the text.
    """
    if 16 * milliseconds(partial(work, _quarter(text))) <= enough:
        return ""
    took = best_of(partial(work, text), enough)
    if took <= enough:
        return ""
    times = times_a_quarter(work, text)
    if took <= SLOWEST_MACHINE * enough and times <= MOST_OF_A_QUARTER:
        return ""
    return f"{took:.0f} ms, {times:.1f} times what a quarter of it takes"


def times_a_quarter(work: Callable[[str], object], text: str) -> float:
    """How many times the milliseconds for a quarter of a text the whole takes."""
    return _least(partial(work, text)) / _least(partial(work, _quarter(text)))


def best_of(
    work: Callable[[], object], enough: float, clock: Callable[[], float] = time.thread_time
) -> float:
    """Milliseconds of the processor; the best of a few, as on a machine of the usual speed.

    The clock is this thread's, or the process's where others of its threads work too.
    """
    best = milliseconds(work, clock)
    for _ in range(8):
        if best <= enough:
            break
        # Others at work beside us slow the yardstick down as well.
        slowness = max(1.0, milliseconds(_yardstick) / YARDSTICK_MILLISECONDS)
        best = min(best, milliseconds(work, clock) / slowness)
    return best


def milliseconds(
    work: Callable[[], object], clock: Callable[[], float] = time.thread_time
) -> float:
    """Milliseconds of the processor that it takes."""
    begun = clock()
    with suppress(RejoinderError, ServiceError, UnicodeEncodeError):
        work()
    return 1000 * (clock() - begun)


def _quarter(text: str) -> str:
    return text[: len(text) // 4]


def _least(work: Callable[[], object]) -> float:
    return min(milliseconds(work) for _ in range(3))


def _yardstick() -> int:
    return sum(ord(letter) for letter in "xy" * 100_000)
