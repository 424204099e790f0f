"""Readers of a stream who take nothing in are let go, so that they keep no place from others.

The server takes no more of an answer than its reader does: what is told waits in the system's
buffer of that connection, some megabytes at most, and then the stream itself waits. It would wait
for as long as the connection stands.
"""

import asyncio
from asyncio import Future
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

# A telephone in a tunnel takes in less than a word for a while, and comes back by itself. Looked
# at as often, for a clock at each of thousands of sends would cost more than they do.
TAKEN_WITHIN_SECONDS = 60.0


class SlowReadersLeave(ASGIMiddleware):
    """Stands before a route that streams."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """ASGI: to the route it is as if such a reader had gone."""
        loop = asyncio.get_running_loop()
        gone: Future[None] = loop.create_future()
        sent = taken = seen = 0
        watch: asyncio.TimerHandle | None = None

        async def sending(message: Message) -> None:
            nonlocal sent, taken
            sent += 1
            await send(message)
            taken = sent

        def look() -> None:
            nonlocal watch, seen
            if taken != sent and seen == sent and not gone.done():
                gone.set_result(None)  # since the last look, and nothing of it was taken
                return
            seen = sent
            watch = loop.call_later(TAKEN_WITHIN_SECONDS, look)

        async def receiving() -> Any:
            left: Future[Any] = asyncio.ensure_future(receive())
            try:
                await asyncio.wait({left, gone}, return_when=asyncio.FIRST_COMPLETED)
                return left.result() if left.done() else {"type": "http.disconnect"}
            finally:
                left.cancel()

        look()
        try:
            await next_app(scope, receiving, sending)
        finally:
            if watch is not None:
                watch.cancel()
