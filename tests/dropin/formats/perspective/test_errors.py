"""Every row of Perspective's table of errors: its status, its type and its exact words."""

import json
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.engine.judge_pool import JudgePool, one_by_one
from tests.support.fake_judges import broken, missing
from tests.support.judge_servers import ANALYZE, SUGGEST, body, judge_server, refusal, told, under

Client = TestClient[Litestar]
BOTH = {**under(), "entries": [{"text": "Before."}]}


def asked(**parameters: Any) -> dict[str, Any]:
    return {"comment": {"text": "Well."}, "requestedAttributes": {"TOXICITY": parameters}}


@pytest.mark.parametrize(
    ("sent", "kind", "message"),
    [
        ({}, "COMMENT_EMPTY", "Comment must be non-empty."),
        (body(""), "COMMENT_EMPTY", "Comment must be non-empty."),
        (body(" \n"), "COMMENT_EMPTY", "Comment must be non-empty."),
        (body(None), "COMMENT_EMPTY", "Comment must be non-empty."),
        (body("a" * 20_481), "COMMENT_TOO_LONG", "Comment text too long."),
        (body("ä" * 10_241), "COMMENT_TOO_LONG", "Comment text too long."),
        (
            {"comment": {"text": "Well."}},
            "NO_REQUESTED_ATTRIBUTES",
            "Missing requested_attributes",
        ),
        (
            {"comment": {"text": "Well."}, "requestedAttributes": {}},
            "NO_REQUESTED_ATTRIBUTES",
            "Missing requested_attributes",
        ),
        (body("Well.", "NICENESS"), "INVALID_REQUEST", "Unknown requested attribute: NICENESS"),
        (
            body("Well.", "TOXICITY", "FLIRTATION", "NICENESS"),
            "INVALID_REQUEST",
            "Unknown requested attribute: FLIRTATION",
        ),
        (
            body("Well.", "TOXICITY@"),
            "INVALID_REQUEST",
            "Unknown requested attribute: TOXICITY@",
        ),
        (
            asked(scoreType="PERCENTILE"),
            "INVALID_REQUEST",
            "Requested score type PERCENTILE is not supported by attribute TOXICITY",
        ),
        (
            {**body(), "comment": {"text": "<p>Well.</p>", "type": "HTML"}},
            "INVALID_REQUEST",
            "Currently, only 'PLAIN_TEXT' comments are supported",
        ),
        (
            {**body(), "comment": {"text": "Well.", "type": "MARKDOWN"}},
            "INVALID_REQUEST",
            "Unknown text type",
        ),
        (
            body(context=BOTH),
            "INVALID_REQUEST",
            "Context can have either entries or article_and_parent_comment, "
            "but both fields were populated.",
        ),
        (
            body("Well.", "OFF_TOPIC"),
            "INVALID_REQUEST",
            "Attribute OFF_TOPIC needs an article: context.articleAndParentComment.article",
        ),
    ],
)
def test_what_perspective_refused_is_refused_in_its_words(
    server: Client, sent: dict[str, Any], kind: str, message: str
) -> None:
    error = refusal(server.post(ANALYZE, json=sent))
    assert (error["message"], error["status"]) == (message, "INVALID_ARGUMENT")
    assert error["details"] == [
        {
            "@type": "type.googleapis.com/google.commentanalyzer.v1alpha1.Error",
            "errorType": kind,
        }
    ]


def test_twenty_kilobytes_are_taken(server: Client) -> None:
    for text in ("a" * 20_480, "ä" * 10_240, "😀" * 5_120):
        assert server.post(ANALYZE, json=body(text)).status_code == 200


def test_languages_that_are_not_read_are_named(server: Client) -> None:
    sent = body("Bonjour.", "INSULT", "TOXICITY", languages=["fr", "hi-Latn"])
    error = refusal(server.post(ANALYZE, json=sent))
    assert error["message"] == "Attribute INSULT does not support request languages: fr, hi-Latn"
    assert error["details"][0]["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert error["details"][0]["languageNotSupportedByAttributeError"] == {
        "requestedLanguages": ["fr", "hi-Latn"],
        "attribute": "INSULT",
    }


def test_a_language_that_was_found_and_is_not_read_is_named(server: Client) -> None:
    for more in ({}, {"languages": ["en"]}):  # some clients call everything English
        error = refusal(server.post(ANALYZE, json=body("[ur] ...", **more)))
        assert error["message"] == "Attribute TOXICITY does not support request languages: ur"
        assert error["details"][0]["languageNotSupportedByAttributeError"] == {
            "detectedLanguages": ["ur"],
            "attribute": "TOXICITY",
        }


def test_a_language_that_nobody_can_tell_is_said_to_be(server: Client) -> None:
    error = refusal(server.post(ANALYZE, json=body("[und] ...")))
    assert error["message"] == "Unable to detect language"
    assert error["details"][0]["errorType"] == "LANGUAGE_DETECTION_FAILED"


