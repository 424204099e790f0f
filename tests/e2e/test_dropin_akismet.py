"""PyPI's `akismet` client before a judge server with the real judge."""

from collections.abc import Iterator

import httpx
import pytest
from akismet import CheckResponse, Config, SyncClient

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
def client(judge_address: str) -> Iterator[SyncClient]:
    """The client as an application would make it, but for where it connects."""
    wire = Elsewhere(int(judge_address.rpartition(":")[2]))
    with httpx.Client(transport=wire, timeout=30) as http_client:
        config = Config(key="abc123def456", url=BLOG)
        yield SyncClient.validated_client(config=config, http_client=http_client)


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
    said = client.comment_check(user_ip="192.0.2.7", comment_content=text)
    assert said in {CheckResponse.SPAM, CheckResponse.DISCARD}  # the latter is the surer


def test_abuse_is_spam_too(client: SyncClient) -> None:
    text = "You are a fucking idiot and a disgrace."
    assert client.comment_check(user_ip="192.0.2.7", comment_content=text) == CheckResponse.SPAM


def test_what_a_person_said_is_thanked_for(client: SyncClient) -> None:
    assert client.submit_spam(user_ip="192.0.2.7", comment_content="Buy now.")
    assert client.submit_ham(user_ip="192.0.2.7", comment_content="Good morning.")


def test_usage_is_told(client: SyncClient) -> None:
    usage = client.usage_limit()
    assert (usage["limit"], usage["throttled"]) == ("none", False)
    assert usage["usage"] > 0
