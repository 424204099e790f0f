"""Whatever is sent, and however broken it is: an answer, and never a fault of ours."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.web.judges import gentle
from tests.web.paper import Paper, open_paper

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
GOOD = {"text": "Words.", "author": {"name": "Ann", "email": "ann@example.org"}}

# What has broken other people's servers: controls, halves of characters, no UTF-8 at all.
NASTY = [
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%c3%28",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "..%2f..%2fetc%2fpasswd",
    "%0d%0aset-cookie:x=y",
    "'%20OR%201=1--",
    "%7B%7B7*7%7D%7D",
    "x" * 5000,
    "%25",
    "%",
    "-1",
    "0",
    "9" * 30,
    "1.0",
    "١٢",
]


@pytest.fixture(scope="module")
def everybodys(request: pytest.FixtureRequest) -> Iterator[Paper]:
    """A paper that all tests of a store share, since nothing here should change it much."""
    template = request.getfixturevalue("sqlite_template")
    folder = request.getfixturevalue("tmp_path_factory").mktemp("bad-input")
    path = folder / "store.db"
    path.write_bytes(template.read_bytes())
    with open_paper(f"sqlite:///{path}", judge=gentle, now=NOON, routes="bad-input") as opened:
        yield opened


@pytest.fixture(scope="module")
def target(everybodys: Paper) -> Article:
    return everybodys.article()


@pytest.fixture(scope="module")
def sender(everybodys: Paper) -> TestClient[Newspaper]:
    return everybodys.browser()


def paths_with(article: Article, word: str) -> list[str]:
    """Every address of the site and the API that holds a word of the sender's."""
    thread = f"/api/v1/articles/{article.id}/comments"
    return [
        f"/articles/{word}",
        f"/articles/{article.slug}?cursor={word}",
        f"/articles/{article.slug}?sort={word}&reply_to={word}&posted={word}",
        f"/comments/{word}",
        f"/comments/{word}/report",
        f"/your-comment/{word}",
        f"/sign-in/{word}",
        f"/sign-in?next={word}",
        f"/sections/{word}",
        f"/static/{word}",
        f"/{word}",
        f"/api/v1/articles/{word}",
        f"/api/v1/articles?section={word}",
        f"/api/v1/articles?{word}={word}",
        f"{thread}?cursor={word}&limit={word}&sort={word}",
        f"/desk/{word}",
    ]


