"""Perspective's pure parts: the document, partial answers, and hostile bodies."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.errors import ServiceError
from rejoinder.dropin.formats.perspective.analysis import analysis_of
from rejoinder.dropin.formats.perspective.attributes import ATTRIBUTES
from rejoinder.dropin.formats.perspective.batch import parts_of
from rejoinder.dropin.formats.perspective.messages import (
    AnalyzeRequest,
    SuggestRequest,
    read_message,
)
from rejoinder.dropin.formats.perspective.partial import read_selection, select
from rejoinder.dropin.formats.perspective.spans import MAX_SPANS, in_utf16, sentence_spans
from rejoinder.dropin.formats.perspective.suggestion import feedback_of
from rejoinder.dropin.protocol import Request
from tests.support.judge_servers import judge_server


@given(st.text(max_size=300))
def test_sentences_cover_every_word_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert 1 <= len(spans) <= MAX_SPANS
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    left_out = set(range(len(text))) - {at for start, end in spans for at in range(start, end)}
    assert all(text[at].isspace() for at in left_out)
    whole = text.encode("utf-16-le", "surrogatepass")
    for (start, end), (begin, stop) in zip(spans, in_utf16(text, spans), strict=True):
        piece = whole[2 * begin : 2 * stop].decode("utf-16-le", "surrogatepass")
        assert piece == text[start:end]


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside),
    max_leaves=10,
)
TEXT = st.fixed_dictionaries({"text": JSON, "type": JSON}) | JSON
NAMES = st.sampled_from([*ATTRIBUTES, "TOXICITY@6", "FLIRTATION", "ä"])


def likely(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Messages with the right names and anything in them."""
    return st.fixed_dictionaries(
        {"comment": TEXT | st.fixed_dictionaries({"text": st.text(max_size=60)})},
        optional={
            "requestedAttributes": st.dictionaries(NAMES, inner) | JSON,
            "attributeScores": st.dictionaries(NAMES, inner) | JSON,
            "context": st.fixed_dictionaries(
                {}, optional={"entries": st.lists(TEXT) | JSON, "articleAndParentComment": JSON}
            ),
            "languages": st.lists(st.text(max_size=5)) | JSON,
            "spanAnnotations": JSON,
            "client_token": JSON,
            "doNotStore": JSON,
        },
    )


PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "scoreType": JSON,
        "scoreThreshold": JSON,
        "summaryScore": st.fixed_dictionaries({"value": JSON}) | JSON,
        "spanScores": st.lists(JSON) | JSON,
    },
)


@settings(max_examples=120, deadline=None)
@given(st.binary(max_size=60) | (likely(PARAMETERS) | JSON).map(lambda v: json.dumps(v).encode()))
def test_any_body_is_read_or_refused(sent: bytes) -> None:
    for strict in (True, False):
        try:
            analysis = analysis_of(read_message(sent, AnalyzeRequest), strict=strict)
        except ServiceError:
            continue
        assert analysis.requested
        assert analysis.cases()
    try:
        feedback = feedback_of(read_message(sent, SuggestRequest))
    except ServiceError:
        return
    assert feedback.labels


@pytest.fixture(scope="module")
def doors() -> Any:
    with judge_server(strict_languages=False) as client:
        yield client


@settings(max_examples=60, deadline=None)
@given(sent=likely(PARAMETERS), query=st.dictionaries(st.text(max_size=8), st.text(max_size=20)))
def test_no_body_breaks_the_server(
    doors: TestClient[Litestar], sent: dict[str, Any], query: dict[str, str]
) -> None:
    for path in ("/v1alpha1/comments:analyze", "/v1alpha1/comments:suggestscore"):
        answer = doors.post(path, content=json.dumps(sent), params=query)
        assert answer.status_code in {200, 400}, answer.text
        assert answer.json()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([b"--x", b"--", b"\r\n", b"\n", b"POST / HTTP/1.1", b"a: b", b"{}"]))
)
def test_any_batch_is_read_or_refused(pieces: list[bytes]) -> None:
    headers = {"content-type": "multipart/mixed; boundary=x"}
    try:
        parts = parts_of(Request("POST", "/batch", {}, headers, b"".join(pieces)))
    except ServiceError:
        return
    assert 1 <= len(parts) <= 1000


@given(st.text(alphabet="ab*(),/. ", max_size=30))
def test_any_fields_are_read_or_refused(fields: str) -> None:
    try:
        selection = read_selection(fields)
    except ServiceError:
        return
    kept = select({"a": {"b": [{"a": 1}, 2]}, "b": 3}, selection)
    assert isinstance(kept, dict)


def test_the_document_names_our_own_address(server: TestClient[Litestar]) -> None:
    for path in ("/$discovery/rest?version=v1alpha1", "/%24discovery/rest?version=v1alpha1&key=a"):
        told = server.get(path, headers={"host": "judge.example:8100"}).json()
        assert told["rootUrl"] == told["baseUrl"] == "http://judge.example:8100/"
        assert told["batchPath"] == "batch"
        assert "auth" not in told
        methods = told["resources"]["comments"]["methods"]
        for name in ("analyze", "suggestscore"):
            assert methods[name]["path"] == f"v1alpha1/comments:{name}"
            assert methods[name]["request"]["$ref"] in told["schemas"]
            assert methods[name]["response"]["$ref"] in told["schemas"]
    told = server.get("/$discovery/rest", headers={"host": "[::1", "x-forwarded-proto": "https"})
    assert told.json()["rootUrl"] == "http://127.0.0.1/"
    for hostile in ("evil'/><", "a b", "a/b"):
        assert server.get("/$discovery/rest", headers={"host": hostile}).status_code == 400


def test_the_address_may_be_set() -> None:
    with judge_server(url="https://judge.example/inside") as client:
        root = client.get("/$discovery/rest").json()["rootUrl"]
    assert root == "https://judge.example/inside/"


def test_the_models_tell_what_stands_behind_each_attribute(server: TestClient[Litestar]) -> None:
    (model,) = server.get("/v1alpha1/models").json()["models"]
    assert model["name"] == "told-1"
    assert {"name": "SPAM", "sources": ["spam"], "needsArticle": False} in model["attributes"]
