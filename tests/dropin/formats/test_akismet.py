"""Akismet's calls, as its clients make them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

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
from rejoinder.dropin.formats.akismet import Verdict, error_response, verdict_of
from rejoinder.dropin.html_text import links_of, text_of
from rejoinder.dropin.model import Caller
from rejoinder.engine import (
    ATTRIBUTES,
    AbuseScore,
    Article,
    Case,
    Judge,
    Judgement,
    Language,
    OnTopic,
)
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from tests.support.judge_servers import Asked, judge_server

CHECK = "/1.1/comment-check"
VERIFY = "/1.1/verify-key"
USAGE = "/1.2/usage-limit"
KEY = "abc123def456"
SENT = {"api_key": KEY, "blog": "https://paper.example", "user_ip": "192.0.2.7"}
HERE = "https://paper.example/bridge"
Client = TestClient[Litestar]


def checked(client: Client, content: str = "A civil word.", **more: str) -> Response:
    return client.post(CHECK, data={**SENT, "comment_content": content, **more})


def says(answer: Response, word: str, status: int = 200) -> None:
    """The body is this word to the byte, as clients compare it."""
    assert (answer.status_code, answer.content) == (status, word.encode())
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def measured(topic: OnTopic | None = None, **scores: float) -> Judgement:
    abuse = {name: AbuseScore(scores.get(name, 0.0)) for name in ATTRIBUTES}
    return Judgement(abuse, topic, "told-1", Language("en", 0.9, True))


def test_a_civil_comment_is_no_spam(server: Client) -> None:
    answer = checked(server)
    says(answer, "false")
    assert UUID(answer.headers["x-akismet-guid"]).version == 4
    assert "x-akismet-pro-tip" not in answer.headers


def test_an_abusive_comment_is_answered_as_spam(server: Client) -> None:
    answer = checked(server, "You idiot.")
    says(answer, "true")
    assert answer.headers["x-rejoinder-reason"] in ATTRIBUTES
    assert "x-akismet-pro-tip" not in answer.headers


@pytest.mark.parametrize(
    ("judgement", "verdict"),
    [
        (measured(), Verdict(False)),
        (measured(spam=0.44), Verdict(False)),
        (measured(spam=0.45), Verdict(True, "spam")),
        (measured(spam=0.9), Verdict(True, "spam", is_blatant=True)),
        (measured(threat=0.91), Verdict(False)),
        (measured(threat=0.92), Verdict(True, "threat")),
        (measured(sexually_explicit=1.0), Verdict(False)),
        (measured(OnTopic(0.04)), Verdict(True, "off_topic")),
        (measured(OnTopic(0.05)), Verdict(False)),
        (measured(OnTopic(0.04, meta=0.5)), Verdict(False)),
        (Judgement({}, None, "told-1", Language("xx", 0.9, False)), None),
    ],
)
def test_the_thresholds_are_the_default_policys(
    judgement: Judgement, verdict: Verdict | None
) -> None:
    assert verdict_of(judgement) == verdict


def test_blatant_spam_may_be_discarded() -> None:
    with judge_server(lambda _question: measured(spam=0.99)) as client:
        assert checked(client).headers["x-akismet-pro-tip"] == "discard"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"comment_author": "viagra-test-123"}, "true"),
        ({"comment_author_email": "akismet-guaranteed-spam@example.com"}, "true"),
        ({"honeypot_field_name": "url2", "url2": "https://spam.example"}, "true"),
        ({"honeypot_field_name": "url2", "url2": ""}, "false"),
        ({"user_role": "administrator", "comment_content": "You idiot."}, "false"),
        ({"user_role": "administrator", "is_test": "1"}, "false"),
    ],
)
def test_fields_that_decide_by_themselves(
    server: Client, fields: dict[str, str], word: str
) -> None:
    says(server.post(CHECK, data={**SENT, "comment_content": "Hello.", **fields}), word)


@pytest.mark.parametrize("name", ["blog", "user_ip"])
def test_a_required_field_that_is_missing_is_named(server: Client, name: str) -> None:
    answer = server.post(CHECK, data={key: each for key, each in SENT.items() if key != name})
    says(answer, f"Missing required field: {name}.")
    assert name in answer.headers["x-akismet-debug-help"]


def test_json_is_read_like_a_form(server: Client) -> None:
    says(server.post(CHECK, json={**SENT, "comment_content": "You idiot."}), "true")
    says(server.post(CHECK, json={**SENT, "is_test": True, "comment_parent": 7}), "false")


def test_tags_are_not_judged() -> None:
    judge = Asked()
    with judge_server(judge) as client:
        checked(client, "<p>Is 1 &lt; 2?</p><p>Yes &amp; no</p>")
    assert judge.questions == [Case("Is 1 < 2?\nYes & no")]
    assert text_of("1 < 2 &amp; so on") == "1 < 2 &amp; so on"


def _broken(_question: Case) -> Judgement:
    raise RuntimeError


def test_without_a_judge_it_is_neither_yes_nor_no() -> None:
    with judge_server(judge_pool=JudgePool(one_by_one(_broken))) as client:
        answer = checked(client)
    assert answer.status_code == 503
    assert answer.text not in {"true", "false"}
    assert answer.headers["retry-after"]


def test_in_a_language_that_is_not_known_it_is_neither(server: Client, lenient: Client) -> None:
    answer = checked(server, "[xx]")
    assert (answer.status_code, answer.text in {"true", "false"}) == (200, False)
    assert answer.headers["x-akismet-error"]
    says(checked(lenient, "[xx]"), "false")


class Known:
    """Knows the article about the bridge."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """By its address."""
        return Article("The harbour bridge closes") if caller.name and url == HERE else None


@pytest.mark.parametrize(
    ("permalink", "is_known"),
    [(HERE, True), (f"{HERE}#c7", True), (f"{HERE}/2", False), ("", False), ("http://[", False)],
)
def test_the_permalink_tells_the_article(permalink: str, is_known: bool) -> None:
    judge = Asked()
    with judge_server(judge) as client:
        client.app.state.judge_service.articles = Known()
        says(checked(client, permalink=permalink), "false")
    assert (judge.questions[0].article is not None) is is_known


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BodyTooLarge(9), 413),
        (NoSuchEndpoint(405), 405),
        (NoSuchEndpoint(302), 404),
        (InternalError(), 500),
        (JudgeUnavailable(), 503),
    ],
)
def test_no_problem_is_a_yes_or_a_no(error: ServiceError, status: int) -> None:
    response = error_response(error)
    assert response.status == status
    assert response.body not in {b"true", b"false", b"valid"}
    assert response.headers["x-akismet-error"]


@pytest.mark.parametrize("body", [b"[]", b"{", b"\xff", b'"a"', b"[" * 100_000])
def test_json_that_is_no_object_is_refused(server: Client, body: bytes) -> None:
    answer = server.post(CHECK, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 200
    assert answer.headers["x-akismet-error"]


def test_a_form_of_too_many_fields_is_refused(server: Client) -> None:
    answer = server.post(CHECK, content=b"&".join([b"a=1"] * 1001))
    assert answer.headers["x-akismet-error"]


def test_a_comment_that_is_too_long_is_refused(server: Client) -> None:
    assert checked(server, "a" * 100_001).headers["x-akismet-error"]


_NAMES = st.sampled_from(
    ["blog", "user_ip", "comment_content", "honeypot_field_name", "permalink", "user_role", "x"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([CHECK, VERIFY, USAGE, "/1.1/submit-spam", "/1.1/submit-ham"]),
    st.dictionaries(_NAMES, st.text() | st.none() | st.integers() | st.lists(st.text()))
    | st.binary()
    | st.dictionaries(_NAMES, st.text()).map(lambda each: urlencode({**SENT, **each}).encode()),
)
def test_no_body_breaks_it(server: Client, path: str, body: Any) -> None:
    if isinstance(body, bytes):
        answer = server.post(path, content=body)
    else:
        answer = server.post(path, json={**SENT, **body})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"comment_content": '<a href="http://pills.example/x">cheap pills</a> ' * 9},
        {"comment_content": "[url=http://pills.example/x]cheap pills[/url] " * 9},
        {
            "comment_content": "Great article, thanks for sharing!",
            "comment_author": "Cheap Viagra Online",
            "comment_author_url": "http://viagra-pills.example",
        },
    ],
)
def test_what_is_advertised_behind_words_and_names_is_spam(
    packaged_judge: Judge, fields: dict[str, str]
) -> None:
    def ask(case: Case) -> Judgement:
        return packaged_judge(case.text)

    with judge_server(ask) as server:
        says(server.post(CHECK, data={**SENT, **fields}), "true")


@pytest.mark.parametrize(
    ("content", "links"),
    [
        (
            '<a class="x" href="https://a.example/?b=1&amp;c=2">here</a>',
            ["https://a.example/?b=1&c=2"],
        ),
        ("<a href=https://a.example>here</a>", ["https://a.example"]),
        ("[url=https://a.example]here[/url]", ["https://a.example"]),
        ("[url]https://a.example[/url]", ["https://a.example"]),
        ("[link=a.example/x]here[/link]", ["a.example/x"]),
        ("href=nothing [url=] a < b", []),
    ],
)
def test_links_are_found_in_html_and_in_the_markup_of_boards(
    content: str, links: list[str]
) -> None:
    assert links_of(content) == links
