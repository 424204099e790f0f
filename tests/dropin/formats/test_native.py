"""Our own call for judgements."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.errors import (
    BodyTooLarge,
    InternalError,
    JudgeUnavailable,
    NoSuchEndpoint,
    ServiceError,
)
from rejoinder.dropin.formats.native.errors import error_response
from rejoinder.dropin.keys import add_to_file
from rejoinder.dropin.model import Caller
from rejoinder.engine import Article, Case
from tests.support.judge_servers import Asked, judge_server

JUDGEMENTS = "/api/v1/judgements"
GOLDEN = Path(__file__).parents[1] / "golden"
BRIDGE = {"headline": "The harbour bridge closes", "body": "It will close for repairs in March."}
HERE = "https://paper.example/bridge"
Client = TestClient[Litestar]


def judged(client: Client, sent: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(JUDGEMENTS, json=sent)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def error_in(answer: Response, status: int) -> dict[str, Any]:
    """The error, in the API's envelope or the test fails."""
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"error"}
    error: dict[str, Any] = answer.json()["error"]
    assert error.keys() == {"code", "message", "details"}
    return error


class Known:
    """Knows the article about the bridge."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """By its address."""
        return Article("The harbour bridge closes") if caller.name and url == HERE else None


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def knowing(asked: Asked) -> Iterator[Client]:
    """A server that knows the article about the bridge by its address."""
    with judge_server(asked) as client:
        client.app.state.judge_service.articles = Known()
        yield client


def test_a_text_is_answered_as_in_the_golden_file(server: Client) -> None:
    sent = {"text": "You are an idiot.", "article": BRIDGE, "id": "c-7"}
    golden = json.loads((GOLDEN / "native.json").read_text(encoding="utf-8"))
    assert judged(server, sent) == golden


def test_without_an_article_nothing_is_said_of_the_topic(server: Client) -> None:
    assert judged(server, {"text": "A civil word."})["on_topic"] is None


def test_everything_about_the_text_reaches_the_judge() -> None:
    judge = Asked()
    with judge_server(judge) as client:
        judged(client, {"text": "Yes.", "article": BRIDGE, "parent": "Is it?"})
    article = Article(BRIDGE["headline"], "", BRIDGE["body"])
    assert judge.questions == [Case("Yes.", article, "Is it?")]


def test_many_are_answered_in_their_order_under_one_article(server: Client) -> None:
    items = [{"text": "You idiot.", "id": "1"}, {"text": "The bridge is old."}]
    found = judged(server, {"items": items, "article": BRIDGE})["judgements"]
    assert [each["abuse"]["insult"]["score"] > 0.5 for each in found] == [True, False]
    assert [each["on_topic"]["score"] > 0.5 for each in found] == [False, True]
    assert [each.get("id") for each in found] == ["1", None]


def test_a_list_of_one_is_answered_with_a_list(server: Client) -> None:
    assert len(judged(server, {"items": [{"text": "Hello."}]})["judgements"]) == 1


def test_a_thousand_are_answered_and_one_more_is_refused(server: Client) -> None:
    items = [{"text": f"Word {number}."} for number in range(1001)]
    assert len(judged(server, {"items": items[:1000]})["judgements"]) == 1000
    error_in(server.post(JUDGEMENTS, json={"items": items}), 422)


def test_an_article_is_found_by_its_address(knowing: Client, asked: Asked) -> None:
    found = judged(knowing, {"text": "The bridge.", "url": HERE})
    assert found["on_topic"]["score"] == 0.95
    assert asked.questions[0].article == Article("The harbour bridge closes")


def test_an_own_article_goes_before_that_of_all(knowing: Client, asked: Asked) -> None:
    items = [{"text": "One.", "article": {"headline": "Own"}}, {"text": "Two."}]
    judged(knowing, {"items": items, "url": HERE})
    headlines = {each.text: each.article and each.article.headline for each in asked.questions}
    assert headlines == {"One.": "Own", "Two.": "The harbour bridge closes"}


def test_an_unknown_article_is_told_and_not_passed_over(knowing: Client, asked: Asked) -> None:
    items = [{"text": "One.", "url": HERE}, {"text": "Two.", "url": f"{HERE}/2"}]
    error = error_in(knowing.post(JUDGEMENTS, json={"items": items}), 404)
    assert (error["code"], error["details"]) == ("no-such-article", {"item": 1})
    assert asked.questions == []


def test_a_language_that_is_not_known_has_no_scores(server: Client) -> None:
    found = judged(server, {"text": "[xx]", "article": BRIDGE})
    assert (found["abuse"], found["on_topic"]) == ({}, None)
    assert not found["language"]["judged"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": None},
        {"text": 7},
        {"text": "a", "article": "words"},
        {"text": "a", "article": {"title": "unknown"}},
        {"text": "a", "author": "unknown"},
        {"text": "a", "parent": ["b"]},
        {"text": "a" * 100_001},
        {"text": "a", "parent": "a" * 100_001},
        {"text": "a", "article": {"body": "a" * 200_001}},
        {"text": "a", "url": "a" * 2001},
        {"text": "a", "id": "a" * 201},
        {"items": []},
        {"items": [{}]},
        {"items": {"text": "a"}},
        {"items": [{"text": "a"}], "text": "b"},
        [],
        "a",
    ],
)
def test_what_cannot_be_judged_is_refused(server: Client, sent: Any) -> None:
    error = error_in(server.post(JUDGEMENTS, json=sent), 422)
    assert error["code"] == "invalid"
    assert error["details"]["problem"]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"text": "\xff"}'])
def test_a_body_that_is_no_json_is_refused(server: Client, body: bytes) -> None:
    assert error_in(server.post(JUDGEMENTS, content=body), 400)["code"] == "bad-request"


def test_a_body_nested_deeply_is_refused(server: Client) -> None:
    deep = b'{"text": ' + b"[" * 100_000
    assert server.post(JUDGEMENTS, content=deep).status_code in {400, 422}


def test_a_key_is_needed(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    add_to_file(keys, "paper", "a-good-key")
    with judge_server(open=False, keys=keys, per_minute=1) as client:

        def call(**headers: str) -> Response:
            return client.post(JUDGEMENTS, json={"text": "Hello."}, headers=headers)

        assert error_in(call(), 401)["code"] == "unauthorised"
        assert error_in(call(authorization="Bearer bad"), 401)["code"] == "unauthorised"
        assert call(authorization="Bearer a-good-key").status_code == 200
        late = call(authorization="Bearer a-good-key")
        assert error_in(late, 429)["code"] == "too-many"
        assert 1 <= int(late.headers["retry-after"]) <= 60


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BodyTooLarge(9), 413),
        (NoSuchEndpoint(405), 405),
        (NoSuchEndpoint(404), 404),
        (InternalError(), 500),
        (JudgeUnavailable(), 503),
    ],
)
def test_each_problem_is_told_in_the_same_shape(error: ServiceError, status: int) -> None:
    response = error_response(error)
    assert response.status == status
    assert json.loads(response.body)["error"].keys() == {"code", "message", "details"}


_LEAF = st.none() | st.integers() | st.text() | st.lists(st.text(), max_size=2)
_ITEM = st.fixed_dictionaries(
    {},
    optional={
        "text": _LEAF,
        "article": st.dictionaries(st.sampled_from(["headline", "body", "x"]), _LEAF) | _LEAF,
        "url": _LEAF,
        "parent": _LEAF,
        "id": _LEAF,
    },
)


@settings(max_examples=80, deadline=None)
@given(_ITEM | st.fixed_dictionaries({"items": st.lists(_ITEM, max_size=3) | _LEAF}))
def test_no_body_breaks_it(server: Client, body: Any) -> None:
    answer = server.post(JUDGEMENTS, content=json.dumps(body).encode())
    assert answer.status_code in {200, 400, 404, 422}, answer.text
    if answer.status_code != 200:
        error_in(answer, answer.status_code)
