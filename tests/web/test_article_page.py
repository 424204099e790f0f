"""An article's page: read by anybody, and written under by guests and readers."""

from itertools import pairwise

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.moderation.model import Outcome
from tests.factories import make_comment, withdraw
from tests.web.page import Page
from tests.web.paper import BODY, DECLINED, HELD, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def read(browser: TestClient[Newspaper], path: str) -> Page:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


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


def test_a_guest_posts_and_is_led_back_to_the_thread_with_a_notice(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    answer = paper.put_in(client, article)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{article.path}?posted=")
    page = read(client, answer.headers["location"])
    assert "Your comment is posted." in page.text
    assert KIND in page.text
    assert KIND in read(paper.browser(), article.path).text
    assert "Your comment is posted." not in read(client, article.path).text


def test_a_held_comment_is_seen_by_its_author_alone(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    answer = paper.put_in(client, article, text=HELD)
    assert answer.status_code == 303
    page = read(client, answer.headers["location"])
    assert "A moderator will read your comment first" in page.text
    again = read(client, article.path)
    assert HELD in again.text
    assert "Only you can see this: waiting for a moderator" in again.text
    for stranger in (paper.browser(), paper.sign_in("bob@example.org")):
        assert "Gadzooks" not in read(stranger, article.path).text


@sqlite_only
def test_a_held_reply_stands_under_what_it_answers_for_its_author(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    root = paper.comment(article)
    paper.comment(article)
    paper.put_in(client, article, text=HELD, parent_id=str(root.id))
    own = [each for each in read(client, article.path).comments() if each["data-state"] == "held"]
    assert [(each["data-parent"], each["data-depth"]) for each in own] == [(str(root.id), "1")]


def test_a_declined_comment_comes_back_in_the_form_with_the_reasons(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    answer = paper.put_in(client, article, text=DECLINED)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.form(f"{article.path}/comments").fields["text"] == DECLINED
    assert "Your comment was not posted." in page.text
    assert page.has("li", class_="reason", data_rule="words-banned")
    assert any(link.startswith("/your-comment/") for link in page.links())
    changed = {**page.form(f"{article.path}/comments").fields, "text": KIND}
    assert paper.put_in(client, article, **changed).status_code == 303
    assert KIND in read(paper.browser(), article.path).text


@sqlite_only
@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"name": ""}, 422, "A name has 2 to 40 characters"),
        ({"name": "x" * 1000}, 422, "A field of the form cannot be taken."),
        ({"email": "ann"}, 422, "does not look like an e-mail address"),
        ({"email": ""}, 422, "does not look like an e-mail address"),
        ({"text": KIND * 100}, 422, "there is room for 5000"),
        ({"text": KIND * 1000}, 422, "20000"),
        ({"text": KIND * 10_000}, 422, "20000"),
        ({"text": "!"}, 422, "has 2 characters"),
        ({"parent_id": "x"}, 422, "That is not a number we gave out."),
        ({"parent_id": "999"}, 422, "is not in this conversation"),
    ],
)
def test_what_was_written_stays_in_the_form_whatever_was_wrong(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    wrong: dict[str, str],
    status: int,
    told: str,
) -> None:
    sent = {"text": KIND, "name": "Ann", "email": "ann@example.org", **wrong}
    answer = paper.put_in(client, article, **sent)
    assert answer.status_code == status
    page = Page(answer.text)
    assert told in page.text
    fields = page.form(f"{article.path}/comments").fields
    assert {name: fields[name] for name in ("text", "name", "email")} == {
        name: sent[name] for name in ("text", "name", "email")
    }
    assert fields["key"]


