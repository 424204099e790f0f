"""Most Read on the site: a reader counts once, a crawler never, and a feed reader can read it."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.readership.tables import reads
from tests.support.html_page import Page, read
from tests.support.newspaper import HOME, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def beacon(browser: TestClient[Newspaper], article: Article, agent: str = FIREFOX) -> int:
    answer = browser.post(f"{article.path}/reads", headers={"user-agent": agent})
    assert answer.content == b""
    return answer.status_code


def counted(browser: TestClient[Newspaper]) -> dict[str, int]:
    listed = browser.get("/api/v1/most-read").json()["most_read"]
    return {each["headline"]: each["count"] for each in listed}


def test_a_reader_counts_once_for_an_article(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    other = paper.article("other", headline="Other")
    for _ in range(3):
        assert beacon(client, article) == 204
    beacon(client, article, PHONE)
    beacon(client, other)
    assert counted(client) == {}  # not written yet
    paper.jobs.run_once()
    assert counted(client) == {"Harbour bridge to close": 2, "Other": 1}
    beacon(client, article)
    paper.clock.turn(minutes=5)
    beacon(client, article)
    paper.jobs.run_once()
    assert counted(client) == {"Harbour bridge to close": 2, "Other": 1}


@sqlite_only
def test_the_page_ranks_and_names_the_counts(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    assert "Nothing yet today." in read(client, "/most-read").text
    beacon(client, article)
    beacon(client, article, PHONE)
    paper.comment(article)
    paper.jobs.run_once()
    page = read(client, "/most-read")
    assert "2 readers" in page.text
    assert "1 comment" in page.text
    paper.clock.turn(hours=25)
    assert "Nothing yet today." in read(client, "/most-read").text


@sqlite_only
@pytest.mark.parametrize(
    "agent",
    [
        "Googlebot/2.1 (+http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0)",
        "curl/8.5.0",
        "python-requests/2.32",
        "",
        "   ",
    ],
)
def test_a_crawler_counts_for_nothing_and_is_not_told(
    paper: Paper, client: TestClient[Newspaper], article: Article, agent: str
) -> None:
    assert beacon(client, article, agent) == 204
    paper.jobs.run_once()
    assert counted(client) == {}


@sqlite_only
def test_one_address_reads_only_so_fast(client: TestClient[Newspaper], article: Article) -> None:
    answers = [beacon_status(client, article) for _ in range(121)]
    assert answers == [204] * 120 + [429]


def beacon_status(browser: TestClient[Newspaper], article: Article) -> int:
    return browser.post(f"{article.path}/reads", headers={"user-agent": FIREFOX}).status_code


@sqlite_only
def test_nothing_that_could_name_a_reader_is_kept(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    beacon(client, article)
    paper.jobs.run_once()
    with paper.database.reading() as connection:
        rows = connection.execute(reads.select()).all()
    assert len(rows) == 1
    assert b"Firefox" not in rows[0].sketch
    assert b"127.0.0.1" not in rows[0].sketch


@sqlite_only
def test_the_article_tells_its_page_when_to_count(
    client: TestClient[Newspaper], article: Article
) -> None:
    page = read(client, article.path)
    assert page.has("article", data_reads_action=f"{article.path}/reads", data_read_seconds="8")


@sqlite_only
def test_the_feed_parses_whatever_the_headlines_say(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    told: dict[str, Any] = {
        "headline": "“Bridges” & <b>ferries</b> ]]> é",
        "standfirst": "Six & seven < eight",
        "section": "City & harbour",
        "published_at": datetime(2026, 6, 15, 11, 0, tzinfo=UTC),
    }
    article = paper.article("odd", **told)
    beacon(client, article)
    paper.jobs.run_once()
    answer = client.get("/most-read.rss")
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    channel = ET.fromstring(answer.content).find("channel")  # noqa: S314 - we wrote it ourselves
    assert channel is not None
    assert channel.findtext("link") == f"{HOME}/most-read"
    assert channel.findtext("language") == "en"
    (item,) = channel.findall("item")
    assert item.findtext("title") == told["headline"]
    assert item.findtext("category") == told["section"]
    assert item.findtext("link") == f"{HOME}/articles/odd"
    assert told["standfirst"] in (item.findtext("description") or "")
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == told["published_at"]


@sqlite_only
def test_lists_parse_whatever_no_xml_has_a_place_for(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    article = paper.article("bell", headline="A \x07bell \ufffe", section="Ci\x0bty")
    beacon(client, article)
    paper.jobs.run_once()
    feed = ET.fromstring(client.get("/most-read.rss").content)  # noqa: S314 - we wrote it ourselves
    assert [each.text for each in feed.iter("title")][1:] == ["A bell "]
    assert [each.text for each in feed.iter("category")] == ["City"]
    ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - we wrote it ourselves


@sqlite_only
def test_an_empty_feed_parses_too(client: TestClient[Newspaper]) -> None:
    ET.fromstring(client.get("/most-read.rss").content)  # noqa: S314 - we wrote it ourselves


@sqlite_only
def test_the_list_stands_beside_articles(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    beacon(client, article)
    paper.jobs.run_once()
    other = paper.article("other", headline="Other")
    assert article.path in read(client, other.path).links()


@sqlite_only
def test_yesterdays_readers_are_forgotten(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    beacon(client, article)
    paper.jobs.run_once()
    paper.clock.turn(hours=49)
    paper.jobs.run_once()
    with paper.database.reading() as connection:
        assert connection.execute(reads.select()).all() == []
    assert Page(client.get("/most-read").text).text
    assert paper.clock() - timedelta(hours=49) == datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
