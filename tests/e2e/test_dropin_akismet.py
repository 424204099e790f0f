"""PyPI's `akismet` client before a judge server with the real judge."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import httpx
import pytest
from akismet import CheckResponse, Config, SyncClient

PATIENCE_SECONDS = 90
BLOG = "https://paper.example"


class Elsewhere(httpx.BaseTransport):
    """Sends what is meant for Akismet to our server, with Akismet's name left in `Host`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._wire = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return self._wire.handle_request(request)

    def close(self) -> None:
        self._wire.close()


@pytest.fixture(scope="module")
def client() -> Iterator[SyncClient]:
    """The client as an application would make it, but for where it connects."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = int(asked.getsockname()[1])
    command = [sys.executable, "-m", "rejoinder", "judge-server", "--open", "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", server)
        with httpx.Client(transport=Elsewhere(port), timeout=30) as http_client:
            config = Config(key="abc123def456", url=BLOG)
            yield SyncClient.validated_client(config=config, http_client=http_client)
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_a_civil_comment_is_ham(client: SyncClient) -> None:
    text = "The bridge should have been mended in May."
    assert client.comment_check(user_ip="192.0.2.7", comment_content=text) == CheckResponse.HAM


def test_the_guaranteed_spam_is_spam(client: SyncClient) -> None:
    found = client.comment_check(
        user_ip="192.0.2.7", comment_content="Hello.", comment_author="viagra-test-123"
    )
    assert found == CheckResponse.SPAM


def test_advertising_is_spam(client: SyncClient) -> None:
    text = "Buy cheap viagra online now http://pills.example"
    assert client.comment_check(user_ip="192.0.2.7", comment_content=text) == CheckResponse.SPAM


def test_abuse_is_spam_too(client: SyncClient) -> None:
    text = "You are a stupid, pathetic idiot."
    assert client.comment_check(user_ip="192.0.2.7", comment_content=text) == CheckResponse.SPAM


def test_what_a_person_said_is_thanked_for(client: SyncClient) -> None:
    assert client.submit_spam(user_ip="192.0.2.7", comment_content="Buy now.")
    assert client.submit_ham(user_ip="192.0.2.7", comment_content="Good morning.")


def test_usage_is_told(client: SyncClient) -> None:
    usage = client.usage_limit()
    assert (usage["limit"], usage["throttled"]) == ("none", False)
    assert usage["usage"] > 0


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the judge server stopped with status {server.returncode}")
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the judge server did not open within {PATIENCE_SECONDS} s")
