"""Running what is asynchronous where no loop runs yet.

A browser that another test of the same worker opened keeps a loop in the main thread.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import anyio

Answer = TypeVar("Answer")


def run(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """What the function answers, from a thread of its own."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(anyio.run, ask).result()


async def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Waits, in the loop, for what others do there; the test fails where it never comes about."""
    with anyio.fail_after(seconds):
        while not condition():
            await anyio.sleep(0)
