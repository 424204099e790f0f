"""Where in a long thread somebody reads stays, whatever they press: pages, order, place."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.comments.thread import DEFAULT_PAGE, Cursor, write_cursor
from rejoinder.moderation.model import Outcome
from rejoinder.web.site.place import BRIEF_PAGE, MOST_PAGES
from tests.support.factories import make_comment
from tests.support.html_page import Page, read
from tests.support.newspaper import HELD, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def fill(paper: Paper, article: Article, size: int) -> list[int]:
    made = []
    with paper.database.writing() as connection:
        first = make_comment(connection, now=paper.clock(), article=article, text="Number 0.")
        made.append(first.id)
        for number in range(1, size):
            row = {column.name: getattr(first, column.name, None) for column in comments.c}
            row["author_badge"] = ""
            row |= {
                "id": first.id + number,
                "author_id": first.author.reader_id,
                "author_name": "Ann",
                "author_email": "ann@example.org",
                "html": f"<p>Number {number}.</p>",
                "fingerprint": "",
                "state": State.PUBLISHED,
                "status_token": f"token-{number}",
            }
            connection.execute(comments.insert().values(**row))
            made.append(first.id + number)
    return made


def ids_of(page: Page) -> list[int]:
    """The comments on a page, in its order."""
    return [int(each["data-id"]) for each in page.comments()]


def further(page: Page) -> str | None:
    """Where "Show more" leads."""
    return next((told["href"] for _, told in page.tags if told.get("rel") == "next"), None)


@sqlite_only
def test_more_comments_stand_under_those_that_were_read(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)[::-1]
    page, shown = read(client, article.path), DEFAULT_PAGE
    assert ids_of(page) == made[:shown]
    while href := further(page):
        assert href.endswith(f"#comment-{made[shown - 1]}")
        page, shown = read(client, href), shown + DEFAULT_PAGE
        assert ids_of(page) == made[:shown]
    assert shown >= len(made)


@sqlite_only
def test_a_script_gets_only_the_comments_that_it_lacks(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)[::-1]
    path = f"{article.path}?pages=2"
    answer = client.get(path, headers={"X-Fragment": "more"})
    page = Page(answer.text)
    assert ids_of(page) == made[DEFAULT_PAGE : 2 * DEFAULT_PAGE]
    assert "pages=3" in (further(page) or "")
    assert len(ids_of(read(client, path))) == 2 * DEFAULT_PAGE


@sqlite_only
def test_a_thread_may_begin_with_a_short_page(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)[::-1]
    page, shown = read(client, f"{article.path}?brief=1"), BRIEF_PAGE
    assert ids_of(page) == made[:shown]
    assert all("brief=1" in told["href"] for _, told in page.tags if "data-sort" in told)
    while href := further(page):
        assert href.endswith(f"#comment-{made[shown - 1]}")
        more = client.get(href.partition("#")[0], headers={"X-Fragment": "more"})
        assert ids_of(Page(more.text)) == made[shown : shown + DEFAULT_PAGE]
        page, shown = read(client, href), shown + DEFAULT_PAGE
        assert ids_of(page) == made[:shown]
    assert shown >= len(made)
    there = client.get(f"/comments/{made[30]}?brief=1&here=1", follow_redirects=False)
    assert made[30] in ids_of(read(client, there.headers["location"]))


@sqlite_only
def test_a_page_ends_somewhere_and_the_next_one_has_an_address_of_its_own(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    most = MOST_PAGES * DEFAULT_PAGE
    made = fill(paper, article, most + 20)[::-1]
    page = read(client, f"{article.path}?pages={MOST_PAGES}")
    assert ids_of(page) == made[:most]
    assert not [told for _, told in page.tags if "data-more" in told]
    following = further(page)
    assert following is not None
    assert "cursor=" in following
    assert ids_of(read(client, following)) == made[most:]


@sqlite_only
def test_pages_that_are_not_ours_are_one(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    fill(paper, article, 60)
    for pages in ("0", "1", "11", "-1", "2.0", "x", "02", "9" * 50, ""):
        assert len(ids_of(read(client, f"{article.path}?pages={pages}"))) == DEFAULT_PAGE, pages


@sqlite_only
def test_a_comments_own_address_leads_to_its_page_of_a_long_thread(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)
    for comment_id in (made[0], made[60], made[-1]):
        answer = client.get(f"/comments/{comment_id}", follow_redirects=False)
        assert answer.status_code == 302
        address = answer.headers["location"]
        assert address.endswith(f"#comment-{comment_id}")
        page = read(client, address)
        assert page.has("li", id=f"comment-{comment_id}")
        assert ("Back to the first comments" in page.text) == ("cursor=" in address)
    held = paper.comment(article, outcome=Outcome.HOLD)
    for nothing in (held.id, 99_999):
        assert client.get(f"/comments/{nothing}", follow_redirects=False).status_code == 404


@sqlite_only
def test_the_order_stays_with_whoever_looks_for_what_a_reply_answers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 49)
    root = paper.comment(article, text="Who asked?")
    reply = paper.comment(article, parent=root, text="I did.")
    first = read(client, f"{article.path}?sort=oldest")
    assert ids_of(first) == [*made, root.id]
    second = read(client, further(first) or "")
    assert f"#comment-{root.id}" in second.links()
    following = re.sub("pages=2", "cursor=" + cursor_after(root.id), further(first) or "")
    alone = read(client, following)
    assert ids_of(alone) == [reply.id]
    above = f"/comments/{root.id}?sort=oldest"
    assert above in alone.links()
    there = client.get(above, follow_redirects=False).headers["location"]
    assert there == f"{article.path}?sort=oldest#comment-{root.id}"


def cursor_after(comment_id: int) -> str:
    """Of the page that begins after a comment on the article itself."""
    return write_cursor(Cursor(last_id=comment_id, root_id=comment_id))


@sqlite_only
def test_a_reply_is_begun_and_refused_where_one_reads(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)
    page = read(client, f"{article.path}?sort=oldest&pages=3")
    reply = f"{article.path}?sort=oldest&pages=3&reply_to={made[110]}#comment-form"
    assert reply in page.links()
    begun = read(client, reply)
    assert ids_of(begun) == made
    form = next(form for form in begun.forms if "/comments?" in form.action)
    assert form.fields["parent_id"] == str(made[110])
    assert form.action.endswith("#comment-form")
    refused = client.post(form.action, data={**form.fields, "text": "", "name": "Bo"})
    assert refused.status_code == 422
    assert ids_of(Page(refused.text)) == made


@sqlite_only
@pytest.mark.parametrize("text", [KIND, HELD])
def test_whoever_replied_without_scripts_sees_their_reply(
    paper: Paper, client: TestClient[Newspaper], article: Article, text: str
) -> None:
    made = fill(paper, article, 120)
    sent = paper.put_in(client, article, text=text, parent_id=str(made[0]), email="bo@example.org")
    assert sent.headers["location"].endswith("#notice")
    page = read(client, sent.headers["location"])
    assert text in page.text
    assert ids_of(page)[-2] == made[0]
    assert f"#comment-{made[0]}" in page.links()
