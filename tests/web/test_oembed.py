"""A comment quoted in somebody else's page (oEmbed 1.0)."""

from urllib.parse import urlsplit

import pytest
from litestar.testing import TestClient
from lxml import etree, html

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from tests.support.newspaper import HOME, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ENDPOINT = "/services/oembed"
REQUIRED = {"version", "type", "html", "width", "height"}


def test_a_comment_is_quoted_by_each_of_its_addresses(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article, text="Mend it </blockquote><script>x</script> *now*.")
    permalink = f"{HOME}/comments/{comment.id}"
    for url in (permalink, f"{HOME}{article.path}?sort=oldest#comment-{comment.id}"):
        answer = client.get(ENDPOINT, params={"url": url, "maxwidth": "300"})
        told = answer.json()
        assert told.keys() >= REQUIRED
        assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 300)
        assert told["author_name"] == comment.author.name
        assert isinstance(told["height"], int)
        quoted = html.fragment_fromstring(told["html"])
        assert (quoted.tag, quoted.get("cite")) == ("blockquote", permalink)
        assert quoted.xpath(".//em/text()") == ["now"]
        assert quoted.xpath("//script | //link | //img | //iframe") == []
        assert {urlsplit(each.get("href")).netloc for each in quoted.xpath(".//a")} == {
            urlsplit(HOME).netloc
        }


def test_an_article_on_the_newsrooms_page_is_quoted_by_its_address_there(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    page = paper.stands_elsewhere("https://paper.example", "/trams")
    article = paper.article("trams", page=page)
    comment = paper.comment(article, text="Ring the bell.")
    for url in ("http://paper.example/trams/?utm_source=x", page.url):
        told = client.get(ENDPOINT, params={"url": f"{url}#comment-{comment.id}"}).json()
        quoted = html.fragment_fromstring(told["html"])
        assert quoted.get("cite") == f"{page.url}#comment-{comment.id}"
        assert client.get(ENDPOINT, params={"url": url}).json()["title"] == article.headline
    permalink = client.get(f"/comments/{comment.id}", follow_redirects=False)
    assert permalink.headers["location"] == f"{page.url}#comment-{comment.id}"
    href = permalink.headers["link"].partition(">")[0].removeprefix("<")
    assert client.get(href).json()["author_name"] == comment.author.name
    for url in (f"{page.url}-elsewhere", page.url.replace("paper.", "other.")):
        assert client.get(ENDPOINT, params={"url": url}).status_code == 404
    paper.unpublish(article)
    for url in (page.url, f"{page.url}#comment-{comment.id}", f"{HOME}/comments/{comment.id}"):
        answer = client.get(ENDPOINT, params={"url": url})
        assert answer.status_code == 410
        assert "Ring" not in answer.text


def test_it_comes_as_xml_too(paper: Paper, client: TestClient[Newspaper], article: Article) -> None:
    comment = paper.comment(article, text="Bells & whistles <b>.")
    params = {"url": f"{HOME}/comments/{comment.id}", "format": "xml"}
    answer = client.get(ENDPOINT, params=params)
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    tree = etree.fromstring(answer.content)
    assert tree.tag == "oembed"
    as_json = client.get(ENDPOINT, params={**params, "format": "json"}).json()
    assert {each.tag: each.text for each in tree} == {
        name: str(value) for name, value in as_json.items()
    }


def test_it_keeps_to_the_room_that_there_is(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article, text="A long story. " * 100)
    params = {"url": f"{HOME}/comments/{comment.id}", "maxwidth": "300", "maxheight": "200"}
    told = client.get(ENDPOINT, params=params).json()
    assert (told["width"], told["height"]) == (300, 200)
    assert "max-height:200px" in told["html"]


def test_an_article_is_quoted_with_its_count(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    told = client.get(ENDPOINT, params={"url": f"{HOME}{article.path}"}).json()
    assert "Harbour bridge to close" in told["html"]
    assert "1 comment" in told["html"]


def test_what_is_not_here_is_not_quoted(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    held = paper.comment(article, text="Heldback.", outcome=Outcome.HOLD)
    shown, other = paper.comment(article), paper.article("other")
    for url in (
        f"{HOME}/comments/{held.id}",
        f"{HOME}{article.path}#comment-{held.id}",
        f"{HOME}{other.path}#comment-{shown.id}",
        f"http://elsewhere.example/comments/{shown.id}",
        f"http://127.0.0.1:8000@elsewhere.example/comments/{shown.id}",
        f"ftp://127.0.0.1:8000/comments/{shown.id}",
        f"{HOME}/comments/{'9' * 40}",
        f"{HOME}/comments/",
        f"{HOME}/comments-faq",
        f"{HOME}/comments/{shown.id}{'?' * 2000}",
        "http://[",
        "",
    ):
        answer = client.get(ENDPOINT, params={"url": url})
        assert answer.status_code == 404, url
        assert "Heldback" not in answer.text
        assert answer.json()["error"]["code"]


def test_other_formats_are_told_apart(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    url = f"{HOME}/comments/{paper.comment(article).id}"
    assert client.get(ENDPOINT, params={"url": url, "format": "yaml"}).status_code == 501
    wrong = client.get(ENDPOINT, params={"url": url, "maxwidth": "wide"})
    assert (wrong.status_code, wrong.json()["error"]["details"]) == (422, {"field": "maxwidth"})


def test_pages_and_permalinks_lead_to_it(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    tree = html.fromstring(client.get(article.path).text)
    for kind, form in (("application/json+oembed", "json"), ("text/xml+oembed", "xml")):
        (href,) = tree.xpath(f'//link[@type="{kind}"]/@href')
        assert client.get(href).status_code == 200
        assert f"format={form}" in href
    link = client.get(f"/comments/{comment.id}", follow_redirects=False).headers["link"]
    href = link.partition(">")[0].removeprefix("<")
    assert client.get(href).json()["author_name"] == comment.author.name
    assert 'type="application/json+oembed"' in link
