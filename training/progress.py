"""A line on stderr that tells how far a long loop is."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

# Items from one line to the next.
SHOWN_EVERY = 2000

Item = TypeVar("Item")


def progress(items: Sequence[Item], title: str) -> Iterator[Item]:
    """Gives the items, and tells their number and the time they took at the end."""
    started = time.monotonic()
    for index, item in enumerate(items):
        if index % SHOWN_EVERY == 0 and sys.stderr.isatty():
            sys.stderr.write(f"\r{title}: {index} of {len(items)}")
            sys.stderr.flush()
        yield item
    sys.stderr.write(f"{title}: {len(items)} in {time.monotonic() - started:.0f} s\n")
