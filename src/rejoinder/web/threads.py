"""Runs a handler in a thread: the store is synchronous, and one reader must not wait for another.

The framework's own `sync_to_thread` wraps a handler twice when its path takes two methods, and
then answers with a coroutine (Litestar 2.25); a plain coroutine function is wrapped by nobody.
"""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio.to_thread import run_sync

P = ParamSpec("P")
T = TypeVar("T")


def in_thread(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same handler as a coroutine function whose work happens in the thread pool."""

    @wraps(handler)
    async def threaded(*args: P.args, **kwargs: P.kwargs) -> T:
        return await run_sync(partial(handler, *args, **kwargs))

    return threaded
