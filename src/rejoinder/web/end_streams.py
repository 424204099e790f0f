"""Ends a worker's streams when the server's main process says so."""

import asyncio

from litestar import Litestar

from rejoinder.web.app_state import app_state_of
from rejoinder.web.stream_signal import END_STREAMS


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
