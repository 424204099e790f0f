"""What kept answers are held against: whether anything was committed since they were looked at."""

import asyncio

from rejoinder.storage import Database


class ChangeWatch:
    """The store's change token, asked for once for all requests of one turn of the event loop.

    As exact as one look for each: whatever goes on before the loop comes to `_forget` was put in
    its queue before the look, so whoever asks there had asked before it, and sees all that was
    committed by then. Each look lets other threads go first (SQLite is called without Python's
    lock), which cost a kept answer more than all of our own code.
    """

    def __init__(self, database: Database) -> None:
        """`database` is what answers are made of."""
        self._database = database
        self._seen: tuple[asyncio.AbstractEventLoop, object] | None = None

    def token(self) -> object:
        """As the store's `change_token`; raises what that raises. Within an event loop only."""
        if not self._database.embedded:
            return self._database.change_token()  # no look: the time
        loop, seen = asyncio.get_running_loop(), self._seen
        if seen is not None and seen[0] is loop:
            return seen[1]
        loop.call_soon(self._forget)  # first, so that nobody slips in between
        token = self._database.change_token()
        self._seen = loop, token
        return token

    def _forget(self) -> None:
        self._seen = None
