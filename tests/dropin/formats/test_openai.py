"""OpenAI's moderation call, as its clients make it."""

import json
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.errors import BodyTooLarge, InternalError, NoSuchEndpoint, ServiceError
from rejoinder.dropin.formats.openai import CATEGORIES, UNASSESSED, error_response
from rejoinder.dropin.keys import add_to_file
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, Language
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from tests.support.judge_servers import Asked, judge_server

MODERATE = "/v1/moderations"
GOLDEN = Path(__file__).parents[1] / "golden"
UNMEASURED = {
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/intent",
    "self-harm/instructions",
    "sexual/minors",
    "violence/graphic",
}
Client = TestClient[Litestar]


def moderated(client: Client, given: Any, **more: Any) -> dict[str, Any]:
    answer = client.post(MODERATE, json={"input": given, **more})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def error_in(answer: Response, status: int) -> dict[str, Any]:
    """The error, in OpenAI's envelope or the test fails."""
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"error"}
    error: dict[str, Any] = answer.json()["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    return error


def test_a_text_is_answered_as_in_the_golden_file(server: Client) -> None:
    told = moderated(server, "You are an idiot.")
    assert told.pop("id").startswith("modr-")
    assert told == json.loads((GOLDEN / "openai.json").read_text(encoding="utf-8"))


def test_a_civil_text_is_not_flagged(server: Client) -> None:
    result = moderated(server, "A civil word.")["results"][0]
    assert not result["flagged"]
    assert not any(result["categories"].values())
    assert result["category_scores"]["harassment"] == pytest.approx(0.0512345)


def test_all_thirteen_categories_are_always_there(server: Client) -> None:
    result = moderated(server, "A civil word.")["results"][0]
    for part in ("categories", "category_scores", "category_applied_input_types"):
        assert tuple(result[part]) == CATEGORIES
    assert len(CATEGORIES) == 13


def test_what_nothing_measures_does_not_look_assessed(server: Client) -> None:
    answer = server.post(MODERATE, json={"input": "You are an idiot."})
    named = set(answer.headers["x-rejoinder-unassessed"].split(", "))
    assert named == set(UNASSESSED) == UNMEASURED
    result = answer.json()["results"][0]
    for each in CATEGORIES:
        assert (result["category_applied_input_types"][each] == []) is (each in named)
        if each in named:
            assert (result["categories"][each], result["category_scores"][each]) == (False, 0.0)


def test_each_text_of_a_list_has_its_result_in_order(server: Client) -> None:
    told = moderated(server, ["You idiot.", "A civil word.", "idiot"])
    assert [each["flagged"] for each in told["results"]] == [True, False, True]


def test_parts_of_one_input_have_one_result() -> None:
    judge = Asked()
    with judge_server(judge) as client:
        parts = [{"type": "text", "text": "A civil word."}, {"type": "text", "text": "You idiot."}]
        told = moderated(client, parts)
    assert [each["flagged"] for each in told["results"]] == [True]
    assert judge.questions == [Case("A civil word.\nYou idiot.")]


def test_a_picture_is_refused_and_not_called_harmless(server: Client) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    parts = [{"type": "text", "text": "Hello."}, picture]
    error = error_in(server.post(MODERATE, json={"input": parts}), 400)
    assert (error["code"], error["param"]) == ("image_not_supported", "input")


def _weighed(_question: Case) -> Judgement:
    abuse = {name: AbuseScore(0.0) for name in ATTRIBUTES}
    abuse |= {"identity_attack": AbuseScore(0.8), "threat": AbuseScore(0.7)}
    abuse |= {"insult": AbuseScore(0.5), "toxicity": AbuseScore(0.25)}
    return Judgement(abuse, None, "told-1", Language("en", 0.9, True))


def test_each_category_has_the_scores_that_stand_behind_it() -> None:
    with judge_server(_weighed) as client:
        result = moderated(client, "Any.")["results"][0]
    scores = result["category_scores"]
    assert scores["harassment"] == 0.5
    assert scores["harassment/threatening"] == scores["violence"] == 0.7
    assert scores["hate"] == 0.8
    assert scores["hate/threatening"] == pytest.approx(0.56)
    assert scores["sexual"] == 0.0
    assert {each for each, is_so in result["categories"].items() if is_so} == {
        "harassment",
        "harassment/threatening",
        "hate",
        "hate/threatening",
        "violence",
    }


@pytest.mark.parametrize("model", ["omni-moderation-2024-09-26", "text-moderation-stable"])
def test_the_model_is_told_as_it_was_asked_for(server: Client, model: str) -> None:
    assert moderated(server, "Hello.", model=model)["model"] == model


def test_a_model_that_is_not_there_is_not_found(server: Client) -> None:
    answer = server.post(MODERATE, json={"input": "Hello.", "model": "gpt"})
    assert error_in(answer, 404)["code"] == "model_not_found"


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        7,
        {},
        [7],
        [["a"]],
        [{"type": "text"}],
        [{"type": "sound"}],
        ["a", {}],
        ["a"] * 1001,
    ],
)
def test_input_that_cannot_be_judged_is_refused(server: Client, sent: Any) -> None:
    error = error_in(server.post(MODERATE, json={"input": sent}), 400)
    assert (error["type"], error["param"]) == ("invalid_request_error", "input")


