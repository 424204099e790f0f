"""Bodies that do not come in time are given up, each at its own, by one timer."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from litestar.exceptions import HTTPException

from rejoinder import slow_bodies
from rejoinder.slow_bodies import Deadlines
from tests.support import event_loop

SECONDS = 0.02
HALF = {"type": "http.request", "body": b"text=", "more_body": True}
REST = {"type": "http.request", "body": b"kind", "more_body": False}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_bodies, "BODY_SECONDS", SECONDS)


def coming(*messages: Any) -> Callable[[], Any]:
    """What a server gives of a body that stops after these."""
    left = list(messages)

    async def receive() -> Any:
        return left.pop(0) if left else await asyncio.Event().wait()

    return receive


async def status_of(deadlines: Deadlines, *messages: Any, pause: float = 0) -> int:
    body = deadlines.body(coming(*messages))
    try:
        while (await body.receive())["more_body"]:  # type: ignore[typeddict-item] # of a request
            await asyncio.sleep(pause)
    except HTTPException as refused:
        return refused.status_code
    finally:
        body.over()
    return 200


def test_each_is_given_up_at_its_own_time() -> None:
    async def ask() -> list[int]:
        deadlines = Deadlines()
        first = asyncio.create_task(status_of(deadlines, HALF))
        await asyncio.sleep(SECONDS / 2)
        others = [status_of(deadlines), status_of(deadlines, HALF, REST)]
        async with asyncio.timeout(20):
            return [await first, *await asyncio.gather(*others)]

    assert event_loop.run(ask) == [408, 408, 200]


def test_whoever_comes_back_for_more_too_late_is_told() -> None:
    async def ask() -> int:
        return await status_of(Deadlines(), HALF, HALF, REST, pause=3 * SECONDS)

    assert event_loop.run(ask) == 408


def test_nothing_is_remembered_of_requests_that_are_over() -> None:
    async def ask() -> int:
        deadlines = Deadlines()
        await asyncio.gather(*(status_of(deadlines, HALF, REST) for _ in range(5)))
        refused = deadlines.body(coming(HALF))
        await refused.receive()
        refused.over()  # whoever reads it has seen enough
        return len(refused._expected._deadlines)

    assert event_loop.run(ask) == 0


def test_nobody_waits_for_the_end_of_what_is_as_long_as_was_told() -> None:
    gone = {"type": "http.disconnect"}
    end = {"type": "http.request", "body": b"", "more_body": False}

    async def ask() -> list[Any]:
        last = REST | {"more_body": True}
        body = Deadlines().body(coming(HALF, last, end, gone), length=9)
        return [await body.receive() for _ in range(3)]

    assert event_loop.run(ask) == [HALF, REST, gone]


@pytest.mark.parametrize("length", [None, 10])
def test_what_is_shorter_than_was_told_has_no_end_yet(length: int | None) -> None:
    async def ask() -> list[Any]:
        body: Any = Deadlines().body(coming(HALF, REST | {"more_body": True}), length)
        return [(await body.receive())["more_body"] for _ in range(2)]

    assert event_loop.run(ask) == [True, True]
