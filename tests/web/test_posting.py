"""Writing under an article: what becomes of it, and that nothing written is lost."""

from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.actions import close_thread
from rejoinder.articles.model import Article
from rejoinder.articles.queries import by_slug
from rejoinder.engine import Case, Judgement
from rejoinder.moderation.model import Outcome
from tests.support.fake_judges import gentle
from tests.support.html_page import Page, read
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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


def test_the_address_after_posting_opens_nothing_for_whoever_it_is_passed_on_to(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for text in (HELD, KIND):
        address = paper.put_in(client, article, text=text).headers["location"]
        number = int(address.partition("posted=")[2].partition("#")[0])
        token = paper.comment_now(number).status_token
        assert token not in address
        assert token in client.get(address).text
        for friend in (paper.browser(), paper.sign_in("bob@example.org")):
            page = friend.get(address).text
            assert token not in page
            assert "Gadzooks" not in page
            assert "/your-comment/" not in page
    without_cookies = read(paper.browser(), address)
    assert "What you sent has arrived." in without_cookies.text


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


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"name": ""}, 422, "Please choose a name."),
        ({"name": "J"}, 422, "A name has 2 to 40 characters"),
        ({"name": "x" * 1000}, 422, "A field of the form cannot be taken."),
        ({"email": "ann"}, 422, "does not look like an e-mail address"),
        ({"email": ""}, 422, "Please give your e-mail address"),
        ({"text": KIND * 100}, 422, "there is room for 5000"),
        ({"text": KIND * 1000}, 422, "20000"),
        ({"text": KIND * 2000}, 422, "20000"),
        ({"text": "!"}, 422, "has at least 2 characters"),
        ({"parent_id": "x"}, 422, "That is not a number we gave out."),
        ({"parent_id": "999"}, 422, "is not in this conversation"),
    ],
)
def test_what_was_written_stays_in_the_form_whatever_was_wrong(
    everybodys: Paper,
    sender: TestClient[Newspaper],
    target: Article,
    wrong: dict[str, str],
    status: int,
    told: str,
) -> None:
    sent = {"text": KIND, "name": "Ann", "email": "ann@example.org", **wrong}
    answer = everybodys.put_in(sender, target, **sent)
    assert answer.status_code == status
    page = Page(answer.text)
    assert told in page.text
    fields = page.form(f"{target.path}/comments").fields
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
    assert "Just in time, I hope." in Page(answer.text).boxes
    assert "are closed" in Page(answer.text).text


def test_a_thread_that_closes_while_the_judge_thinks_gives_the_text_back(
    database_url: str, now: datetime
) -> None:
    papers: list[Paper] = []

    def judge(question: Case) -> Judgement:
        with papers[0].database.writing() as connection:
            close_thread(connection, by_slug(connection, 1, "harbour-bridge"), now=now)
        return gentle(question)

    with open_paper(database_url, judge=judge, now=now) as opened:
        papers.append(opened)
        article, client = opened.article(), opened.browser()
        for headers in ({}, {"x-fragment": "posted"}):
            answer = client.post(
                f"{article.path}/comments",
                data={"text": "Just in time, I hope.", "name": "Ann", "email": "ann@example.org"},
                headers=headers,
            )
            assert answer.status_code == 409
            assert "Just in time, I hope." in Page(answer.text).boxes
            assert "are closed" in Page(answer.text).text


@sqlite_only
def test_replying_shows_to_whom_and_can_be_left(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article)
    page = read(client, f"{article.path}?reply_to={root.id}")
    assert f"Replying to {root.author.name}" in page.text
    assert page.form(f"{article.path}/comments").fields["parent_id"] == str(root.id)
    assert f"{article.path}#comment-{root.id}" in page.links()
    assert f"{article.path}?reply_to={root.id}#comment-form" in page.links()
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
def test_an_empty_form_is_told_all_its_faults_at_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    page = Page(paper.put_in(client, article, text=" ", name="", email="ann").text)
    for field in ("text", "name", "email"):
        assert page.has("p", class_="problem", id=f"comment-{field}-problem")
        assert f"#comment-{field}" in page.links()
    focused = [told["id"] for _, told in page.tags if "autofocus" in told]
    assert focused == ["comment-text"]
    one = Page(paper.put_in(client, article, email="ann").text)
    assert "#comment-email" not in one.links()
    assert [told["id"] for _, told in one.tags if "autofocus" in told] == ["comment-email"]


@sqlite_only
def test_why_a_comment_waits_is_said_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    why = "a word that a person looks at"
    sent = paper.put_in(client, article, text=HELD)
    assert read(client, sent.headers["location"]).text.lower().count(why) == 1
    assert read(client, article.path).text.lower().count(why) == 1
    form = {"text": f"{HELD} Really.", "name": "Ann", "email": "ann@example.org"}
    piece = client.post(f"{article.path}/comments", data=form, headers={"X-Fragment": "posted"})
    assert Page(piece.text).text.lower().count(why) == 1
