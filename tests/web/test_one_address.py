"""Each page has one address, whatever slashes and advertisers' marks stand in what is asked for."""

from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.web.middleware.cached_answer import known_tags
from rejoinder.web.middleware.one_address import without_marks
from tests.support.html_page import Page
from tests.support.newspaper import KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
@pytest.mark.parametrize(
    "path",
    [
        "//articles/harbour-bridge",
        "/articles//harbour-bridge",
        "/articles/harbour-bridge/",
        "///articles///harbour-bridge//",
    ],
)
def test_other_slashes_lead_to_the_one_address(
    client: TestClient[Newspaper], article: Article, path: str
) -> None:
    for method in ("GET", "HEAD"):
        for query in ("", "?sort=oldest"):
            # Past the client's own reading of an address, which would take // for a host.
            answer = client.request(
                method,
                client.base_url.copy_with(raw_path=(path + query).encode()),
                follow_redirects=False,
            )
            assert answer.status_code == 308
            assert answer.headers["location"] == article.path + query


@sqlite_only
@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example\\@x//", "/\\evil.example//", "//\\evil.example"]
)
def test_no_slashes_lead_to_another_host(client: TestClient[Newspaper], path: str) -> None:
    answer = client.get(client.base_url.copy_with(raw_path=path.encode()), follow_redirects=False)
    location = answer.headers.get("location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "\\" not in location


@sqlite_only
def test_a_form_sent_to_other_slashes_is_one_form(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    form = {"text": KIND, "name": "Ann", "email": "ann@example.org"}
    there = client.base_url.copy_with(raw_path=b"/articles//harbour-bridge/comments/")
    answer = client.post(there, data=form, follow_redirects=False)
    assert answer.status_code == 303
    forged = {"sec-fetch-site": "cross-site"}
    assert client.post(there, data=form, headers=forged).status_code == 403


@sqlite_only
def test_advertisers_marks_cost_nothing_and_are_in_no_link(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    etag = client.get(article.path).headers["etag"]
    marks = "utm_source=news&UTM_Campaign=x&fbclid=abc&gclid=d%26e&mc_eid=1"
    marked = client.get(f"{article.path}?{marks}")
    assert marked.headers["etag"] == etag  # the kept page, and not one more of them
    assert "fbclid" not in marked.text
    assert "utm_" not in marked.text.lower()
    oldest = client.get(f"{article.path}?sort=oldest&{marks}")
    assert oldest.headers["etag"] == client.get(f"{article.path}?sort=oldest").headers["etag"]
    assert not [link for link in Page(oldest.text).links() if "clid" in link]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        (b"", b""),
        (b"utm_source=a", b""),
        (b"a=" + b"1" * 3000 + b"&utm_source=a", b"a=" + b"1" * 3000),
        (b"a=1&utm_source=a&b=%C3%A9", b"a=1&b=%C3%A9"),
        (b"%75tm_medium=a&sort=oldest", b"sort=oldest"),
        (b"next=/%3Futm_source=a", b"next=/%3Futm_source=a"),
        (b"fbclids=1&xutm_a=2", b"fbclids=1&xutm_a=2"),
        (b"a&&fbclid&\xff=\xff", b"a&&\xff=\xff"),
    ],
)
def test_only_marks_are_left_out(query: bytes, left: bytes) -> None:
    assert without_marks(query) == left


@sqlite_only
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("{weak}", 304),
        ("{strong}", 304),
        ('"other", {strong}', 304),
        ('W/"other" ,, {weak} ,', 304),
        ("*", 304),
        (" * ", 304),
        ('"other"', 200),
        ("", 200),
        ("{bare}", 200),
        ('"*"', 200),
        ('*, "other"', 200),
        ("x{weak}", 200),
        ("{weak}x", 200),
        ('"a{inner}b"', 200),
        ("{weak} {weak}", 200),
        ('"unclosed, {weak}', 200),
        ("w/{strong}", 200),
    ],
)
def test_if_none_match_is_a_list_of_tags_or_a_star(
    client: TestClient[Newspaper], article: Article, asked: str, status: int
) -> None:
    weak = client.get(article.path).headers["etag"]
    strong = weak.removeprefix("W/")
    told = asked.format(weak=weak, strong=strong, bare=strong.strip('"'), inner=strong.strip('"'))
    assert client.get(article.path, headers={"if-none-match": told}).status_code == status


def test_if_none_match_may_stand_in_several_lines() -> None:
    lines: list[Any] = [(b"if-none-match", b'"a"'), (b"x", b'"c"'), (b"if-none-match", b'W/"b"')]
    assert known_tags(lines) == {b'"a"', b'"b"'}
