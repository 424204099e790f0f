"""Runs a handler in a thread: the store is synchronous, and one reader must not wait for another.

The framework's own `sync_to_thread` wraps a handler twice when its path takes two methods, and
then answers with a coroutine (Litestar 2.25); a plain coroutine function is wrapped by nobody.
"""

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio.to_thread import current_default_thread_limiter, run_sync
from litestar import Litestar

from rejoinder.storage.database import WAITING_WRITERS
from rejoinder.web.app_state import WebRequest, app_state_of

P = ParamSpec("P")
T = TypeVar("T")

# Beside an embedded store threads only take the interpreter from each other: with forty, sixteen
# people posting at once waited a third of a second.
EMBEDDED_THREADS = 2
SERVED_THREADS = 40


async def make_room(app: Litestar) -> None:
    """Called at the start: a thread for each turn, and for each who waits for judge or store.

    So neither a slow judge nor a store that others hold takes a thread from those who read.
    """
    app_state = app_state_of(app)
    limiter = current_default_thread_limiter()
    waiting = app_state.judge_pool.capacity + WAITING_WRITERS
    limiter.total_tokens = app_state.thread_slots.running + waiting


def in_thread(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same handler as a coroutine function whose work happens in the thread pool, in turn.

    The handler's arguments come by their names, one of them `request`.
    """

    @wraps(handler)
    async def threaded(*args: P.args, **kwargs: P.kwargs) -> T:
        request: Any = kwargs["request"]
        return await run_in_turn(request, partial(handler, *args, **kwargs))

    return threaded


async def run_in_turn(request: WebRequest, work: Callable[[], T]) -> T:
    """What `work` returns, done in the thread pool, in turn."""
    slots = app_state_of(request.app).thread_slots

    def in_turn() -> T:
        with slots.turn():
            return work()

    return await run_sync(in_turn)


async def run_briefly(request: WebRequest, work: Callable[[], T]) -> T:
    """What `work` returns, which asks the store only for single rows by their keys.

    Beside an embedded store it is done where we are: it takes less than handing it to a thread
    does, and two threads that look into SQLite take the interpreter from each other at each row.
    """
    if app_state_of(request.app).database.embedded:
        return work()
    return await run_in_turn(request, work)
