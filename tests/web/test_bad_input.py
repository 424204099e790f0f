"""Whatever is sent, and however broken it is: an answer, and never a fault of ours."""

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article, read_source
from rejoinder.errors import Invalid
from rejoinder.web.templating import static
from tests.support.newspaper import Paper

JSON = {"content-type": "application/json"}
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


BROKEN_COMMENTS = [
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
]


@pytest.mark.parametrize("body", BROKEN_COMMENTS)
def test_a_broken_comment_is_answered(
    sender: TestClient[Newspaper], target: Article, body: bytes
) -> None:
    path = f"/api/v1/articles/{target.id}/comments"
    assert sender.post(path, content=body, headers=JSON).status_code < 500
    assert sender.get(path).status_code == 200


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_broken_comment_is_answered_over_postgresql_too(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    path = f"/api/v1/articles/{article.id}/comments"
    for body in BROKEN_COMMENTS:
        assert client.post(path, content=body, headers=JSON).status_code < 500, body[:80]
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("field", ["text", "author", "parent_id", "key"])
def test_a_field_of_the_wrong_kind_is_named(
    sender: TestClient[Newspaper], target: Article, field: str
) -> None:
    values: list[Any] = [1.5, True, [], {}, [[]], {"a": 1}, None]
    for value in values:
        if (field, value) in (("parent_id", None), ("author", {})):
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


@pytest.mark.parametrize("name", ["x" * 256, "css/" + "x" * 300 + ".css", "x/" * 3000, "é" * 200])
def test_a_file_that_can_have_no_such_name_is_not_there(
    sender: TestClient[Newspaper], name: str
) -> None:
    assert sender.get(static(name)).status_code == 404
    assert sender.get(f"/{name}").status_code == 404


@pytest.mark.parametrize(
    "published",
    [
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "0999-12-31",
        "3000-01-01",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59Z",
    ],
)
def test_a_date_close_to_the_calendars_ends_is_refused(everybodys: Paper, published: str) -> None:
    article = {"headline": "Storm", "body": "Rain.", "published": published}
    key = {"authorization": f"Bearer {everybodys.key}"}
    answer = everybodys.browser().post("/api/v1/articles", json=article, headers=key)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["field"] == "published"
    page = f"---\nheadline: Storm\npublished: {published}\n---\nRain."
    with pytest.raises(Invalid):
        read_source(page)


@pytest.mark.parametrize("published", ["1000-01-01T00:00:00+14:00", "2999-12-31T23:59:59-12:00"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_first_and_the_last_date_are_shown_everywhere(
    everybodys: Paper, published: str, zone: str
) -> None:
    key = re.sub("[^a-z]", "", zone.lower()) + published[:4]
    host = f"{key}.example"
    there = replace(everybodys, site=everybodys.found(key, time_zone=zone, hosts=(host,)))
    moment = datetime.fromisoformat(published)
    article = there.article(published_at=moment)
    for path in ("/", article.path, "/most-read", "/most-read.rss", "/api/v1/articles"):
        assert there.browser(f"http://{host}").get(path).status_code == 200, path
