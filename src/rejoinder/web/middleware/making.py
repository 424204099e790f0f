"""Answers on their way: one request makes what many ask for at once, and the others wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Making:
    """An answer on its way, for which all who ask the same wait."""

    over: asyncio.Event = field(default_factory=asyncio.Event)
    kept: bool = False
    """Whether it answered them too."""


class InWork:
    """What is being made, by what is asked for; used by the event loop alone."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._making: dict[bytes, Making] = {}

    async def make_or_wait(
        self,
        key: bytes,
        answer_kept: Callable[[], Awaitable[bool]],
        make: Callable[[Making], Awaitable[None]],
    ) -> None:
        """Answers what is not kept, as whoever calls this has just seen: makes it, or waits.

        `answer_kept` says whether it could; `make` answers by itself, and says in the `Making`
        whether that was kept.
        """
        while True:
            making = self._making.get(key)
            if making is None:
                await self._make_for_all(key, make)
                return
            await making.over.wait()
            if not making.kept:
                # What is not kept, nobody gets any sooner by waiting for the next one.
                await make(Making())
                return
            if await answer_kept():
                return

    async def _make_for_all(self, key: bytes, make: Callable[[Making], Awaitable[None]]) -> None:
        making = self._making[key] = Making()
        try:
            await make(making)
        finally:
            del self._making[key]
            making.over.set()
