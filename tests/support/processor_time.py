"""How long something keeps a processor, on a machine that others use too."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from rejoinder.dropin.errors import ServiceError
from rejoinder.errors import RejoinderError

# What the yardstick below takes on the machine where the bound was set.
YARDSTICK_MILLISECONDS = 13


def best_of_a_text(work: Callable[[str], object], text: str, enough: float) -> float:
    """Milliseconds for a text; where a quarter of it shows that they are enough, no more is read.

    What takes time of the square of a length takes sixteen times as long for the whole.
    """
    at_most = 16 * milliseconds(partial(work, text[: len(text) // 4]))
    return at_most if at_most <= enough else best_of(partial(work, text), enough)


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


def _yardstick() -> int:
    return sum(ord(letter) for letter in "xy" * 100_000)