@sqlite_only
def test_who_writes_too_fast_keeps_the_text(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy("[flood]\ncomments = 1\nminutes = 3\n")
    paper.put_in(client, article)
    answer = paper.put_in(client, article, text="And another thing.")
    assert answer.status_code == 429
    page = Page(answer.text)
    assert page.form(f"{article.path}/comments").fields["text"] == "And another thing."
    assert page.has("p", class_="problem")


@sqlite_only
def test_a_thread_that_closed_meanwhile_gives_the_text_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.close(article)
    assert not [form for form in read(client, article.path).forms if "comments" in form.action]
    answer = paper.put_in(client, article, text="Just in time, I hope.")
    assert answer.status_code == 409
    assert "Just in time, I hope." in Page(answer.text).text
    assert "are closed" in Page(answer.text).text


@sqlite_only
def test_replying_shows_to_whom_and_can_be_left(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article)
    page = read(client, f"{article.path}?reply_to={root.id}")
    assert f"Replying to {root.author.name}" in page.text
    assert page.form(f"{article.path}/comments").fields["parent_id"] == str(root.id)
    assert f"{article.path}#comments" in page.links()
    assert f"?reply_to={root.id}#comment-form" in page.links()
    left = read(client, article.path)
    assert left.form(f"{article.path}/comments").fields["parent_id"] == ""
    refused = paper.put_in(client, article, text="", parent_id=str(root.id))
    assert f"Replying to {root.author.name}" in Page(refused.text).text


@sqlite_only
def test_nobody_is_asked_to_reply_to_what_is_not_there(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    elsewhere = paper.comment(paper.article("second"))
    held = paper.comment(article, outcome=Outcome.HOLD)
    for asked in (elsewhere.id, held.id, 999, "x", "-1", "٣", "9" * 40, ""):
        page = read(client, f"{article.path}?reply_to={asked}")
        assert page.form(f"{article.path}/comments").fields["parent_id"] == ""


def test_a_form_sent_twice_posts_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    form = read(client, article.path).form(f"{article.path}/comments").fields
    sent = {**form, "text": KIND, "name": "Ann", "email": "ann@example.org"}
    first = paper.put_in(client, article, **sent)
    assert paper.put_in(client, article, **sent).headers["location"] == first.headers["location"]
    stranger = paper.browser()  # a second press before the first answer brought its cookie
    assert paper.put_in(stranger, article, **sent).headers["location"] == first.headers["location"]
    assert len(read(client, article.path).comments()) == 1


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


def fill(paper: Paper, article: Article, size: int) -> list[int]:
    made = []
    with paper.database.writing() as connection:
        first = make_comment(connection, now=paper.clock(), article=article, text="Number 0.")
        made.append(first.id)
        for number in range(1, size):
            row = {column.name: getattr(first, column.name, None) for column in comments.c}
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


@sqlite_only
def test_a_long_thread_is_turned_page_by_page(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 120)
    seen: list[str] = []
    path: str | None = article.path
    while path:
        page = read(client, path)
        seen += [each["data-id"] for each in page.comments()]
        more = [told["href"] for tag, told in page.tags if told.get("rel") == "next"]
        path = more[0] if more else None
    assert seen == [str(each) for each in reversed(made)]


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
def test_a_script_gets_pieces_instead_of_pages(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article)
    thread = client.get(article.path, headers={"x-fragment": "thread"})
    assert thread.text.lstrip().startswith('<section id="comments"')
    assert "<html" not in thread.text
    form = {"name": "Ann", "email": "ann@example.org", "parent_id": str(root.id)}
    for text, status, state in ((KIND, 201, "published"), (HELD, 202, "held")):
        answer = client.post(
            f"{article.path}/comments",
            data={**form, "text": text},
            headers={"x-fragment": "posted"},
        )
        piece = Page(answer.text)
        assert answer.status_code == status
        assert piece.has("div", data_state=state)
        assert [each["data-parent"] for each in piece.comments()] == [str(root.id)]
        assert f"In reply to {root.author.name}" in piece.text
    for text, status in ((DECLINED, 422), ("", 422)):
        answer = client.post(
            f"{article.path}/comments",
            data={**form, "text": text},
            headers={"x-fragment": "posted"},
        )
        piece = Page(answer.text)
        assert answer.status_code == status
        assert piece.form(f"{article.path}/comments").fields["text"] == text
        assert "<html" not in answer.text


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