def test_a_text_that_is_too_long_is_refused(server: Client) -> None:
    error_in(server.post(MODERATE, json={"input": "a" * 100_001}), 400)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BodyTooLarge(9), 413),
        (NoSuchEndpoint(405), 405),
        (NoSuchEndpoint(302), 404),
        (InternalError(), 500),
    ],
)
def test_each_problem_is_told_in_the_same_shape(error: ServiceError, status: int) -> None:
    response = error_response(error)
    assert response.status == status
    assert json.loads(response.body)["error"].keys() == {"message", "type", "param", "code"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'"a"', b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(server: Client, body: bytes) -> None:
    error_in(server.post(MODERATE, content=body), 400)


def test_a_language_that_is_not_read_fails_the_call(server: Client) -> None:
    error = error_in(server.post(MODERATE, json={"input": ["Hello.", "[xx]"]}), 400)
    assert error["code"] == "unsupported_language"


def test_where_languages_are_not_strict_nothing_looks_assessed(lenient: Client) -> None:
    answer = lenient.post(MODERATE, json={"input": "[xx]"})
    assert answer.headers["x-rejoinder-unassessed"].split(", ") == list(CATEGORIES)
    assert set(map(str, answer.json()["results"][0]["category_applied_input_types"].values())) == {
        "[]"
    }


def test_a_key_is_a_bearer(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    add_to_file(keys, "paper", "a-good-key")
    with judge_server(open=False, keys=keys, per_minute=1) as client:

        def call(**headers: str) -> Response:
            return client.post(MODERATE, json={"input": "Hello."}, headers=headers)

        assert error_in(call(), 401)["type"] == "invalid_request_error"
        assert error_in(call(authorization="Bearer bad"), 401)["code"] == "invalid_api_key"
        good = call(authorization="Bearer a-good-key")
        assert (good.status_code, good.headers["x-ratelimit-remaining"]) == (200, "0")
        late = call(authorization="Bearer a-good-key")
        assert error_in(late, 429)["code"] == "rate_limit_exceeded"
        assert 1 <= int(late.headers["retry-after"]) <= 60


def _broken(_question: Case) -> Judgement:
    raise RuntimeError


def test_a_judge_without_an_answer_is_busy_and_not_harmless() -> None:
    with judge_server(judge_pool=JudgePool(one_by_one(_broken))) as client:
        answer = client.post(MODERATE, json={"input": "Hello."})
    assert error_in(answer, 503)["type"] == "server_error"
    assert int(answer.headers["retry-after"]) >= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "text", "image_url", "x"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional={"input": JSON, "model": JSON}) | JSON)
def test_no_body_breaks_it(server: Client, body: Any) -> None:
    answer = server.post(MODERATE, content=json.dumps(body).encode())
    assert answer.status_code in {200, 400, 404}
    if answer.status_code != 200:
        error_in(answer, answer.status_code)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_it(server: Client, body: bytes) -> None:
    assert server.post(MODERATE, content=body).status_code == 400
