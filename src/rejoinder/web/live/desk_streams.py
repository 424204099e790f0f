"""The streams by which the desks of this process hear of what comes and goes in the queue."""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from secrets import token_hex

from rejoinder.web.live.places import Place
from rejoinder.web.live.threads import HEARTBEAT_SECONDS, LASTS_SECONDS

# Between two looks: a person at the desk is told of nothing sooner than they could read it.
PAUSE_SECONDS = 1.0
# Sooner nobody comes back whose stream breaks, nor all at once.
RETURN_MS = (500, 3_000)
END = b"event: end\ndata: \n\n"
HEARTBEAT = b": \n\n"

Here = tuple[str, int]
"""Somebody's name, and their number."""
Look = Callable[[bool], Awaitable[bytes | None]]
"""What there is to tell now: empty where nothing is, None where whoever listens may no longer.

Asked with whether to look in any case, or only where something was committed.
"""


@dataclass(slots=True)
class DeskStreams:
    """Who listens; used by the event loop, and read by threads."""

    pause: float = PAUSE_SECONDS
    process: str = field(default_factory=lambda: token_hex(8))
    """What this process calls itself, where others hear who listens here."""
    _ended: bool = False
    _open: dict[asyncio.Event, tuple[int, Here]] = field(default_factory=dict)
    """What wakes each stream; of which site and of whom it is."""
    _said: frozenset[tuple[int, int]] = frozenset()
    _said_at: float = -math.inf

    def end(self) -> None:
        """Ends all streams, and each that comes; their browsers come back by themselves."""
        self._ended = True
        for woken in self._open:
            woken.set()

    def here(self, site_id: int) -> set[Here]:
        """Who of a site has the queue open in this process."""
        return {who for site, who in tuple(self._open.values()) if site == site_id}

    def to_say(self, every: float) -> frozenset[tuple[int, int]] | None:
        """Who listens here, by the numbers of site and person, where the others have to be told.

        None where they were told the same within so many seconds. Whoever asks tells them.
        """
        clock = time.monotonic()
        here = frozenset((site, number) for site, (_, number) in self._open.values())
        if here == self._said and clock - self._said_at < every:
            return None
        self._said, self._said_at = here, clock
        return here

    async def stream(
        self, site_id: int, who: Here, look: Look, place: Place
    ) -> AsyncIterator[bytes]:
        """Frames for one browser, for as long as `look` lets it listen."""
        woken, clock = asyncio.Event(), asyncio.get_running_loop().time
        until = clock() + random.uniform(*LASTS_SECONDS)  # noqa: S311 - nobody's secret
        self._open[woken] = (site_id, who)
        quiet_since = clock()
        try:
            yield f"retry: {random.randint(*RETURN_MS)}\n\n".encode()  # noqa: S311 - the same
            anew = True
            while not self._ended and clock() < until:
                told = await look(anew)
                if told is None:
                    yield END
                    return
                if told:
                    yield told
                elif anew:
                    yield HEARTBEAT
                if told or anew:
                    quiet_since = clock()
                try:
                    async with asyncio.timeout(self.pause):
                        await woken.wait()
                except TimeoutError:
                    anew = clock() - quiet_since >= HEARTBEAT_SECONDS
        finally:
            del self._open[woken]
            place.give_back()