def test_a_lenient_server_answers_what_it_can(lenient: Client) -> None:
    sent = body("You idiot.", "FLIRTATION", "OFF_TOPIC", "TOXICITY", languages=["fr"])
    answer = lenient.post(ANALYZE, json=sent)
    assert answer.status_code == 200
    assert list(answer.json()["attributeScores"]) == ["TOXICITY"]
    refused = refusal(lenient.post(ANALYZE, json=body("Well.", "FLIRTATION")))
    assert refused["message"] == "Unknown requested attribute: FLIRTATION"
    # No score is not a low score.
    assert refusal(lenient.post(ANALYZE, json=body("[ur] ...")))["message"].endswith(": ur")


@pytest.mark.parametrize(
    "sent",
    [
        b"{",
        b"nonsense",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b'{"comment": {"text": "\xff"}}',
        b'{"comment": {"text": "\\ud800"}}',
        b'{"comment": "text"}',
        b'{"comment": {"text": 7}}',
        b'{"comment": {"text": "Well."}, "requestedAttributes": ["TOXICITY"]}',
        b'{"comment": {"text": "Well."}, "requestedAttributes": {"TOXICITY": 1}}',
        b'{"comment": {"text": "Well."}, "requested_attributes": {"TOXICITY": 1}}',
        b'{"languages": "en"}',
        b'{"spanAnnotations": {}}',
        b'{"unknown": ' + b"[" * 20_000,
        b'{"unknown": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"client_token": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    ],
)
def test_a_body_that_cannot_be_read_is_refused_unquoted(server: Client, sent: bytes) -> None:
    error = refusal(server.post(ANALYZE, content=sent))
    assert error["message"].startswith("Invalid JSON payload received. ")
    assert error["status"] == "INVALID_ARGUMENT"
    assert error["details"][0]["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert "Well" not in error["message"]
    refusal(server.post(SUGGEST, content=sent))


def test_an_empty_body_is_an_empty_message(server: Client) -> None:
    for sent in (b"", b"  \n", b"{}"):
        assert refusal(server.post(ANALYZE, content=sent))["message"].startswith("Comment must")


def test_a_body_over_the_limit_is_refused(server: Client) -> None:
    sent = json.dumps(body(context=under("a" * 4_000_000)))
    error = refusal(server.post(ANALYZE, content=sent))
    assert error["message"] == "Request payload size exceeds the limit: 4000000 bytes."
    long = refusal(server.post(ANALYZE, json=body(context=under("a" * 1_000_001))))
    assert long["message"] == "Context entry too long."


@pytest.mark.parametrize("fields", ["(", "a(", "a)", "a,,b", "a//b", "/", "a(b)c(", "a/" * 30])
def test_fields_that_cannot_be_read_are_refused(server: Client, fields: str) -> None:
    error = refusal(server.post(ANALYZE, params={"fields": fields}, json=body()))
    assert error["message"] == "Request contains an invalid argument."


def test_what_is_not_there_is_not_found(server: Client) -> None:
    assert refusal(server.get("/$discovery/rest?version=v2"), 404)["status"] == "NOT_FOUND"
    assert server.get(ANALYZE).status_code == 405
    assert server.post("/v1alpha1/comments:delete", json={}).status_code == 404


@pytest.mark.parametrize("judge", [broken, missing])
def test_a_judge_that_cannot_answer_is_unavailable(judge: Any) -> None:
    with judge_server(judge) as client:
        answer = client.post(ANALYZE, json=body())
        assert refusal(answer, 503)["status"] == "UNAVAILABLE"
        assert answer.headers["retry-after"] == "2"


def test_a_key_that_asks_too_often_waits_for_the_next_minute() -> None:
    with judge_server(per_minute=2) as client:
        first, second, third = (client.post(f"{ANALYZE}?key=a", json=body()) for _ in range(3))
        assert [first.status_code, second.status_code, third.status_code] == [200, 200, 429]
        assert first.headers["x-ratelimit-limit"] == "2"
        assert [each.headers["x-ratelimit-remaining"] for each in (first, second, third)] == [
            "1",
            "0",
            "0",
        ]
        error = refusal(third, 429)
        assert error["status"] == "RESOURCE_EXHAUSTED"
        assert error["message"] == (
            "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit "
            "'Analysis requests (AnalyzeComment) per minute' of service "
            "'commentanalyzer.googleapis.com' for consumer 'project_number:0'."
        )
        info = error["details"][0]
        assert (info["reason"], info["domain"]) == ("RATE_LIMIT_EXCEEDED", "googleapis.com")
        assert info["metadata"]["quota_limit_value"] == "2"
        assert 1 <= int(third.headers["retry-after"]) <= 60
        assert third.headers["x-ratelimit-reset"] == third.headers["retry-after"]
        # Another key has a minute of its own.
        assert client.post(f"{ANALYZE}?key=b", json=body()).status_code == 200


def test_a_full_judge_refuses_at_once() -> None:
    judge_pool = JudgePool(one_by_one(told), capacity=1, timeout=0.5, model="told-1")
    with judge_server(judge_pool=judge_pool) as client:
        assert client.post(ANALYZE, json=body()).status_code == 200
        # Twenty sentences share the one place; nobody hangs.
        spans = body("Well. " * 30, spanAnnotations=True)
        assert client.post(ANALYZE, json=spans).status_code in {200, 503}