@pytest.mark.parametrize("word", NASTY)
def test_a_broken_address_is_answered(
    sender: TestClient[Newspaper], target: Article, word: str
) -> None:
    for path in paths_with(target, word):
        assert sender.get(path, follow_redirects=False).status_code < 500, path


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_broken_address_is_answered_over_postgresql_too(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for word in NASTY[:5]:
        for path in paths_with(article, word):
            assert client.get(path, follow_redirects=False).status_code < 500, path


def test_nobody_writes_headers_through_an_address(
    everybodys: Paper, sender: TestClient[Newspaper], target: Article
) -> None:
    for path in paths_with(target, "%0d%0aset-cookie:%20x=y"):
        assert "set-cookie" not in sender.get(path, follow_redirects=False).headers, path


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": b"rejoinder_session=\xff\xfe"},
        {"cookie": b"rejoinder_session=a\xed\xa0\x80"},
        {"cookie": b"rejoinder_session=" + b"x" * 6000},
        {"cookie": b"rejoinder_session"},
        {"cookie": b"=;;=; rejoinder_session=%00; rejoinder_session=2"},
        {"host": b"\xff\xfe"},
        {"host": b"x" * 3000},
        {"host": b"a b"},
        {"host": b"127.0.0.1:8000:8000"},
        {"user-agent": b"\xff\xfe"},
        {"accept-encoding": b"\xff, ;q=, br;q=x"},
        {"accept": b"\xff"},
        {"if-none-match": b'"\xff'},
        {"origin": b"http://[::1"},
        {"origin": b"\xff"},
        {"x-forwarded-for": b"\xff, , 1.2.3.4.5, ::ffff:999"},
        {"x-fragment": b"\xff"},
        {"authorization": b"Bearer \xff"},
        {"authorization": b"bearer"},
        {"content-length": b"0"},
    ],
)
def test_a_broken_header_is_answered(
    sender: TestClient[Newspaper], target: Article, headers: dict[str, bytes]
) -> None:
    thread = f"/api/v1/articles/{target.id}/comments"
    told = [(name.encode(), value) for name, value in headers.items()]
    for method, path in (
        ("GET", target.path),
        ("GET", thread),
        ("GET", "/"),
        ("OPTIONS", thread),
        ("POST", "/api/v1/articles"),
        ("POST", f"{target.path}/comments"),
        ("POST", f"{target.path}/reads"),
        ("POST", "/sign-out"),
    ):
        answer = sender.request(method, path, headers=told, follow_redirects=False)
        assert answer.status_code < 500, (method, path)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({**GOOD, "text": "\ud800 half"}).encode(),
        json.dumps({**GOOD, "text": "a\x00b"}).encode(),
        json.dumps({**GOOD, "author": {"name": "\ud800Ann", "email": "a@example.org"}}).encode(),
        json.dumps({**GOOD, "author": {"name": "Ann", "email": "\ud800@example.org"}}).encode(),
        json.dumps({**GOOD, "author": {"name": "Ann", "email": "a\x00@example.org"}}).encode(),
        json.dumps({**GOOD, "author": {"name": "\u202eAnn\x00", "email": "b@ex.org"}}).encode(),
        json.dumps({**GOOD, "key": "\ud800"}).encode(),
        json.dumps({**GOOD, "key": "\x00"}).encode(),
        json.dumps({**GOOD, "text": "\x00\x01"}).encode(),
        json.dumps({**GOOD, "text": "[x](http://[)"}).encode(),
        json.dumps({**GOOD, "text": "http://[::1 https://\u2100.com"}).encode(),
        json.dumps({**GOOD, "text": ">" * 5000}).encode(),
        json.dumps({**GOOD, "text": "* " * 2400}).encode(),
        json.dumps({**GOOD, "text": "[" * 5000}).encode(),
        json.dumps({**GOOD, "text": "**a*" * 1200}).encode(),
        json.dumps({**GOOD, "text": "\u0301" * 4000}).encode(),
        b'{"text": "\xff", "author": {"name": "Ann", "email": "a@example.org"}}',
        b'{"text": "a", "text": "b", "author": {"name": "Ann", "email": "a@example.org"}}',
        b'{"text": 1e999, "author": {}}',
        b'{"parent_id": ' + b"9" * 5000 + b"}",
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
        json.dumps(GOOD).encode("utf-16"),
        b'{"a":' * 50_000,
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_broken_comment_is_answered(
    request: pytest.FixtureRequest, database_url: str, body: bytes
) -> None:
    fresh = "postgresql" in database_url
    paper: Paper = request.getfixturevalue("paper" if fresh else "everybodys")
    article = paper.article()
    path = f"/api/v1/articles/{article.id}/comments"
    answer = paper.browser().post(path, content=body, headers=JSON)
    assert answer.status_code < 500
    assert paper.browser().get(path).status_code == 200


@pytest.mark.parametrize("field", ["text", "author", "parent_id", "key"])
def test_a_field_of_the_wrong_kind_is_named(
    sender: TestClient[Newspaper], target: Article, field: str
) -> None:
    values: list[Any] = [1.5, True, [], {}, [[]], {"a": 1}, None]
    for value in values:
        if field == "parent_id" and value is None:
            continue
        answer = sender.post(f"/api/v1/articles/{target.id}/comments", json={**GOOD, field: value})
        assert answer.status_code == 400, value
        assert any(field in each for each in fields_of(answer)), value


def fields_of(answer: Response) -> list[str]:
    named: list[str] = answer.json()["error"]["details"].get("fields", [])
    return named


@pytest.mark.parametrize(
    "field",
    ["headline", "body", "slug", "section", "standfirst", "byline", "dateline", "author_note"],
)
def test_an_articles_field_of_the_wrong_kind_is_named(
    everybodys: Paper, sender: TestClient[Newspaper], field: str
) -> None:
    key = {"authorization": f"Bearer {everybodys.key}"}
    values: list[Any] = [1.5, True, [], {}, None]
    for value in values:
        put = {"headline": "A", "body": "B", field: value}
        answer = sender.post("/api/v1/articles", json=put, headers=key)
        assert answer.status_code == 400
        assert field in fields_of(answer)


FORMS = {
    "comment": "/articles/harbour-bridge/comments",
    "sign-in": "/sign-in",
    "report": "/comments/1/reports",
    "revision": "/your-comment/{token}/revision",
    "appeal": "/your-comment/{token}/appeal",
}


