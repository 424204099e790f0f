"""An article's page: read by anybody, page by page, in the order that was asked."""

from itertools import pairwise

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.factories import withdraw
from tests.support.html_page import read
from tests.support.newspaper import BODY, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
def test_an_article_is_there_to_read_with_its_thread_and_a_form(paper: Paper) -> None:
    article = paper.article(
        standfirst="Six weeks without a crossing.",
        byline="Mette Lind",
        dateline="Harbour",
        author_note="Mette Lind writes about the city.",
        section="City",
    )
    root = paper.comment(article, text="Who needs a *bridge*?")
    reply = paper.comment(article, parent=root, text="We do.")
    page = read(paper.browser(), article.path)
    for words in (
        "Harbour bridge to close",
        "Six weeks without a crossing.",
        "Mette Lind",
        "Mette Lind writes about the city.",
        *BODY.split("\n\n"),
        "We do.",
        "15 June 2026, 12:00",
        "2 comments",
        f"In reply to {root.author.name}",
    ):
        assert words in page.text
    assert page.has("em")
    assert [(each["id"], each["data-depth"]) for each in page.comments()] == [
        (f"comment-{root.id}", "0"),
        (f"comment-{reply.id}", "1"),
    ]
    assert page.form(f"{article.path}/comments").fields.keys() == {
        "text",
        "name",
        "email",
        "parent_id",
        "key",
    }


@sqlite_only
def test_a_withdrawn_comment_leaves_a_quiet_place_for_its_replies(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article, text="Rash words.")
    paper.comment(article, parent=root, text="Well answered.")
    with paper.database.writing() as connection:
        withdraw(connection, root, now=paper.clock())
    page = read(client, article.path)
    assert "Rash words." not in page.text
    assert root.author.name not in page.text
    assert "This comment was withdrawn by its author." in page.text
    assert [each["data-depth"] for each in page.comments()] == ["0", "1"]


@sqlite_only
def test_the_orders_of_a_thread_are_links(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = [paper.comment(article).id for _ in range(3)]
    page = read(client, article.path)
    for sort, order in (("oldest", made), ("newest", made[::-1]), ("nonsense", made[::-1])):
        shown = read(client, f"{article.path}?sort={sort}").comments()
        assert [int(each["data-id"]) for each in shown] == order
    assert f"{article.path}?sort=oldest#comments" in page.links()
    assert f"{article.path}?sort=most-replied#comments" in page.links()


@sqlite_only
def test_sections_and_the_front_page_lead_to_articles(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    assert client.get("/").status_code == 200
    paper.article("one", section="City life", headline="First")
    paper.article("two", section="Sport & play", headline="Second")
    paper.clock.turn(seconds=30)
    front = read(paper.browser(), "/")
    assert {"/articles/one", "/articles/two"} <= set(front.links())
    for section, there, not_there in (
        ("city%20life", "/articles/one", "/articles/two"),
        ("Sport%20%26%20play", "/articles/two", "/articles/one"),
    ):
        links = read(client, f"/sections/{section}").links()
        assert there in links
        assert not_there not in links
    assert client.get("/sections/nothing").status_code == 404


@sqlite_only
def test_nobodys_address_is_ever_on_a_page(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(client, article)
    paper.put_in(paper.browser(), article, name="Bob", email="bob@example.org", text="Quite so.")
    stranger = paper.browser().get(article.path).text
    own = client.get(article.path).text
    assert "example.org" not in stranger
    assert "bob@example.org" not in own


def test_times_stand_in_the_order_of_the_thread(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for _ in range(4):
        paper.clock.turn(minutes=1)
        paper.comment(article)
    shown = [int(each["data-id"]) for each in read(client, article.path).comments()]
    assert all(later > earlier for later, earlier in pairwise(shown))
