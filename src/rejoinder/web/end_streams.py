"""The signal by which a server's main process tells its workers to end their streams."""

import asyncio
import signal
from typing import Final

from litestar import Litestar

from rejoinder.web.app_state import app_state_of

# There is none on Windows, where a worker that is to stop is ended as it is.
END_STREAMS: Final[signal.Signals | None] = getattr(signal, "SIGUSR1", None)


async def end_streams_when_told(app: Litestar) -> None:
    """Called at the start of each worker."""
    if END_STREAMS is None:
        return
    app_state = app_state_of(app)

    def end() -> None:
        app_state.live.end()
        app_state.desk_streams.end()

    try:
        asyncio.get_running_loop().add_signal_handler(END_STREAMS, end)
    except (NotImplementedError, RuntimeError, ValueError):
        return  # a loop outside the main thread, as tests run it, is told otherwise
