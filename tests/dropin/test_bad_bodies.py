"""Bodies that are too long, too deep, broken or of the wrong types: refused, and never for long."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.errors import JudgeUnavailable
from rejoinder.dropin.feedback import NoFeedback
from rejoinder.dropin.formats.perspective.spans import sentence_spans
from rejoinder.dropin.html_text import text_of
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.keys import AnyKey
from rejoinder.dropin.usage import RateLimiter, UsageInMemory
from rejoinder.engine import Case
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from tests.support import event_loop
from tests.support.fake_judges import Slow, broken
from tests.support.judge_servers import ANALYZE, SUGGEST, body, judge_server, refusal, under

Client = TestClient[Litestar]
CHECK = "/1.1/comment-check"
CORAL = "/coral/moderation"
JUDGEMENTS = "/api/v1/judgements"
MODERATE = "/v1/moderations"
EVERYWHERE = (ANALYZE, SUGGEST, MODERATE, JUDGEMENTS, CHECK, CORAL, "/batch")
JSON_TYPE = {"content-type": "application/json"}

FIELDS = {
    ANALYZE: {
        **body("Well.", context=under(), languages=["en"], doNotStore=True, clientToken="c"),
        "sessionId": "s",
        "communityId": "c",
        "spanAnnotations": True,
    },
    SUGGEST: {
        "comment": {"text": "Well.", "type": "PLAIN_TEXT"},
        "context": {"entries": [{"text": "Before.", "type": 1}]},
        "attributeScores": {
            "TOXICITY": {
                "summaryScore": {"value": 1, "type": "PROBABILITY"},
                "spanScores": [{"begin": 0, "end": 2, "score": {"value": 1}}],
            }
        },
        "languages": ["en"],
        "communityId": "c",
        "clientToken": "c",
        "sessionId": "s",
        "doNotStore": True,
    },
    MODERATE: {"input": [{"type": "text", "text": "Well."}], "model": "omni-moderation-latest"},
    JUDGEMENTS: {
        "items": [
            {"text": "a", "article": {"headline": "a", "standfirst": "b", "body": "c"}},
            {"text": "a", "url": "https://paper.example/a", "parent": "b", "id": "c"},
        ]
    },
    CHECK: {
        "api_key": "abc123def456",
        "blog": "https://paper.example",
        "user_ip": "192.0.2.7",
        "comment_content": "Hello.",
        "comment_author": "Ann",
        "user_role": "guest",
        "permalink": "https://paper.example/a",
        "honeypot_field_name": "b",
        "b": "",
    },
}
"""A body with every field that the format's calls look at."""
WRONG: tuple[Any, ...] = (None, True, 7, -1, 1.5, 1e308, 2**70, "", "x", [], {}, [[]], {"x": []})


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where in a body something stands that could be something else."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inside:
        yield (*path, name)
        if isinstance(each, dict | list):
            yield from places(each, (*path, name))


def with_another(value: Any, path: tuple[str | int, ...], wrong: Any) -> Any:
    """The body with something else in that place."""
    if not path:
        return wrong
    first, *rest = path
    if isinstance(value, dict):
        return {
            name: with_another(each, tuple(rest), wrong) if name == first else each
            for name, each in value.items()
        }
    return [
        with_another(each, tuple(rest), wrong) if at == first else each
        for at, each in enumerate(value)
    ]


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_of_any_type_is_answered(server: Client, path: str) -> None:
    for place in places(FIELDS[path]):
        for wrong in WRONG:
            sent = json.dumps(with_another(FIELDS[path], place, wrong))
            answer = server.post(path, content=sent, headers=JSON_TYPE)
            assert answer.status_code < 500, (place, wrong)


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("sent", [b"[" * 100_000, b'{"a":' * 100_000, b"\xff" * 1000, b"\x00"])
def test_a_body_that_nobody_can_read_is_answered(server: Client, path: str, sent: bytes) -> None:
    for kind in ("application/json", "multipart/mixed; boundary=x", "text/plain", ""):
        assert server.post(path, content=sent, headers={"content-type": kind}).status_code < 500


@pytest.mark.parametrize(
    ("path", "most", "status"),
    [
        (ANALYZE, 4_000_000, 400),
        (SUGGEST, 250_000, 400),
        ("/batch", 32_000_000, 400),
        (MODERATE, 4_000_000, 413),
        (JUDGEMENTS, 16_000_000, 413),
        (CHECK, 4_000_000, 413),
        (CORAL, 4_000_000, 413),
    ],
)
def test_a_body_over_its_limit_is_refused(
    server: Client, path: str, most: int, status: int
) -> None:
    answer = server.post(path, content=b" " * (most + 1), headers=JSON_TYPE)
    assert answer.status_code == status
    assert server.post(path, content=b" " * 1000, headers=JSON_TYPE).status_code < 500


