"""Counts of many articles at once, answered again only while they are true."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.counts import thread_counts
from rejoinder.articles.model import Article, ThreadCount
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


def looks_at_the_store(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows with each look at the counts."""
    looks = list[object]()

    def looking(*told: Any, **named: Any) -> list[ThreadCount]:
        looks.append(named)
        return thread_counts(*told, **named)

    monkeypatch.setattr("rejoinder.web.api.counts.thread_counts", looking)
    return looks


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
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = looks_at_the_store(monkeypatch)
    first = ask(client, ids=[article.id])
    again = ask(client, ids=[article.id])
    assert len(read) == 1
    assert again.content == first.content
    kinds = ("content-type", "vary", "x-content-type-options", "cache-control")
    assert all(again.headers[kind] == first.headers[kind] for kind in kinds)
    paper.comment(article)
    assert counts(client, ids=[article.id]) == {article.slug: 1}
    assert len(read) == 3  # a look at what is kept, and what is told instead


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


def test_counts_at_an_address_are_kept_and_asked_again_by_their_tag(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    second = paper.article("second", cms_id="cms/2")
    address = f"/api/v1/counts?ids={article.id}&ids=999&cms_ids=cms%2F2&slugs=second"
    first = client.get(address)
    told = ask(client, ids=[article.id, 999], cms_ids=["cms/2"], slugs=["second"])
    assert first.json() == told.json()
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    tag = {"if-none-match": first.headers["etag"]}
    assert client.get(address, headers=tag).status_code == 304
    paper.comment(paper.article("third"))  # nothing that is asked for
    assert client.get(address, headers=tag).status_code == 304
    paper.comment(second)
    until(lambda: client.get(address, headers=tag).status_code == 200)
    paper.close(article)
    until(lambda: client.get(address).json()["counts"][0]["closed"])
    assert client.get("/api/v1/counts").json() == {"counts": []}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"ids=0&ids=-1&ids={2**70}&cms_ids=%F0%9F%8C%89&slugs=" + "x" * 300, 200),
        ("ids=one", 400),
        ("ids=", 400),
        ("&".join(f"ids={each}" for each in range(1, 101)), 200),
        ("&".join(f"ids={each}" for each in range(1, 102)), 414),
    ],
)
def test_odd_addresses_count_nothing(everybodys: Paper, query: str, status: int) -> None:
    answer = everybodys.browser().get(f"/api/v1/counts?{query}")
    assert answer.status_code == status
    assert answer.json().get("counts", []) == []


@sqlite_only
def test_what_others_wrote_costs_a_kept_answer_one_look(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other, looks = paper.article("other"), looks_at_the_store(monkeypatch)
    first = ask(client, ids=[article.id])
    paper.comment(other)
    looks.clear()
    again = ask(client, ids=[article.id])
    assert again.content == first.content
    assert len(looks) == 1


JSON = {"content-type": "application/json"}
ORIGIN = "https://courier.example"


@sqlite_only
@pytest.mark.parametrize(
    ("content", "headers", "query"),
    [
        (b'{"slugs": ["harbour-bridge"]}', JSON, ""),
        (b'{"slugs":["harbour-bridge"]}', JSON | {"accept-encoding": "br"}, ""),
        (b'{"slugs": ["harbour-bridge"]}', JSON | {"origin": ORIGIN}, ""),
        (b'{"slugs": ["harbour-bridge"]}', JSON | {"origin": "https://others.example"}, ""),
        (b'{"slugs": ["harbour-bridge"]}', JSON | {"authorization": "Bearer none"}, ""),
        (b'{"slugs": ["harbour-bridge"]}', {"content-type": "application/json;charset=x"}, ""),
        (b'{"slugs": ["harbour-bridge"]}', JSON, "?ids=1&utm_source=x"),
        (b'{"slugs": ["harbour-bridge"]', JSON, ""),
        (b'{"slugs": "\xff"}', JSON, ""),
        (b"", JSON, ""),
        (b"\x00" * 100, JSON, ""),
        (b'{"ids": [' + b"[" * 30_000, JSON, ""),
        (b'{"ids": []}', {}, ""),
    ],
)
def test_who_asks_again_is_told_the_same_however_odd_the_question(
    paper: Paper, article: Article, content: bytes, headers: dict[str, str], query: str
) -> None:
    assert article.slug == "harbour-bridge"
    paper.stands_elsewhere(ORIGIN, "/")

    def told() -> tuple[int, bytes, list[tuple[str, str]]]:
        answer = paper.browser().post(f"/api/v1/counts{query}", content=content, headers=headers)
        kept = [each for each in answer.headers.multi_items() if each[0] != "server-timing"]
        return answer.status_code, answer.content, kept

    assert told() == told() == told()
