"""The private page of a comment's author: change it, take it back, ask a person to look."""

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import revisions
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, HELD, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def posted(paper: Paper, browser: TestClient[Newspaper], article: Article, text: str) -> Comment:
    """A comment that a guest sent, whatever became of it."""
    made = paper.submit(browser, article, text=text).json()
    return paper.comment_now(made["id"])


def page_of(browser: TestClient[Newspaper], comment: Comment) -> Page:
    answer = browser.get(f"/your-comment/{comment.status_token}")
    assert answer.status_code == 200
    return Page(answer.text)


def act(browser: TestClient[Newspaper], comment: Comment, action: str, **form: str) -> Response:
    path = f"/your-comment/{comment.status_token}/{action}"
    return browser.post(path, data=form, follow_redirects=False)


@sqlite_only
@pytest.mark.parametrize(
    ("text", "told", "offered"),
    [
        (KIND, "Your comment is posted.", {"revision", "withdrawal"}),
        (HELD, "A moderator will read your comment first.", {"revision", "withdrawal"}),
        (DECLINED, "Your comment was not posted.", {"appeal", "withdrawal"}),
    ],
)
def test_an_author_sees_what_became_of_it_and_what_can_be_done(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    text: str,
    told: str,
    offered: set[str],
) -> None:
    comment = posted(paper, client, article, text)
    page = page_of(client, comment)
    assert told in page.text
    assert text in page.text
    mine = [form.action for form in page.forms if form.action.startswith("/your-comment/")]
    assert {action.rpartition("/")[2] for action in mine} == offered


def test_an_author_changes_a_comment_in_time(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    paper.clock.turn(minutes=9)
    answer = act(client, comment, "revision", text="Ten years ago, to be exact.")
    assert answer.status_code == 303
    shown = Page(paper.browser().get(article.path).text).text
    assert "Ten years ago, to be exact." in shown
    assert KIND not in shown
    assert "edited" in shown
    with paper.database.reading() as connection:
        kept = connection.execute(revisions.select().order_by(revisions.c.number)).all()
        decided = history(connection, comment.id)
    assert [row.source for row in kept] == [KIND, "Ten years ago, to be exact."]
    assert [each.revision for each in decided] == [1, 2]


def test_a_changed_comment_is_judged_again(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    assert act(client, comment, "revision", text=HELD).status_code == 303
    assert paper.comment_now(comment.id).state is State.HELD
    assert "Gadzooks" not in paper.browser().get(article.path).text
    assert KIND not in paper.browser().get(article.path).text


def test_a_change_that_would_be_declined_leaves_the_comment_as_it_was(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    answer = act(client, comment, "revision", text=DECLINED)
    assert answer.status_code == 409
    page = Page(answer.text)
    fields = page.form(f"/your-comment/{comment.status_token}/revision").fields
    assert fields["text"] == DECLINED
    assert page.has("p", class_="problem")
    assert paper.comment_now(comment.id) == comment
    assert KIND in paper.browser().get(article.path).text


@sqlite_only
@pytest.mark.parametrize("text", ["", "!", "x" * 5001, "x" * 70_000])
def test_a_change_that_cannot_be_taken_keeps_the_new_words_to_mend(
    paper: Paper, client: TestClient[Newspaper], article: Article, text: str
) -> None:
    comment = posted(paper, client, article, KIND)
    answer = act(client, comment, "revision", text=text)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.has("p", class_="problem")
    fields = page.form(f"/your-comment/{comment.status_token}/revision").fields
    assert fields["text"] == (text or KIND)
    assert paper.comment_now(comment.id) == comment


@sqlite_only
def test_the_time_to_change_it_ends(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    paper.clock.turn(minutes=10)
    assert "Change it" not in page_of(client, comment).text
    answer = act(client, comment, "revision", text="Too late.")
    assert answer.status_code == 409
    assert "The time to edit this comment is over." in Page(answer.text).text
    assert paper.comment_now(comment.id) == comment


@sqlite_only
def test_a_declined_comment_is_not_changed_into_a_posted_one(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, DECLINED)
    assert act(client, comment, "revision", text=KIND).status_code == 409
    assert paper.comment_now(comment.id).state is State.DECLINED


@sqlite_only
def test_a_change_never_undoes_what_a_moderator_decided_meanwhile(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    with paper.database.writing() as connection:
        connection.exec_driver_sql("UPDATE comments SET state = 'declined'")
    assert act(client, comment, "revision", text="Better words.").status_code == 409
    assert paper.comment_now(comment.id).source == KIND


def test_a_withdrawn_comment_is_gone_and_its_replies_stay(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    paper.comment(article, parent=comment, text="I do not think so.")
    paper.clock.turn(days=30)
    assert act(client, comment, "withdrawal").status_code == 303
    shown = Page(paper.browser().get(article.path).text)
    assert KIND not in shown.text
    assert [each["data-depth"] for each in shown.comments()] == ["0", "1"]
    own = page_of(client, comment)
    assert "You have withdrawn this comment." in own.text
    assert not [form for form in own.forms if "your-comment" in form.action]
    assert act(client, comment, "withdrawal").status_code == 409
    assert act(client, comment, "revision", text="Back again.").status_code == 409


@sqlite_only
def test_the_rules_may_end_the_time_to_withdraw(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy("[editing]\nwithdraw_minutes = 60\n[topic]\nhold_below=0\ndecline_below=0\n")
    comment = posted(paper, client, article, KIND)
    paper.clock.turn(minutes=60)
    assert act(client, comment, "withdrawal").status_code == 409
    assert paper.comment_now(comment.id).state is State.PUBLISHED


def test_a_person_is_asked_to_look_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, DECLINED)
    answer = act(client, comment, "appeal", note="It is my grandfather's word.")
    assert answer.status_code == 303
    page = page_of(client, comment)
    assert "A person will look" in page.text
    assert "Ask for a second look" not in page.text
    again = act(client, comment, "appeal", note="Please.")
    assert again.status_code == 403
    assert "A person has been asked to look at this already." in Page(again.text).text


@sqlite_only
def test_nobody_appeals_against_what_stands(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for text in (KIND, HELD):
        assert act(client, posted(paper, client, article, text), "appeal").status_code == 403


@sqlite_only
def test_a_note_that_is_too_long_is_told(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, DECLINED)
    answer = act(client, comment, "appeal", note="x" * 1001)
    assert answer.status_code == 422
    assert "A note has at most 1000 characters." in Page(answer.text).text
    assert act(client, comment, "appeal", note="Shorter.").status_code == 303


@sqlite_only
def test_nobody_else_finds_the_page(paper: Paper, client: TestClient[Newspaper]) -> None:
    comment = posted(paper, client, paper.article(), HELD)
    token = comment.status_token
    for wrong in (token[:-1], token + "x", token.swapcase(), str(comment.id), "%25", "'--"):
        for method, action in (("GET", ""), ("POST", "/withdrawal"), ("POST", "/appeal")):
            answer = client.request(method, f"/your-comment/{wrong}{action}", data={})
            assert answer.status_code == 404, wrong
    page = client.get(f"/your-comment/{token}")
    assert 'content="noindex"' in page.text
    assert page.headers["cache-control"].startswith("private")


@sqlite_only
def test_a_reply_is_shown_with_whom_it_answers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    parent = paper.comment(article)
    made = paper.submit(client, article, text=HELD, parent_id=parent.id).json()
    page = page_of(client, paper.comment_now(made["id"]))
    assert f"In reply to {parent.author.name}" in page.text
    assert paper.comment(article, outcome=Outcome.HOLD).id > made["id"]
