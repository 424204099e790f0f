"""A form sent twice posts once; and nobody else gets its receipt by sending it again."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.html_page import read
from tests.support.newspaper import DECLINED, FORM_KEY, HELD, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
AWAY = "203.0.113.7"


def form_of(browser: TestClient[Newspaper], article: Article, query: str = "") -> dict[str, str]:
    """What is hidden in the comment form, as this browser gets it."""
    fields = read(browser, f"{article.path}{query}").form(f"{article.path}/comments").fields
    return {name: fields[name] for name in ("key", "parent_id")}


def test_a_form_sent_twice_posts_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    sent = {**form_of(client, article), "text": KIND, "key": FORM_KEY}
    first = paper.put_in(client, article, **sent)
    assert paper.put_in(client, article, **sent).headers["location"] == first.headers["location"]
    # A second press before the first answer brought its cookie.
    second = paper.browser()
    assert paper.put_in(second, article, **sent).headers["location"] == first.headers["location"]
    assert second.cookies
    assert len(read(client, article.path).comments()) == 1


@pytest.mark.parametrize("text", [KIND, HELD, DECLINED])
def test_what_everybody_knows_of_a_guest_gives_nobody_their_receipt(
    paper: Paper, client: TestClient[Newspaper], article: Article, text: str
) -> None:
    thief = paper.browser(address=AWAY)
    kept_page = form_of(thief, article)
    mine = {**form_of(client, article), "text": text}
    paper.put_in(client, article, **mine)
    owner = dict(client.cookies)
    assert owner
    with paper.database.reading() as connection:
        private = connection.exec_driver_sql("SELECT status_token FROM comments").scalar_one()
    # Their words, their address, and what stands in the page that everybody gets.
    stolen = paper.put_in(thief, article, **{**kept_page, "text": text})
    assert private not in stolen.headers.get("location", "") + stolen.text
    assert private not in read(thief, article.path).text
    assert set(thief.cookies.values()).isdisjoint(owner.values())
    own = {link for link in read(client, article.path).links() if "/your-comment/" in link}
    seen = {link for link in read(thief, article.path).links() if "/your-comment/" in link}
    assert own.isdisjoint(seen)


@sqlite_only
def test_a_page_that_everybody_gets_holds_no_key(paper: Paper, article: Article) -> None:
    assert form_of(paper.browser(), article)["key"] == ""
    assert form_of(paper.browser(), article, "?sort=oldest")["key"] == ""
    root = paper.comment(article)
    own_pages = (
        form_of(paper.browser(), article, f"?reply_to={root.id}"),
        form_of(paper.browser(), article, f"?reply_to={root.id}"),
        form_of(paper.sign_in("ann@example.org"), article),
    )
    assert len({fields["key"] for fields in own_pages}) == 3
    assert all(len(fields["key"]) == len(FORM_KEY) for fields in own_pages)


@sqlite_only
@pytest.mark.parametrize("key", ["", "form", "5e" * 16, "5E" * 20, "5e" * 21, "٣" * 40])
def test_a_key_that_others_may_know_proves_nothing(
    paper: Paper, client: TestClient[Newspaper], article: Article, key: str
) -> None:
    first = paper.put_in(client, article, text=HELD, key=key).headers["location"]
    other = paper.put_in(paper.browser(address=AWAY), article, text=HELD, key=key)
    assert other.headers.get("location") != first


def test_without_scripts_who_presses_twice_gets_their_own_receipt(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    sent = {**form_of(client, article), "text": "Thank you!"}
    first = paper.put_in(client, article, **sent)
    assert sent["key"] == ""
    assert paper.put_in(client, article, **sent).headers["location"] == first.headers["location"]
    assert len(read(client, article.path).comments()) == 1
    paper.clock.turn(minutes=3)  # who says it again means it
    paper.put_in(client, article, **sent)
    assert len(read(client, article.path).comments()) == 2


def test_who_shares_a_network_is_told_nothing_but_that_it_was_sent(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    owner = paper.browser(address=AWAY)
    location = paper.put_in(owner, article, text=HELD).headers["location"]
    number = int(location.partition("posted=")[2].partition("#")[0])
    token = paper.comment_now(number).status_token
    neighbour = paper.browser(address=AWAY)
    answer = paper.put_in(neighbour, article, text=HELD)
    assert answer.status_code == 409
    assert "once is enough" in answer.text
    assert token not in answer.text
    assert not neighbour.cookies


@sqlite_only
def test_what_was_withdrawn_may_be_sent_again(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(client, article, text="Thank you!")
    with paper.database.reading() as connection:
        token = connection.exec_driver_sql("SELECT status_token FROM comments").scalar_one()
    client.post(f"/your-comment/{token}/withdrawal")
    again = paper.put_in(client, article, text="Thank you!").headers["location"]
    assert token not in again
