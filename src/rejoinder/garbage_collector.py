"""Python's garbage collector, set for a server: many short lives beside a large, lasting rest."""

import gc

# Objects made beyond those freed before the youngest are looked through, and how many such looks
# make one of the next older; Python's own 700, 10 and 10 look several times a request.
THRESHOLDS = (20_000, 50, 100)


def settle() -> None:
    """Called once the application stands: what is there now is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
