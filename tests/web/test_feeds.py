"""Feeds of a thread, of a site's comments and of its articles, as feed readers read them."""

import json
from pathlib import Path
from typing import Any

import feedparser
import jsonschema_rs
import pytest
from litestar.testing import TestClient
from lxml import etree

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.queries import by_id as comment_by_id
from rejoinder.moderation.model import Outcome
from tests.support.factories import withdraw
from tests.support.newspaper import HOME, Paper, until

SCHEMAS = Path(__file__).parent.parent / "support" / "schemas"
SITE_FEEDS = ("/comments.atom", "/comments.json", "/articles.atom", "/articles.json")
# It would end a feed, a script or an attribute if it were not written as text.
SHARP = "]]></content></entry><script>alert(1)</script> & \"quoted\" 'so'"

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def atom_grammar() -> etree.RelaxNG:
    """Atom with threads, as the standards' own grammar has it."""
    return etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))


@pytest.fixture(scope="module")
def json_feed_schema() -> jsonschema_rs.Validator:
    """JSON Feed 1.1."""
    return jsonschema_rs.validator_for((SCHEMAS / "jsonfeed.json").read_text())


def atom(client: TestClient[Newspaper], path: str) -> Any:
    """A feed as feedparser reads it."""
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def json_feed(client: TestClient[Newspaper], path: str) -> dict[str, Any]:
    """A feed as its JSON says."""
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/feed+json; charset=utf-8"
    read: dict[str, Any] = answer.json()
    return read


def fill_thread(paper: Paper, article: Article) -> tuple[int, int]:
    """A comment with a sharp text and its reply, a minute apart."""
    root = paper.comment(article, text=SHARP)
    paper.clock.turn(minutes=1)
    reply = paper.comment(article, parent=root, text="I agree with *that*.")
    return root.id, reply.id


