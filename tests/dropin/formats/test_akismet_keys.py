"""Akismet's keys, what they may do, and what is kept of what people said."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.keys import add_to_file
from tests.support.judge_servers import judge_server

CHECK = "/1.1/comment-check"
VERIFY = "/1.1/verify-key"
USAGE = "/1.2/usage-limit"
KEY = "abc123def456"
SENT = {"api_key": KEY, "blog": "https://paper.example", "user_ip": "192.0.2.7"}
HERE = "https://paper.example/bridge"
Client = TestClient[Litestar]


def checked(client: Client) -> Response:
    return client.post(CHECK, data={**SENT, "comment_content": "A civil word."})


def says(answer: Response, word: str) -> None:
    """The body is this word to the byte, as clients compare it."""
    assert (answer.status_code, answer.content) == (200, word.encode())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


@pytest.fixture
def feedback(tmp_path: Path) -> Path:
    return tmp_path / "feedback"


@pytest.fixture
def closed(tmp_path: Path, feedback: Path) -> Iterator[Client]:
    """A server that one key opens, three times a minute, and that keeps feedback."""
    keys = tmp_path / "keys"
    add_to_file(keys, "paper", KEY)
    with judge_server(open=False, keys=keys, per_minute=3, feedback=feedback) as client:
        yield client


@pytest.mark.parametrize("field", ["key", "api_key"])
def test_a_key_is_verified(closed: Client, field: str) -> None:
    says(closed.post(VERIFY, data={field: KEY, "blog": "https://paper.example"}), "valid")
    wrong = closed.post(VERIFY, data={field: "abc123def457", "blog": "https://paper.example"})
    says(wrong, "invalid")
    assert wrong.headers["x-akismet-debug-help"]


def test_verifying_costs_no_calls(closed: Client) -> None:
    for _ in range(5):
        says(closed.post(VERIFY, data={"key": KEY}), "valid")


def test_the_key_may_be_the_hosts_first_name(closed: Client) -> None:
    sent = {name: each for name, each in SENT.items() if name != "api_key"}
    at_key = {"host": f"{KEY}.rest.example.org"}
    says(closed.post(CHECK, data=sent, headers=at_key), "false")
    says(closed.post(CHECK, data=sent, headers={"host": "rest.example.org"}), "invalid")


def test_a_key_in_a_field_goes_before_one_in_the_host(closed: Client) -> None:
    # A host's own name may be as long as a key.
    says(closed.post(CHECK, data=SENT, headers={"host": "commentshost.example"}), "false")


@pytest.mark.parametrize("path", [CHECK, "/1.1/submit-spam", "/1.1/submit-ham", USAGE])
def test_a_wrong_key_is_invalid_everywhere(closed: Client, path: str) -> None:
    says(closed.post(path, data={**SENT, "api_key": "wrong"}), "invalid")
    says(closed.post(path, data={"blog": "https://paper.example"}), "invalid")


@pytest.mark.parametrize(("path", "is_spam"), [("submit-spam", True), ("submit-ham", False)])
@pytest.mark.parametrize("as_json", [True, False])
def test_what_a_person_said_is_kept_without_who_wrote_it(
    closed: Client, feedback: Path, path: str, is_spam: bool, as_json: bool
) -> None:
    sent = {
        **SENT,
        "comment_content": "Buy <b>now</b>",
        "comment_author": "Ann",
        "permalink": f"{HERE}#c7",
    }
    how: dict[str, Any] = {"json": sent} if as_json else {"data": sent}
    says(closed.post(f"/1.1/{path}", **how), "Thanks for making the web a better place.")
    line = feedback.read_text(encoding="utf-8")
    kept = json.loads(line)
    assert (kept["text"], kept["labels"]) == ("Buy now", {"spam": is_spam})
    assert kept["context"] == {"permalink": HERE}
    assert "Ann" not in line
    assert "192.0.2.7" not in line


def test_usage_is_told(closed: Client) -> None:
    checked(closed)
    checked(closed)
    for answer in (closed.get(USAGE, params={"api_key": KEY}), closed.post(USAGE, data=SENT)):
        assert answer.status_code == 200
        told = {"limit": "none", "usage": 2, "percentage": "0.00", "throttled": False}
        assert answer.json() == told


def test_too_many_calls_are_neither_yes_nor_no(closed: Client) -> None:
    for _ in range(3):
        says(checked(closed), "false")
    late = checked(closed)
    assert late.status_code == 429
    assert late.text not in {"true", "false"}
    assert 1 <= int(late.headers["retry-after"]) <= 60
    assert late.headers["x-akismet-error"]
