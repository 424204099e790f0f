"""The load generator against a small server that answers, refuses, hangs up or says nothing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import repeat

import pytest

from benchmarks.generator import Bounds, Tally, load
from benchmarks.http_client import BrokenConnection, Response, ServerAddress, ask_once
from tests.support import event_loop

Reply = Callable[[bytes], bytes | None]


def answer(status: str = "200 OK", body: bytes = b"hello", *, extra: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
    return head.encode() + body


@asynccontextmanager
async def listening(reply: Reply) -> AsyncIterator[ServerAddress]:
    """A server that sends `reply` of each request; None hangs up, nothing keeps silent."""
    open_now: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_now.add(writer)
        try:
            while True:
                payload = reply(await reader.readuntil(b"\r\n\r\n"))
                if payload is None:
                    break
                writer.write(payload)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went first
        finally:
            open_now.discard(writer)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield ServerAddress(server.sockets[0].getsockname()[1])
    finally:
        for writer in open_now:
            writer.close()
        server.close()
        await server.wait_closed()


def run(reply: Reply, bounds: Bounds, *, path: str = "/") -> Tally:
    async def both() -> Tally:
        async with listening(reply) as address:
            return await load(address, repeat(address.get(path)), bounds)

    return event_loop.run(both)


def in_a_connection(reply: Reply, do: Callable[[ServerAddress], Awaitable[Response]]) -> Response:
    async def both() -> Response:
        async with listening(reply) as address:
            return await do(address)

    return event_loop.run(both)


def test_as_many_requests_are_sent_as_were_asked_for() -> None:
    seen: list[bytes] = []

    def reply(raw: bytes) -> bytes:
        seen.append(raw)
        return answer()

    tally = run(reply, Bounds(connections=4, seconds=30, max_requests=101))
    assert len(seen) == 101
    assert tally.figures().requests == 101
    assert tally.figures().errors == 0
    assert tally.received == 101 * len(answer())


def test_a_load_without_a_count_ends_by_itself_when_its_time_is_up() -> None:
    tally = run(lambda _: answer(), Bounds(connections=2, seconds=0.2))
    assert tally.figures().requests > 0
    assert 0.2 <= tally.seconds < 5


def test_a_load_ends_when_there_is_nothing_more_to_send() -> None:
    async def both() -> Tally:
        async with listening(lambda _: answer()) as address:
            raw = [address.get("/")] * 3
            return await load(address, iter(raw), Bounds(connections=2, seconds=30))

    assert event_loop.run(both).figures().requests == 3


@pytest.mark.parametrize(
    ("status", "counted"), [("404 Not Found", "status 404"), ("503 Busy", "status 503")]
)
def test_a_refusal_is_an_error_and_no_part_of_the_rate(status: str, counted: str) -> None:
    tally = run(lambda _: answer(status), Bounds(connections=2, seconds=30, max_requests=10))
    assert tally.errors == {counted: 10}
    assert tally.figures().requests == 0
    assert tally.figures().rate == 0


def test_a_server_that_hangs_up_is_reported_and_asked_again() -> None:
    seen: list[bytes] = []

    def every_other(raw: bytes) -> bytes | None:
        seen.append(raw)
        return answer() if len(seen) % 2 else None

    tally = run(every_other, Bounds(connections=1, seconds=30, max_requests=6))
    assert tally.figures().requests == 3
    assert tally.errors == {"closed before the answer was whole": 3}


def test_a_server_that_closes_after_each_answer_costs_no_error() -> None:
    closing = answer(extra="Connection: close\r\n")
    tally = run(lambda _: closing, Bounds(connections=2, seconds=30, max_requests=20))
    assert tally.figures().requests == 20
    assert not tally.errors


def test_a_silent_server_does_not_keep_the_load_waiting() -> None:
    tally = run(lambda _: b"", Bounds(connections=3, seconds=0.1, patience=0.2))
    assert tally.errors == {"no answer in time": 3}
    assert tally.seconds < 5


def test_a_server_that_is_gone_is_reported_and_not_hammered() -> None:
    async def nobody() -> Tally:
        async with listening(lambda _: answer()) as address:
            pass
        return await load(address, repeat(address.get("/")), Bounds(connections=1, seconds=0.2))

    tally = event_loop.run(nobody)
    assert 0 < tally.figures().errors <= 20


def test_whoever_looks_sees_each_answer_with_its_request() -> None:
    seen: list[tuple[bytes, int, bytes]] = []

    def note(raw: bytes, got: Response) -> None:
        seen.append((raw, got.status, got.body))

    async def both() -> None:
        async with listening(lambda raw: answer(body=raw.split()[1])) as address:
            raw = [address.get(f"/{number}") for number in range(5)]
            await load(address, iter(raw), Bounds(connections=2, seconds=30), note)

    event_loop.run(both)
    assert sorted(body for _, _, body in seen) == [b"/0", b"/1", b"/2", b"/3", b"/4"]
    assert all(raw.startswith(b"GET " + body) and status == 200 for raw, status, body in seen)


def test_an_answer_in_pieces_is_put_together() -> None:
    body = b"x" * 300_000
    got = in_a_connection(
        lambda _: answer(body=body), lambda address: ask_once(address, address.get("/whole"))
    )
    assert got.body == body
    assert got.size == len(answer(body=body))


def test_an_answer_without_a_length_is_refused_rather_than_guessed() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    with pytest.raises(BrokenConnection, match="without a length"):
        in_a_connection(lambda _: chunked, lambda address: ask_once(address, address.get("/")))


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "10.0.0.1", "0.0.0.0"])
def test_no_other_machine_can_be_put_under_load(host: str) -> None:
    with pytest.raises(ValueError, match="not this machine"):
        ServerAddress(80, host)
