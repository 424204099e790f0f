"""Keys from an address: fetched, kept, fetched again when there is a new one, and guarded."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar

import pytest
from joserfc.jwk import OKPKey

from rejoinder.errors import Unavailable
from rejoinder.outbound.client import Client
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.sign_on.fetching import LARGEST_ANSWER, Fetching
from rejoinder.sign_on.tokens import VerifyingKey

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
PUBLIC = OKPKey.generate_key("Ed25519").as_dict(private=False)
T = TypeVar("T")


def key_set(*names: str) -> bytes:
    return json.dumps({"keys": [{**PUBLIC, "kid": each} for each in names]}).encode()


@dataclass
class Keys:
    """A server with keys."""

    body: bytes = field(default_factory=lambda: key_set("one"))
    status: int = 200
    location: str = ""
    asked: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        """Where the keys are."""
        return f"http://127.0.0.1:{self.port}/jwks.json"


@pytest.fixture
def server() -> Iterator[Keys]:
    keys = Keys()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            keys.asked += 1
            self.send_response(keys.status)
            if keys.location:
                self.send_header("location", keys.location)
            self.send_header("content-length", str(len(keys.body)))
            self.end_headers()
            self.wfile.write(keys.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        keys.port = served.server_address[1]
        thread = Thread(target=served.serve_forever, args=(0.01,))
        thread.start()
        yield keys
        served.shutdown()
        thread.join()


class Asker:
    """Asks for keys at moments of its own choosing, in one loop."""

    def __init__(self, *inside: str) -> None:
        self.resolver = Resolver(1)
        self.fetching = Fetching(Client(SsrfGuard(self.resolver, inside=inside)), inside)
        self.runner = asyncio.Runner()

    def keys(self, url: str, key_id: str = "", **later: float) -> list[VerifyingKey]:
        moment = NOW + timedelta(**later)
        return self.runner.run(self.fetching.keys(url, key_id, now=moment))

    def close(self) -> None:
        self.runner.run(self.fetching.close())
        self.runner.close()
        self.resolver.close()


@pytest.fixture
def asker(server: Keys) -> Iterator[Asker]:
    made = Asker(f"127.0.0.1:{server.port}")
    yield made
    made.close()


def names(keys: list[VerifyingKey]) -> list[str]:
    return [each.id for each in keys]


def test_keys_are_fetched_once_an_hour(server: Keys, asker: Asker) -> None:
    for minutes in (0, 1, 59):
        assert names(asker.keys(server.url, "one", minutes=minutes)) == ["one"]
    assert server.asked == 1
    asker.keys(server.url, "one", minutes=61)
    assert server.asked == 2


def test_a_new_key_is_found_at_once_and_made_up_ones_cost_a_call_a_minute(
    server: Keys, asker: Asker
) -> None:
    asker.keys(server.url, "one")
    server.body = key_set("one", "two")
    assert names(asker.keys(server.url, "two", minutes=2)) == ["one", "two"]
    for number in range(20):
        asker.keys(server.url, f"made-up-{number}", minutes=2, seconds=number)
    assert server.asked == 2


def test_while_nobody_answers_the_last_keys_count_for_a_day(server: Keys, asker: Asker) -> None:
    asker.keys(server.url)
    server.status = 500
    assert names(asker.keys(server.url, hours=23)) == ["one"]
    with pytest.raises(Unavailable):
        asker.keys(server.url, hours=25)
    server.status = 200
    assert names(asker.keys(server.url, hours=26)) == ["one"]


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[" * 50_000, b"\xff", b'{"keys": []}', b" " * (LARGEST_ANSWER + 1)]
)
def test_what_is_no_key_set_proves_nothing(server: Keys, asker: Asker, body: bytes) -> None:
    server.body = body
    with pytest.raises(Unavailable):
        asker.keys(server.url)


def test_no_redirect_is_followed(server: Keys, asker: Asker) -> None:
    server.status, server.location = 302, "http://127.0.0.1:1/"
    with pytest.raises(Unavailable):
        asker.keys(server.url)
    assert server.asked == 1


REFUSED: list[Callable[[Keys], str]] = [
    lambda server: server.url,
    lambda server: f"http://localhost:{server.port}/",
    lambda _: "http://169.254.169.254/latest/meta-data",
    lambda _: "file:///etc/passwd",
    lambda _: "http://[::1]/",
]


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_within_the_network_is_asked(server: Keys, address: Callable[[Keys], str]) -> None:
    asker = Asker()
    with pytest.raises(Unavailable):
        asker.keys(address(server))
    assert server.asked == 0
    asker.close()
