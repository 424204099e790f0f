"""Counts of many articles at once, answered again only while they are true."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import event

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.articles.tables import articles
from tests.support.factories import withdraw
from tests.support.newspaper import Paper, until

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def ask(client: TestClient[Newspaper], **named: list[Any]) -> Response:
    return client.post("/api/v1/counts", json=named)


def counts(client: TestClient[Newspaper], **named: list[Any]) -> dict[str, int]:
    answer = ask(client, **named)
    assert answer.status_code == 200, answer.text
    return {each["slug"]: each["count"] for each in answer.json()["counts"]}


def test_articles_are_counted_by_whatever_they_are_called(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    second, third = paper.article("second", cms_id="cms/2"), paper.article("third")
    paper.comment(article)
    paper.comment(article, parent=paper.comment(article))
    paper.comment(second)
    paper.close(third)
    answer = ask(client, ids=[article.id, 999], cms_ids=["cms/2", "?"], slugs=["third", "fourth"])
    assert answer.json()["counts"] == [
        {"id": article.id, "cms_id": None, "slug": article.slug, "count": 3, "closed": False},
        {"id": second.id, "cms_id": "cms/2", "slug": "second", "count": 1, "closed": False},
        {"id": third.id, "cms_id": None, "slug": "third", "count": 0, "closed": True},
    ]
    assert ask(client).json() == {"counts": []}


def test_a_count_moves_with_every_comment_however_it_comes_and_goes(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    def counted(count: int) -> bool:
        return counts(client, ids=[article.id]) == {article.slug: count}

    assert counted(0)
    paper.submit(client, article)
    until(lambda: counted(1))
    other = paper.comment(article)
    until(lambda: counted(2))
    with paper.database.writing() as connection:
        withdraw(connection, other, now=paper.clock())
    until(lambda: counted(1))


@sqlite_only
def test_what_stands_is_read_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    read = list[str]()

    def note(_: object, __: object, statement: str, *___: object) -> None:
        read.extend([statement] if "comment_count" in statement else [])

    event.listen(paper.database.readers, "before_cursor_execute", note)
    first = ask(client, ids=[article.id])
    again = ask(client, ids=[article.id])
    assert len(read) == 1
    assert again.content == first.content
    kinds = ("content-type", "vary", "x-content-type-options", "cache-control")
    assert all(again.headers[kind] == first.headers[kind] for kind in kinds)
    paper.comment(article)
    assert counts(client, ids=[article.id]) == {article.slug: 1}
    assert len(read) == 2
    event.remove(paper.database.readers, "before_cursor_execute", note)


@sqlite_only
def test_one_papers_counts_are_not_anothers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.found("echo", base_url="http://echo.example")
    there = paper.browser("http://echo.example")
    assert counts(client, slugs=[article.slug]) == {article.slug: 0}
    assert counts(there, slugs=[article.slug]) == {}
    gone = articles.update().values(unpublished_at=paper.clock())
    with paper.database.writing() as connection:
        connection.execute(gone)
    assert counts(client, slugs=[article.slug]) == {}


@sqlite_only
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"ids": list(range(1, 102))}, 400),
        ({"ids": list(range(1, 60)), "slugs": [f"a-{each}" for each in range(60)]}, 422),
        ({"ids": ["one"]}, 400),
        ({"ids": [0]}, 400),
        ({"cms_ids": ["x" * 201]}, 400),
        ({"articles": [1]}, 400),
        ([], 400),
    ],
)
def test_what_asks_for_nothing_that_there_can_be_is_refused(
    client: TestClient[Newspaper], body: Any, status: int
) -> None:
    for _ in range(2):  # nor is a refusal kept
        answer = client.post("/api/v1/counts", json=body)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]


@sqlite_only
def test_odd_names_and_odd_requests_count_nothing(client: TestClient[Newspaper]) -> None:
    assert counts(client, cms_ids=["\x00", "\U0001f309", "' OR 1=1 --"]) == {}
    plain = client.post("/api/v1/counts", content=b"{}", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    long = client.post(
        "/api/v1/counts",
        content=b'{"ids": []' + b" " * 50_000 + b"}",
        headers={"content-type": "application/json"},
    )
    assert (long.status_code, long.json()) == (200, {"counts": []})
    assert client.get("/api/v1/counts").status_code == 405
