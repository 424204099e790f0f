"""A page of the newsroom's own is seen for the first time: what is believed of it, and when."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response
from limits import RateLimitItemPerMinute
from litestar.testing import TestClient
from sqlalchemy import func, select, update

from rejoinder import article_reader
from rejoinder.app import Newspaper
from rejoinder.article_reader import ArticleReader
from rejoinder.articles import queries
from rejoinder.articles.model import Article, ToldBy
from rejoinder.articles.sightings import READ_PAGE
from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.queries import by_id
from rejoinder.page_reading.extract import article_in
from rejoinder.page_reading.extraction_process import FoundArticle, found_in
from rejoinder.page_reading.page import Page as WebPage
from rejoinder.sites.tables import sites
from rejoinder.storage.outbox import outbox
from rejoinder.web import rate_limits
from tests.support.html_page import Page
from tests.support.newspaper import KIND, Paper
from tests.support.remote_sites import HTML, PUBLIC, Cable, Names, Site, site

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ORIGIN = "http://paper.example"
BRIDGE = f"{ORIGIN}/bridge"


@pytest.fixture
def cms() -> Iterator[Site]:
    """The newsroom's own web server."""
    with site() as running:
        yield running


def found_here(page: WebPage) -> FoundArticle | None:
    """The program's answer without the program, which takes longer to begin than all else here."""
    found = article_in(page.html, page.charset)
    return FoundArticle(**found) if found else None


@pytest.fixture
def reading(paper: Paper, cms: Site, monkeypatch: pytest.MonkeyPatch) -> ArticleReader:
    """The worker, in a world with that server alone."""
    monkeypatch.setattr(article_reader, "found_in", found_here)
    with paper.database.writing() as connection:
        here = sites.c.id == paper.site.id
        connection.execute(update(sites).where(here).values(origins=[ORIGIN]))
    known = {"paper.example": [[PUBLIC]], "www.paper.example": [["10.0.0.7"]]}
    return ArticleReader(paper.database, paper.clock, (), Names(known), Cable(cms.port))


def see(
    client: TestClient[Newspaper], url: str = BRIDGE, origin: str = ORIGIN, **told: Any
) -> Response:
    headers = {"origin": origin}
    return client.post("/api/v1/articles/seen", json={"url": url, **told}, headers=headers)


def known(paper: Paper, article_id: int) -> Article:
    with paper.database.reading() as connection:
        return queries.even_unpublished(connection, paper.site.id, article_id)


def count(paper: Paper) -> int:
    with paper.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def sent(client: TestClient[Newspaper], paper: Paper, article_id: int) -> State:
    author = {"name": "Ann", "email": "ann@example.org"}
    told = {"text": KIND, "author": author}
    answer = client.post(f"/api/v1/articles/{article_id}/comments", json=told)
    assert answer.status_code == 201
    with paper.database.reading() as connection:
        return by_id(connection, paper.site.id, answer.json()["id"]).state


