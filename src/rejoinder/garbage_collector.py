"""Python's garbage collector, set for a server: many short lives beside a large, lasting rest."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Objects made beyond those freed before the youngest are looked through, and how many such looks
# make one of the next older; Python's own 700, 10 and 10 look several times a request.
THRESHOLDS = (20_000, 50, 100)


@contextmanager
def paused() -> Iterator[None]:
    """Within it nothing is looked for: while a command is imported, and while workers are started.

    All that is imported stays, and looking it through again and again takes a quarter of the time
    of importing it. A worker that is forked within settles.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def settle() -> None:
    """Called once the application stands: what is there now is never looked through again.

    Not even once before: it would take half a second to find next to nothing.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()
