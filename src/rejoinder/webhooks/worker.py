"""The worker: what happened becomes deliveries, and each endpoint gets its own at its own pace.

An event loop in a thread of its own, apart from mail: an endpoint that is slow takes four places
and holds up nobody. Several processes may run one; each takes only what no other has taken.
"""

import asyncio
import logging
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from rejoinder.clock import Clock
from rejoinder.logs import reason_of
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.settings import HostPorts
from rejoinder.storage import Database
from rejoinder.webhooks import intake, progress
from rejoinder.webhooks.actions import forget_old
from rejoinder.webhooks.model import Delivery, Message
from rejoinder.webhooks.queries import endpoints_with_work
from rejoinder.webhooks.sender import send

log = logging.getLogger(__name__)

PAUSE_SECONDS: Final = 1.0
BREATH_SECONDS: Final = 0.02
TIDY_EVERY: Final = timedelta(hours=1)
# Calls under way to one endpoint, and to all.
PER_ENDPOINT: Final = 4
AT_ONCE: Final = 100
LOOKUPS: Final = 4


@dataclass(slots=True)
class WebhookWorker:
    """`start` in the web process; `run_once` in tests and on the command line."""

    database: Database
    clock: Clock
    inside: HostPorts = ()
    guard: SsrfGuard | None = None
    """What makes connections; made from the machine's own resolver unless a test brings another."""
    dice: Callable[[], float] = random.random
    _stop: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _under_way: Counter[int] = field(default_factory=Counter, init=False)
    """How many calls to each endpoint."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _tidied_at: datetime | None = field(default=None, init=False)

    def start(self) -> None:
        """Begins to work in a thread of its own."""
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run_until_stopped()), name="webhooks", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Ends; what is under way is tried again by whoever comes next."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    async def run_once(self) -> int:
        """Works off all that is due now, and returns how many messages were sent."""
        guard, sent = self._guard(), 0
        await asyncio.to_thread(self._take_over)
        while begun := await self._begin(guard):
            sent += begun
            await asyncio.gather(*self._tasks)
        await asyncio.to_thread(self._tidy)
        return sent

    async def _run_until_stopped(self) -> None:
        guard = self._guard()
        while not self._stop.is_set():
            try:
                await asyncio.to_thread(self._take_over)
                await self._begin(guard)
                await asyncio.to_thread(self._tidy)
            except Exception as failure:  # noqa: BLE001 - nobody else would start it again
                # Mostly the store, away for a moment; deliveries wait in it.
                log.error("webhooks: %s", reason_of(failure))
            await self._pause()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pause(self) -> None:
        """Until something is likely to be there: a place that has become free, or news."""
        if self._tasks:
            await asyncio.wait(
                self._tasks, timeout=PAUSE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            # Whoever finishes in the meantime is followed by one claim and not by one each.
            await asyncio.sleep(BREATH_SECONDS)
        else:
            await asyncio.to_thread(self._stop.wait, PAUSE_SECONDS)

    def _guard(self) -> SsrfGuard:
        if self.guard is None:
            self.guard = SsrfGuard(Resolver(LOOKUPS), inside=self.inside)
        return self.guard

    def _take_over(self) -> None:
        with self.database.reading() as connection:
            news = intake.has_news(connection)
        take = partial(intake.take_over, now=self.clock())
        while news:
            news = self.database.group_write(take) == intake.AT_ONCE

    async def _begin(self, guard: SsrfGuard) -> int:
        """Sends what is due, as far as there is room; returns how many were begun."""
        begun = await asyncio.to_thread(self._claimed)
        for each in begun:
            self._under_way[_endpoint_of(each)] += 1
            task = asyncio.create_task(self._send(guard, each))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return len(begun)

    def _claimed(self) -> list[Message | Delivery]:
        now, free = self.clock(), AT_ONCE - self._under_way.total()
        with self.database.reading() as connection:
            waiting = endpoints_with_work(connection, now=now)
        # Those with the least under way first, so that many slow ones keep nobody out.
        waiting.sort(key=lambda each: self._under_way[each])
        room: dict[int, int] = {}
        for endpoint_id in waiting:
            places = min(PER_ENDPOINT - self._under_way[endpoint_id], free)
            if places > 0:
                room[endpoint_id] = places
                free -= places
        if not room:
            return []
        claimed = self.database.group_write(partial(progress.claim, room=room, now=now))
        with self.database.reading() as connection:
            return progress.messages(connection, claimed)

    async def _send(self, guard: SsrfGuard, each: Message | Delivery) -> None:
        try:
            if isinstance(each, Delivery):
                give_up = partial(progress.give_up, delivery=each)
                await asyncio.to_thread(self.database.group_write, give_up)
                return
            result = await send(guard, each, inside=self.inside, now=self.clock())
            delivery, now, dice = each.delivery, self.clock(), self.dice()

            settle = partial(progress.settle, delivery=delivery, result=result, now=now, dice=dice)
            await asyncio.to_thread(self.database.group_write, settle)
        except Exception as failure:  # noqa: BLE001 - one message must not stop the others
            log.error("webhooks: %s", reason_of(failure))
        finally:
            self._under_way[_endpoint_of(each)] -= 1

    def _tidy(self) -> None:
        now = self.clock()
        if self._tidied_at is not None and now - self._tidied_at < TIDY_EVERY:
            return
        self._tidied_at = now
        self.database.group_write(partial(forget_old, now=now))


def _endpoint_of(each: Message | Delivery) -> int:
    delivery = each.delivery if isinstance(each, Message) else each
    return delivery.endpoint_id