def test_a_page_is_known_from_its_first_sight_and_read_by_the_worker(
    paper: Paper,
    client: TestClient[Newspaper],
    cms: Site,
    reading: ArticleReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(article_reader, "found_in", found_in)
    cms.page("/bridge/")
    first = see(client, f"{BRIDGE}/?utm_source=x#top", cms_id="7", headline="Lies", text="Lies")
    assert first.status_code == 200
    told = first.json()
    assert (told["cms_id"], told["url"]) == ("7", f"{BRIDGE}/")
    assert told["headline"] == "paper.example/bridge"
    assert see(client).json()["id"] == told["id"] == see(client, cms_id="7").json()["id"]
    assert sent(client, paper, told["id"]) is State.HELD
    assert client.get("/api/v1/articles").json()["articles"] == []

    assert (reading.run_once(), reading.run_once()) == (1, 0)
    article = known(paper, told["id"])
    assert article.headline == "The harbour bridge closes"
    assert article.standfirst == "Six weeks of repairs."
    assert article.told_by is ToldBy.PAGE
    assert "Ferry number 7" in article.body_text
    assert "Lies" not in article.body_text
    assert sent(paper.browser(), paper, told["id"]) is State.PUBLISHED


def test_mail_does_not_wait_for_pages_nor_pages_for_mail(
    paper: Paper, client: TestClient[Newspaper], reading: ArticleReader
) -> None:
    see(client)
    paper.jobs.run_once()
    with paper.database.reading() as connection:
        row = connection.execute(select(outbox).where(outbox.c.kind == READ_PAGE)).one()
    assert (row.tries, row.done_at) == (0, None)


def test_a_page_that_is_not_there_leaves_no_article(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader
) -> None:
    cms.page("/invented", status=404)
    seen = see(client, f"{ORIGIN}/invented").json()
    discussed = see(client, f"{ORIGIN}/invented?p=2").json()
    sent(client, paper, discussed["id"])
    assert reading.run_once() == 2
    assert client.get(f"/api/v1/articles/{seen['id']}").status_code == 404
    assert client.get(f"/api/v1/articles/{discussed['id']}").status_code == 200


def test_two_addresses_of_one_page_become_one_article(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader
) -> None:
    canonical = f'<link rel="canonical" href="{BRIDGE}"></head>'.encode()
    cms.page("/bridge", HTML.replace(b"</head>", canonical))
    cms.page("/amp/bridge", HTML.replace(b"</head>", canonical))
    cms.moved("/old", "/bridge")
    bridge = see(client).json()
    assert reading.run_once() == 1
    amp, old = see(client, f"{ORIGIN}/amp/bridge").json(), see(client, f"{ORIGIN}/old").json()
    assert len({bridge["id"], amp["id"], old["id"]}) == 3
    assert reading.run_once() == 2
    for url in (f"{ORIGIN}/amp/bridge", f"{ORIGIN}/old", BRIDGE):
        assert see(client, url).json()["id"] == bridge["id"]
    assert count(paper) == 1
    assert known(paper, bridge["id"]).canonical_url == BRIDGE


def test_two_ids_on_one_page_stay_two_articles(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader
) -> None:
    cms.page("/bridge")
    first, second = see(client, cms_id="7").json(), see(client, cms_id="8").json()
    assert reading.run_once() == 2
    assert {known(paper, each["id"]).told_by for each in (first, second)} == {ToldBy.PAGE}


@pytest.mark.parametrize(
    "to", ["http://10.0.0.7/", "http://www.paper.example/", "http://evil.example/", "file:///x"]
)
def test_a_page_that_leads_elsewhere_is_not_followed(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader, to: str
) -> None:
    cms.moved("/bridge", to)
    seen = see(client).json()
    assert reading.run_once() == 1
    assert known(paper, seen["id"]).told_by is ToldBy.BROWSER
    assert len(cms.asked) == 1
    paper.clock.turn(minutes=1)
    assert reading.run_once() == 1  # it is tried again


def test_a_page_without_an_article_changes_nothing(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader
) -> None:
    cms.page("/bridge", b"<p>Please sign in.</p>")
    seen = see(client).json()
    assert reading.run_once() == 1
    assert known(paper, seen["id"]).told_by is ToldBy.BROWSER
    paper.clock.turn(days=1)
    assert reading.run_once() == 0


@sqlite_only
def test_the_desk_says_why_what_stands_under_an_unread_page_waits(
    paper: Paper,
    client: TestClient[Newspaper],
    at_desk: TestClient[Newspaper],
    cms: Site,
    reading: ArticleReader,
) -> None:
    told = {"text": KIND, "author": {"name": "Ann", "email": "ann@example.org"}}
    thread = f"/api/v1/articles/{see(client).json()['id']}/comments"
    card = f"/desk/comments/{client.post(thread, json=told).json()['id']}"
    page = Page(at_desk.get(card).text)
    assert "its page could not be read so far" in page.text
    assert BRIDGE in page.links()
    cms.page("/bridge")
    assert reading.run_once() == 1
    assert "could not be read" not in Page(at_desk.get(card).text).text


def test_what_the_newsroom_says_stands(
    paper: Paper, client: TestClient[Newspaper], cms: Site, reading: ArticleReader
) -> None:
    cms.page("/bridge")
    seen = see(client).json()
    told = {"headline": "Ours", "body": "Ours.", "url": BRIDGE}
    answer = client.post(
        "/api/v1/articles", json=told, headers={"authorization": f"Bearer {paper.key}"}
    )
    assert answer.json()["id"] == seen["id"]
    assert reading.run_once() == 1
    assert cms.asked == []
    assert known(paper, seen["id"]).headline == "Ours"
    assert see(client, headline="Lies").json()["headline"] == "Ours"


@pytest.mark.parametrize(
    ("url", "origin", "status", "code"),
    [
        ("https://evil.example/x", ORIGIN, 422, "wrong-origin"),
        (f"{ORIGIN}.evil.example/x", ORIGIN, 422, "wrong-origin"),
        ("http://paper.example@evil.example/x", ORIGIN, 422, "bad-address"),
        ("javascript:alert(1)", ORIGIN, 422, "bad-address"),
        (BRIDGE, "https://evil.example", 403, "wrong-origin"),
        (BRIDGE, "null", 403, "wrong-origin"),
        ("", ORIGIN, 404, "no-such-article"),
    ],
)
def test_no_article_begins_elsewhere(
    paper: Paper,
    client: TestClient[Newspaper],
    reading: ArticleReader,
    url: str,
    origin: str,
    status: int,
    code: str,
) -> None:
    answer = see(client, url, origin)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert count(paper) == 0


@sqlite_only
def test_one_network_makes_only_so_many_pages_known(
    paper: Paper,
    client: TestClient[Newspaper],
    reading: ArticleReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(rate_limits._ITEMS, "first-sight", RateLimitItemPerMinute(6))
    answers = [see(client, f"{ORIGIN}/{number}").status_code for number in range(7)]
    assert set(answers[:6]) == {200}
    assert answers[6] == 429
    assert see(client, f"{ORIGIN}/1").status_code == 200
