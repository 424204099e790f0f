"""Questions to the desk's server, timed one after the other."""

import time
from collections.abc import Callable, Sequence

import httpx

from benchmarks.desk.newsroom import Newsroom

TIMES = 40
SCRIPT = {"x-fragment": "desk"}


def answered(*paths: str, script: bool = False) -> Callable[[Newsroom], Sequence[float]]:
    """Milliseconds for each of these addresses in turn, some dozens of times in all.

    Each has been asked once before: what is measured is a desk at work, not one that opens.
    """

    def measure(newsroom: Newsroom) -> list[float]:
        headers = SCRIPT if script else {}
        with newsroom.client() as client:
            for path in paths:
                seconds_for(client, path, headers)
            return [
                1000 * seconds_for(client, paths[number % len(paths)], headers)
                for number in range(TIMES)
            ]

    return measure


def seconds_for(client: httpx.Client, path: str, headers: dict[str, str]) -> float:
    """How long one answer takes; anything but one is an error."""
    began = time.perf_counter()
    client.get(path, headers=headers).raise_for_status()
    return time.perf_counter() - began
