"""One look at the change feed a moment, for all whose threads are open in this process."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from sqlalchemy import Connection

from rejoinder.articles.counts import comment_counts
from rejoinder.comments.queries import leaves
from rejoinder.logs import reason_of
from rejoinder.storage import Change, Database, change_feed
from rejoinder.web.live.events import Event, EventKind, events_of, frame
from rejoinder.web.live.places import Place, Places
from rejoinder.web.live.window import Window

log = logging.getLogger(__name__)

# Between two looks. SQLite's is a question of two microseconds while nothing has happened.
EMBEDDED_PAUSE_SECONDS = 0.1
SERVED_PAUSE_SECONDS = 0.25
# After a look that failed: mostly the store is away.
TROUBLE_PAUSE_SECONDS = 2.0
# Changes in one look; where there are more, what is remembered begins anew.
STRETCH = 1000
# Proxies close lines on which nothing is said for a minute, some for half a one.
HEARTBEAT_SECONDS = 20
# Then a line ends, and its reader comes back: so much is kept at most for whoever takes nothing in.
LASTS_SECONDS = (45 * 60, 75 * 60)
# When a line breaks, browsers come back after so many seconds at most: never all of them at once.
RETURN_SECONDS = 10.0
# Nobody comes back sooner, however short that is.
SOONEST_MS = 100


@dataclass(frozen=True, slots=True)
class Missed:
    """What somebody is told who asks now and then."""

    events: tuple[Event, ...]
    newest: int
    """The change after which to ask the next time."""
    reset: bool
    """Whether more has happened than is remembered."""


@dataclass(slots=True)
class LiveThreads:
    """The open streams of this process, and what they are told; used by its event loop only."""

    database: Database
    places: Places = field(default_factory=Places)
    lasts: tuple[float, float] = LASTS_SECONDS
    """So long a stream is open: at least, and at most."""
    return_seconds: float = RETURN_SECONDS
    """Whoever's stream breaks comes back within so long."""
    _window: Window = field(default_factory=Window)
    _begun: bool = False
    _token: object = None
    """The store's change token at the last look."""
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _thread: CapacityLimiter | None = None
    """A thread of its own: whoever looks must not wait behind those who post."""
    _open: dict[int, set[asyncio.Event]] = field(default_factory=dict)
    """By article: what wakes each stream."""
    _follower: asyncio.Task[None] | None = None
    _ended: bool = False

    def end(self) -> None:
        """Ends all streams, and each that comes; their readers come back after a random moment."""
        self._ended = True
        for streams in self._open.values():
            for woken in streams:
                woken.set()

    async def newest(self) -> int:
        """The change up to which all is known now; who then reads the store misses nothing."""
        await self._look()
        return self._window.newest

    async def missed(self, article_id: int, after: int | None) -> Missed:
        """What happened in a thread since a change; nothing where none is named."""
        await self._look()
        newest = self._window.newest
        events = [] if after is None else self._window.after(article_id, after)
        return Missed(tuple(events or ()), newest, reset=events is None)

    async def stream(
        self, article_id: int, after: int, opening: bytes, place: Place
    ) -> AsyncIterator[bytes]:
        """Frames for one reader, from the change after `after` on; `opening` goes before them."""
        woken, clock = asyncio.Event(), asyncio.get_running_loop().time
        until = clock() + random.uniform(*self.lasts)  # noqa: S311 - nobody's secret
        self._open.setdefault(article_id, set()).add(woken)
        try:
            yield self._retry() + opening
            self._follow()
            while not self._ended and clock() < until:
                woken.clear()
                told, after = self._told(article_id, after)
                if told:
                    yield told
                    continue
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await woken.wait()
                except TimeoutError:
                    # Says from where to go on, should the line break in a thread that is quiet.
                    yield f"id: {after}\n: \n\n".encode() if after else b": \n\n"
            yield self._retry()
        finally:
            self._leave(article_id, woken)
            place.give_back()

    def _retry(self) -> bytes:
        latest = max(round(self.return_seconds * 1000), SOONEST_MS)
        after = random.randint(max(latest // 10, SOONEST_MS), latest)  # noqa: S311 - nobody's secret
        return f"retry: {after}\n\n".encode()

    def _told(self, article_id: int, after: int) -> tuple[bytes, int]:
        if not self._begun:
            return b"", after  # the first look wakes everybody
        newest = self._window.newest
        events = self._window.after(article_id, after)
        if events is None:
            return frame(EventKind.RESET, {}, newest), newest
        return b"".join([event.frame for event in events]), newest

    def _leave(self, article_id: int, woken: asyncio.Event) -> None:
        streams = self._open[article_id]
        streams.discard(woken)
        if not streams:
            del self._open[article_id]

    def _follow(self) -> None:
        if self._follower is None or self._follower.done():
            self._follower = asyncio.get_running_loop().create_task(self._look_on())

    async def _look_on(self) -> None:
        """Looks as long as anybody wants to know."""
        usual = EMBEDDED_PAUSE_SECONDS if self.database.embedded else SERVED_PAUSE_SECONDS
        while self._open and not self._ended:
            pause = usual
            try:
                await self._look()
            except Exception as failure:  # noqa: BLE001 - the store may be back at the next look
                log.error("live threads: %s", reason_of(failure))
                pause = TROUBLE_PAUSE_SECONDS
            await asyncio.sleep(pause)

    async def _look(self) -> None:
        """Takes what is new, unless the store says that nothing is."""
        async with self._turn:
            token = self.database.change_token()
            if self._begun and token == self._token:
                return
            self._thread = self._thread or CapacityLimiter(1)
            found = await run_sync(self._read, limiter=self._thread)
            self._token = token
            self._take(found)

    def _read(self) -> "_Found":
        with self.database.reading() as connection:
            if self._begun:
                changes = change_feed.since(connection, self._window.newest, STRETCH)
                if len(changes) < STRETCH:
                    return _found(connection, changes)
            changes = change_feed.recent(connection, self._window.remembered)
            whole = len(changes) < self._window.remembered
            return _found(connection, changes, anew=True, whole=whole)

    def _take(self, found: "_Found") -> None:
        if found.anew:
            self._window.begin(found.changes, found.events, whole=found.whole)
            concerned = set(self._open)
        else:
            self._window.add(found.changes, found.events)
            concerned = {event.article_id for event in found.events}
        self._begun = True
        for article_id in concerned:
            for woken in self._open.get(article_id, ()):
                woken.set()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found."""

    changes: list[Change]
    events: list[Event]
    anew: bool
    """Whether these are the newest changes rather than those that follow."""
    whole: bool


def _found(
    connection: Connection, changes: list[Change], *, anew: bool = False, whole: bool = False
) -> _Found:
    seen = [each for each in changes if each.public]
    comments = leaves(connection, {each.comment_id for each in seen if each.comment_id})
    # What was told long ago needs no count: whoever comes gets that of now.
    counted = set() if anew else {each.article_id for each in seen}
    counts = comment_counts(connection, counted)
    return _Found(changes, events_of(changes, comments, counts), anew, whole)