def test_a_threads_feed_tells_who_answers_whom(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root, reply = fill_thread(paper, article)
    parsed = atom(client, f"{article.path}/comments.atom")
    assert parsed.feed.title == "Comments on “Harbour bridge to close”"
    assert parsed.feed.updated == "2026-06-15T12:01:00Z"
    newest, oldest = parsed.entries
    assert (newest.id, oldest.id) == (f"{HOME}/comments/{reply}", f"{HOME}/comments/{root}")
    assert newest.link == f"{HOME}/comments/{reply}"
    assert "I agree with <em>that</em>." in newest.content[0].value
    assert newest["thr_in-reply-to"]["ref"] == oldest.id
    assert oldest["thr_in-reply-to"]["ref"] == f"{HOME}{article.path}"
    assert (newest.thr_total, oldest.thr_total) == ("0", "1")
    assert "<script" not in oldest.content[0].value
    assert "alert(1)" in oldest.content[0].value

    told = json_feed(client, f"{article.path}/comments.json")
    assert told["_rejoinder"] == {"count": 2}
    assert [item["id"] for item in told["items"]] == [newest.id, oldest.id]
    assert told["items"][0]["_rejoinder"] == {
        "replies": 0,
        "in_reply_to": {"id": oldest.id, "url": oldest.link},
    }


def test_a_sites_feeds_tell_of_all_threads(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root, reply = fill_thread(paper, article)
    other = paper.article("tram", headline="Trams <until> three & later", standfirst="A & B")
    paper.clock.turn(minutes=1)
    third = paper.comment(other)
    parsed = atom(client, "/comments.atom")
    assert [each.id.rpartition("/")[2] for each in parsed.entries] == [
        str(number) for number in (third.id, reply, root)
    ]
    assert parsed.entries[0].title.endswith("on “Trams <until> three & later”")

    listed = {each.id: each for each in atom(client, "/articles.atom").entries}
    bridge = listed[f"{HOME}{article.path}"]
    replies = next(link for link in bridge.links if link.rel == "replies")
    assert replies.href == f"{HOME}{article.path}/comments.atom"
    assert replies["thr:count"] == "2"
    assert replies["thr:updated"] == "2026-06-15T12:01:00Z"
    assert bridge.thr_total == "2"
    assert [item["_rejoinder"]["replies"] for item in json_feed(client, "/articles.json")["items"]]


@sqlite_only
def test_feeds_keep_to_the_standards(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    atom_grammar: etree.RelaxNG,
    json_feed_schema: jsonschema_rs.Validator,
) -> None:
    thread = (f"{article.path}/comments.atom", f"{article.path}/comments.json")
    for _ in range(2):  # of an empty thread, and of one with comments
        for path in (*thread, *SITE_FEEDS):
            content = client.get(path).content
            if path.endswith(".atom"):
                atom_grammar.assertValid(etree.fromstring(content))
            else:
                json_feed_schema.validate(json.loads(content))
        fill_thread(paper, article)
        paper.article("bell", headline="A \x07bell \ufffe", standfirst="With a \x0b tab")


def test_the_grammar_refuses_what_the_standard_does(atom_grammar: etree.RelaxNG) -> None:
    bare = etree.fromstring('<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title></feed>')
    assert not atom_grammar.validate(bare)


def test_only_what_is_published_is_told(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article, text="Secretheld.", outcome=Outcome.HOLD)
    paper.comment(article, text="Secretdeclined.", outcome=Outcome.DECLINE)
    withdrawn = paper.comment(article, text="Secretwithdrawn.")
    reply = paper.comment(article, parent=withdrawn, text="An answer to it.")
    paths = (f"{article.path}/comments.atom", f"{article.path}/comments.json", *SITE_FEEDS[:2])
    for path in paths:
        assert "Secretwithdrawn" in client.get(path).text
    with paper.database.writing() as connection:
        withdraw(connection, withdrawn, now=paper.clock())
    for path in paths:
        until(lambda path=path: "Secret" not in client.get(path).text)  # type: ignore[misc] # bound now
        assert "An answer to it." in client.get(path).text
        assert "@example.org" not in client.get(path).text
    item = json_feed(client, "/comments.json")["items"][0]
    assert item["id"] == f"{HOME}/comments/{reply.id}"
    assert item["_rejoinder"]["in_reply_to"] == {
        "id": f"{HOME}/comments/{withdrawn.id}",
        "url": None,
    }


def test_what_was_unpublished_is_told_by_no_feed(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    page = paper.stands_elsewhere("https://paper.example", "/trams")
    other = paper.article("trams", headline="Trams at night", page=page)
    comment = paper.comment(other, text="Ring the bell.")
    (item,) = json_feed(client, "/comments.json")["items"]
    assert item["id"] == f"{HOME}/comments/{comment.id}"
    assert item["url"] == f"{page.url}#comment-{comment.id}"
    assert page.url in [each["url"] for each in json_feed(client, "/articles.json")["items"]]
    paper.unpublish(other)
    for path in SITE_FEEDS:
        until(lambda path=path: "Trams" not in client.get(path).text)  # type: ignore[misc] # bound now
        assert "Ring" not in client.get(path).text
    for form in ("atom", "json"):
        assert client.get(f"{other.path}/comments.{form}").status_code == 410
    assert article.headline in client.get("/articles.json").text


@sqlite_only
def test_feeds_are_kept_and_asked_for_again_by_their_tags(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    thread = (f"{article.path}/comments.atom", f"{article.path}/comments.json")
    tags = {}
    for path in (*thread, *SITE_FEEDS):
        answer = client.get(path)
        tags[path] = answer.headers["etag"]
        assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
        again = client.get(path, headers={"if-none-match": tags[path]})
        assert (again.status_code, again.content) == (304, b"")
    paper.comment(article, text="One more.")
    for path, tag in tags.items():
        assert client.get(path, headers={"if-none-match": tag}).headers["etag"] != tag


@sqlite_only
def test_a_kept_site_feed_is_not_made_again_for_another_sites_comment(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    first = client.get("/comments.atom").text
    with paper.database.writing() as connection:
        # Nobody would: it shows that the second answer was not made from the store.
        connection.exec_driver_sql("UPDATE comments SET author_name = 'Somebody else'")
    assert client.get("/comments.atom").text == first


@sqlite_only
def test_a_thread_of_many_tells_of_its_newest(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for number in range(103):
        paper.clock.turn(seconds=1)
        paper.comment(article, text=f"Number {number}.")
    items = json_feed(client, f"{article.path}/comments.json")["items"]
    assert len(items) == 100
    assert "Number 102." in items[0]["content_html"]
    assert json_feed(client, f"{article.path}/comments.json")["_rejoinder"]["count"] == 103


@sqlite_only
def test_pages_lead_to_their_feeds(client: TestClient[Newspaper], article: Article) -> None:
    page = client.get(article.path).text
    for path in (
        f"{article.path}/comments.atom",
        f"{article.path}/comments.json",
        "/comments.atom",
        "/articles.atom",
    ):
        assert f'<link rel="alternate" href="{path}"' in page
        assert client.get(path).status_code == 200
    assert "/comments.atom" in client.get("/").text
    assert client.get("/articles/no-such-article/comments.atom").status_code == 404


@sqlite_only
def test_picks_are_marked(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    atom_grammar: etree.RelaxNG,
    json_feed_schema: jsonschema_rs.Validator,
) -> None:
    root, _ = fill_thread(paper, article)
    path = f"{article.path}/comments"
    assert all("tags" not in each for each in json_feed(client, f"{path}.json")["items"])
    with paper.database.writing() as connection:
        found = comment_by_id(connection, paper.site.id, root)
        intake.pick(connection, found, paper.clock(), now=paper.clock())
    newest, oldest = atom(client, f"{path}.atom").entries
    assert [(each.term, each.label) for each in oldest.tags] == [("pick", "Editors' pick")]
    assert "tags" not in newest
    atom_grammar.assertValid(etree.fromstring(client.get(f"{path}.atom").content))
    told = json_feed(client, f"{path}.json")
    json_feed_schema.validate(told)
    assert [each.get("tags") for each in told["items"]] == [None, ["Editors' pick"]]
