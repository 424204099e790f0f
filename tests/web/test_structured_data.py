"""What an article's page tells search engines, in schema.org's words."""

import json
import re
from typing import Any

import pytest
from litestar.testing import TestClient
from lxml import html

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from tests.support.newspaper import HELD, HOME, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# Each would end the script, or hide its end, if it stood there as it is.
SHARP = "</script><script>alert(1)</script> <!-- <script> ]]> \u2028 &lt;"


def told(client: TestClient[Newspaper], path: str) -> dict[str, Any]:
    """The page's one block of data, as a parser of HTML finds it."""
    tree = html.fromstring(client.get(path).text)
    (script,) = tree.xpath('//script[@type="application/ld+json"]')
    read: dict[str, Any] = json.loads(script.text)
    return read


def test_an_article_is_told_with_its_published_comments(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    article = paper.article(standfirst="For six weeks.", byline="By Ann Alder and Bo Birch")
    root = paper.comment(article, text="First line.\n\nSecond *line*.")
    reply = paper.comment(article, parent=root, text="A reply.")
    paper.comment(article, text="Held.", outcome=Outcome.HOLD)
    data = told(client, article.path)
    url = f"{HOME}{article.path}"
    assert (data["@type"], data["headline"], data["url"]) == (
        "NewsArticle",
        "Harbour bridge to close",
        url,
    )
    assert [each["name"] for each in data["author"]] == ["Ann Alder", "Bo Birch"]
    assert data["commentCount"] == 2
    assert data["interactionStatistic"]["userInteractionCount"] == 2
    assert data["discussionUrl"] == f"{url}#comments"
    by_url = {each["url"]: each for each in data["comment"]}
    assert set(by_url) == {f"{HOME}/comments/{root.id}", f"{HOME}/comments/{reply.id}"}
    first = by_url[f"{HOME}/comments/{root.id}"]
    assert first["text"] == "First line.\nSecond line."
    assert first["author"] == {"@type": "Person", "name": root.author.name}
    assert first["datePublished"] == "2026-06-15T12:00:00Z"
    assert by_url[f"{HOME}/comments/{reply.id}"]["parentItem"]["@id"] == first["@id"]


def test_no_comment_ends_the_script(paper: Paper, client: TestClient[Newspaper]) -> None:
    article = paper.article(headline=f"Bridge {SHARP}")
    comment = paper.comment(article, text=SHARP)
    page = client.get(article.path).text
    assert "alert(1)</script>" not in page
    data = told(client, article.path)
    assert "<script>alert(1)" in data["headline"]
    assert "<script>alert(1)" in data["comment"][0]["text"]
    assert data["comment"][0]["url"] == f"{HOME}/comments/{comment.id}"
    block = re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    assert not set(block[1]) & set("<>&\u2028\u2029")


def test_as_many_comments_are_told_as_the_page_has(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for number in range(53):
        paper.comment(article, text=f"Number {number}.")
    data = told(client, article.path)
    assert (len(data["comment"]), data["commentCount"]) == (50, 53)


def test_what_only_one_reader_sees_is_told_to_nobody(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(client, article, text=HELD)
    page = client.get(article.path).text
    assert "Gadzooks" in page
    assert "ld+json" not in page
    assert "comment" not in told(paper.browser(), article.path)


def test_each_page_has_one_address(client: TestClient[Newspaper], article: Article) -> None:
    for asked, canonical in (
        (f"{article.path}?sort=oldest", article.path),
        ("/", "/"),
        ("/sections/NEWS", "/sections/news"),
        ("/most-read", "/most-read"),
        ("/comments-faq", "/comments-faq"),
    ):
        assert f'<link rel="canonical" href="{HOME}{canonical}">' in client.get(asked).text


def test_readers_links_are_not_the_papers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article, text="See [this](https://example.org/bridge).")
    tree = html.fromstring(client.get(article.path).text)
    (link,) = tree.xpath('//a[@href="https://example.org/bridge"]')
    assert {"ugc", "nofollow"} <= set(link.get("rel").split())