def action_of(paper: Paper, form: str) -> str:
    """Where a form is sent, on a paper that has what it is about."""
    comment = paper.comment(paper.article(), text="Mine.")
    return FORMS[form].format(token=comment.status_token)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"&&&==&",
        b"text",
        b"text=%ff%fe&name=%ff&email=%ff&reason=%ff&note=%ff&next=%ff",
        b"text=%ed%a0%80&name=Ann&email=a@example.org&note=%ed%a0%80&reason=spam",
        b"text=a%00b&name=A%00nn&email=a%00@example.org&note=%00&reason=spam&next=/%00",
        b"text=one&text=two&name=Ann&name=Bob&email=a@example.org&email=b@example.org",
        b"text=\xff\xfe&name=Ann&email=a@example.org",
        b"parent_id=-1&text=x&name=Ann&email=a@example.org",
        b"parent_id=99999999999999999999&text=x&name=Ann&email=a@example.org",
        b"parent_id=one&text=Words&name=Ann&email=a@example.org",
        b"parent_id=%D9%A1&text=Words&name=Ann&email=a@example.org",
        b"key=%00&text=Words&name=Ann&email=a@example.org",
        b"key=" + b"k" * 500 + b"&text=Words&name=Ann&email=a@example.org",
        b"name=" + b"n" * 5000 + b"&text=Words&email=a@example.org",
        b"text=" + b"t" * 900_000 + b"&name=Ann&email=a@example.org",
        b"next=" + b"n" * 5000 + b"&email=a@example.org",
        b"&".join(b"a=1" for _ in range(20_000)),
        b"%" * 5000,
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_broken_form_is_answered(everybodys: Paper, form: str, body: bytes) -> None:
    path = action_of(everybodys, form)
    answer = everybodys.browser().post(path, content=body, headers=FORM, follow_redirects=False)
    assert answer.status_code < 500


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_a_form_is_no_text(everybodys: Paper, form: str) -> None:
    path = action_of(everybodys, form)
    names = ("text", "name", "email", "note", "reason", "parent_id", "key", "next")
    files: Any = dict.fromkeys(names, ("x.txt", b"words", "text/plain"))
    answer = everybodys.browser().post(path, files=files, follow_redirects=False)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; x", ""]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_in_another_dress_is_answered(everybodys: Paper, form: str, kind: str) -> None:
    path = action_of(everybodys, form)
    for body in (b"text=Words", b'{"text": "Words"}', b"--x\r\n\r\n", b"\xff", b""):
        answer = everybodys.browser().post(
            path, content=body, headers={"content-type": kind}, follow_redirects=False
        )
        assert answer.status_code < 500, body


def test_more_than_anybody_writes_is_refused(
    everybodys: Paper, sender: TestClient[Newspaper], target: Article
) -> None:
    huge = b"x" * 1_000_001
    key = {"authorization": f"Bearer {everybodys.key}"}
    for path, headers in (
        (f"/api/v1/articles/{target.id}/comments", JSON),
        ("/api/v1/articles", {**JSON, **key}),
        (f"{target.path}/comments", FORM),
        ("/sign-in", FORM),
        ("/comments/1/reports", FORM),
    ):
        answer = sender.post(path, content=huge, headers=headers)
        assert answer.status_code == 413, path
    told = sender.post(f"/api/v1/articles/{target.id}/comments", content=huge, headers=JSON)
    assert told.json()["error"]["code"] == "too-large"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
MAYBE = st.text(max_size=300) | ANY_JSON
COMMENT = st.fixed_dictionaries(
    {
        "text": MAYBE,
        "author": st.fixed_dictionaries(
            {
                "name": st.text(max_size=50) | MAYBE,
                "email": st.emails() | st.text(max_size=40) | MAYBE,
            }
        )
        | MAYBE,
    },
    optional={"parent_id": st.integers() | MAYBE, "key": st.text(max_size=90) | MAYBE},
)
QUICKLY = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@QUICKLY
@given(body=COMMENT | ANY_JSON)
def test_whatever_json_is_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, body: Any
) -> None:
    content = json.dumps(body).encode()
    path = f"/api/v1/articles/{target.id}/comments"
    assert sender.post(path, content=content, headers=JSON).status_code < 500


@QUICKLY
@given(body=st.binary(max_size=300))
def test_whatever_bytes_are_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, body: bytes
) -> None:
    for path, headers in (
        (f"/api/v1/articles/{target.id}/comments", JSON),
        (f"{target.path}/comments", FORM),
    ):
        assert sender.post(path, content=body, headers=headers).status_code < 500


@QUICKLY
@given(
    form=st.dictionaries(
        st.sampled_from(["text", "name", "email", "parent_id", "key"]), st.text(max_size=200)
    )
)
def test_whatever_form_is_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, form: dict[str, str]
) -> None:
    sender.cookies.clear()
    answer = sender.post(f"{target.path}/comments", data=form, follow_redirects=False)
    assert answer.status_code < 500
