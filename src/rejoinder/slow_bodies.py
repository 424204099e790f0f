"""Bodies that do not come: none of them takes a place from others for ever.

A server closes the connection of whoever sends no headers; for a body it would wait.
"""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

from litestar.exceptions import HTTPException
from litestar.types import HTTPReceiveMessage, Receive, WebSocketReceiveMessage

# A body of the largest size takes less over a slow line; one that does not come is given up.
BODY_SECONDS = 60.0
# Named here: within a function it would be made anew with each request.
Received = HTTPReceiveMessage | WebSocketReceiveMessage


class HungUp(BaseException):
    """Whoever sent a body went in the midst of it.

    Not an `Exception`: nobody is left to read an error page, and making one for each of a thousand
    who hang up at once would keep everybody else waiting for seconds.
    """


class Deadlines:
    """When each body that is on its way has to be there.

    One timer does for all of them: one for each took a tenth of a kept answer's time.
    """

    def __init__(self) -> None:
        """Nothing is on its way."""
        self._by_loop = WeakKeyDictionary[asyncio.AbstractEventLoop, _OfOneLoop]()

    def body(self, receive: Receive, length: int | None = None) -> "Body":
        """The body of a request that begins; `over` is to be called when that ends.

        `length` is in bytes; None where it is not told beforehand.
        """
        loop = asyncio.get_running_loop()
        expected = self._by_loop.get(loop)
        if expected is None:  # a server has one loop; tests have many
            expected = self._by_loop[loop] = _OfOneLoop()
        return Body(receive, length, expected)


class Body:
    """A body on its way."""

    __slots__ = (
        "_begun",
        "_end_to_come",
        "_expected",
        "_late",
        "_left",
        "_reader",
        "_receive",
        "_whole",
    )

    def __init__(self, receive: Receive, length: int | None, expected: "_OfOneLoop") -> None:
        """`receive` is the server's; `length` what was told of it, in bytes."""
        self._receive = receive
        self._left = length
        self._end_to_come = False
        self._expected = expected
        self._reader: asyncio.Task[Any] | None = None
        self._begun = self._whole = self._late = False

    async def receive(self) -> Received:
        """The next piece: what the application calls instead of the server's.

        Raises:
            HTTPException: it has not come in time.
            HungUp: whoever sent it went.
        """
        if self._whole:
            return await self._after_it()
        if self._late:
            raise _too_late()
        if not self._begun:
            self._begun = True
            self._expected.add(self)
        reader = self._reader = asyncio.current_task()
        try:
            message = await self._receive()
        except asyncio.CancelledError:
            if reader is not None and self._was_given_up(reader):
                raise _too_late() from None
            raise
        finally:
            self._reader = None
        if message["type"] == "http.disconnect":
            raise HungUp
        message = self._with_its_end(message)
        self._whole = not message.get("more_body", False)
        if self._whole:
            self._expected.remove(self)
        return message

    def _with_its_end(self, message: Received) -> Received:
        """The same, told to be the last piece where nothing can follow.

        The server tells of the end by an empty piece, for which it would have to be asked once
        more: that takes longer than a kept answer.
        """
        if self._left is None or not message.get("more_body", False):
            return message
        self._left -= len(message.get("body", b""))  # type: ignore[arg-type] # bytes, of a request
        if self._left > 0:
            return message
        self._end_to_come = True
        return {**message, "more_body": False}  # type: ignore[return-value] # the same keys

    async def _after_it(self) -> Received:
        """That the reader went: which may be long."""
        message = await self._receive()
        if self._end_to_come and message["type"] == "http.request":
            self._end_to_come = False
            return await self._receive()
        return message

    def _was_given_up(self, reader: "asyncio.Task[Any]") -> bool:
        """Whether nobody but `give_up` cancelled whoever waited."""
        return self._late and not reader.uncancel()

    def give_up(self) -> None:
        """Its time is over: whoever waits for it, or asks for more of it later, is told."""
        self._late = True
        if self._reader is not None:
            self._reader.cancel()

    def over(self) -> None:
        """Its request is over, whether all of it was read or not."""
        if not self._whole:
            self._expected.remove(self)


class _OfOneLoop:
    """The deadlines of one event loop, by its clock."""

    def __init__(self) -> None:
        self._deadlines: dict[Body, float] = {}
        """The earliest first, since each has as long."""
        self._timer: asyncio.TimerHandle | None = None

    def add(self, body: Body) -> None:
        loop = asyncio.get_running_loop()
        deadline = self._deadlines[body] = loop.time() + BODY_SECONDS
        if self._timer is None:
            self._timer = loop.call_at(deadline, self._give_up_late_ones)

    def remove(self, body: Body) -> None:
        self._deadlines.pop(body, None)

    def _give_up_late_ones(self) -> None:
        """Called when the earliest there was is over; called again when the next one is."""
        self._timer = None
        loop = asyncio.get_running_loop()
        for body, deadline in list(self._deadlines.items()):
            if deadline > loop.time():
                self._timer = loop.call_at(deadline, self._give_up_late_ones)
                return
            self.remove(body)
            body.give_up()


def _too_late() -> HTTPException:
    return HTTPException(status_code=408, headers={"connection": "close"})
