"""Runs a handler in a thread: the store is synchronous, and one reader must not wait for another.

The framework's own `sync_to_thread` wraps a handler twice when its path takes two methods, and
then answers with a coroutine (Litestar 2.25); a plain coroutine function is wrapped by nobody.
"""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio.to_thread import current_default_thread_limiter, run_sync

P = ParamSpec("P")
T = TypeVar("T")


# Beside an embedded store threads only take the interpreter from each other: with forty, sixteen
# people posting at once waited a third of a second.
EMBEDDED_THREADS = 2


async def few_threads() -> None:
    """Called at the start of a process whose store is embedded."""
    current_default_thread_limiter().total_tokens = EMBEDDED_THREADS


def in_thread(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same handler as a coroutine function whose work happens in the thread pool."""

    @wraps(handler)
    async def threaded(*args: P.args, **kwargs: P.kwargs) -> T:
        return await run_sync(partial(handler, *args, **kwargs))

    return threaded