@pytest.mark.parametrize("end", ["", ")", '"', "a"])
def test_a_text_of_nothing_but_full_stops_is_cut_at_once(end: str) -> None:
    begun = time.process_time()
    assert len(sentence_spans("." * 20_000 + end * 400)) == 1
    assert time.process_time() - begun < 0.5  # a thousandth of a second; it once was four


@pytest.mark.parametrize("tag", ["<div>", "<b><div></b>", "<a", "<", "<br", "&lt;", "</p>"])
def test_a_comment_of_nothing_but_tags_is_read_at_once(tag: str) -> None:
    begun = time.process_time()
    text_of((tag * 50_000)[:100_000])
    assert time.process_time() - begun < 0.5


def test_more_attributes_than_anybody_had_are_refused(server: Client) -> None:
    names = [f"TOXICITY@{number}" for number in range(101)]
    error = refusal(server.post(ANALYZE, json=body("Well.", *names)))
    assert error["message"] == "Too many requested_attributes"
    assert server.post(ANALYZE, json=body("Well.", *names[:100])).status_code == 200
    for path in (ANALYZE, SUGGEST):
        many = {**FIELDS[path], "languages": ["en"] * 101}
        assert refusal(server.post(path, json=many))["message"] == "Too many languages"


def test_an_entry_of_the_context_is_measured_in_bytes(server: Client) -> None:
    for article, status in (("ä" * 500_000, 200), ("ä" * 500_001, 400)):
        sent = json.dumps(body("Well.", "OFF_TOPIC", context=under(article)), ensure_ascii=False)
        assert server.post(ANALYZE, content=sent.encode()).status_code == status


def test_a_part_of_a_batch_has_no_more_room_than_a_call(server: Client) -> None:
    for path, most in ((ANALYZE, 4_000_000), (SUGGEST, 250_000)):
        sent = f"--x\n\nPOST {path} HTTP/1.1\n\n{' ' * (most + 1)}\n--x--"
        kind = {"content-type": "multipart/mixed; boundary=x"}
        answer = server.post("/batch", content=sent, headers=kind)
        assert f"Request payload size exceeds the limit: {most} bytes." in answer.text


def test_each_part_of_a_batch_is_told_when_the_judge_cannot_answer() -> None:
    part = f"--x\n\nPOST {ANALYZE} HTTP/1.1\n\n{json.dumps(body())}\n"
    with judge_server(broken) as client:
        answer = client.post(
            "/batch",
            content=part * 3 + "--x--",
            headers={"content-type": "multipart/mixed; boundary=x"},
        )
    assert answer.status_code == 200
    assert answer.text.count("HTTP/1.1 503 Service Unavailable") == 3
    assert answer.text.count("retry-after: 2") == 3


def test_a_thousand_texts_do_not_wait_one_by_one_for_a_judge_that_is_stuck() -> None:
    slow = Slow()

    async def ask() -> float:
        service = JudgeService(
            judge_pool=JudgePool(one_by_one(slow), capacity=8, timeout=0.5),
            keys=AnyKey(),
            rate_limiter=RateLimiter(0),
            usage=UsageInMemory(),
            feedback=NoFeedback(),
            clock=lambda: datetime(2026, 6, 15, tzinfo=UTC),
        )
        begun = time.monotonic()
        with pytest.raises(JudgeUnavailable):
            await service.judge_all([Case("Well.")] * 1000)
        took = time.monotonic() - begun
        slow.let_go.set()
        await asyncio.to_thread(service.close)
        return took

    assert event_loop.run(ask) < 20  # of 125 seconds that a thousand would take


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(EVERYWHERE),
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from(["application/json", "multipart/mixed; boundary=x", "x/y; boundary=", ""]),
    st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=20),
)
def test_whatever_is_sent_is_answered(
    server: Client, path: str, sent: bytes, kind: str, query: str
) -> None:
    answer = server.post(path, content=sent, headers={"content-type": kind}, params={"key": query})
    assert answer.status_code < 500


def test_a_full_server_says_when_to_try_again_in_every_format() -> None:
    slow = Slow()
    judge_pool = JudgePool(one_by_one(slow), capacity=1, timeout=2.0, model="told-1")
    with (
        judge_server(judge_pool=judge_pool, coral_secrets=("s",)) as client,
        ThreadPoolExecutor(1) as elsewhere,
    ):
        first = elsewhere.submit(client.post, ANALYZE, json=body())
        assert slow.asked.wait(20)  # somebody has the one place
        for path, sent in (
            (ANALYZE, body()),
            (MODERATE, {"input": "Well."}),
            (JUDGEMENTS, {"text": "Well."}),
            (CHECK, FIELDS[CHECK]),
        ):
            answer = client.post(path, json=sent)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2"), path
        slow.let_go.set()
        first.result()
