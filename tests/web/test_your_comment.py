"""The private page of a comment's author: change it, take it back, ask a person to look."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.tables import revisions
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.queries import by_id
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, HELD, KIND, Paper
from tests.support.your_comment import act, page_of, posted

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
@pytest.mark.parametrize(
    ("text", "told", "offered"),
    [
        (KIND, "Your comment is posted.", {"revision"}),
        (HELD, "A moderator will read your comment first.", {"revision"}),
        (DECLINED, "Your comment was not posted.", {"appeal"}),
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
    assert {action.rpartition("/")[2] for action in mine} == {f"{each}#notice" for each in offered}


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
    assert "Your change was not saved. The comment stays as it was." in page.text
    assert "Your comment is posted." not in page.text
    assert [each["data-state"] for _, each in page.tags if "data-notice" in each] == ["declined"]
    assert page.has("div", id="revision-text-problem")
    assert page.has("textarea", id="revision-text", aria_invalid="true")
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
    assert page.has("textarea", id="revision-text", aria_invalid="true")
    assert page.text.count("Your change was not saved.") == 1
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


def test_a_person_is_asked_to_look_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, DECLINED)
    assert "You can appeal until" in page_of(client, comment).text
    answer = act(client, comment, "appeal", note="It is my grandfather's word.")
    assert answer.status_code == 303
    page = page_of(client, comment)
    assert "A person will look" in page.text
    assert "Ask for a second look" not in page.text
    assert "You can appeal until" not in page.text
    assert "You have asked us to look again, which can be asked once." in page.text
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


@sqlite_only
def test_a_declined_comment_can_be_changed_and_sent_again(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    parent = paper.comment(article)
    made = paper.submit(client, article, text=DECLINED, parent_id=parent.id).json()
    page = page_of(client, paper.comment_now(made["id"]))
    assert "You can change it and send it again, or ask a person to look." in page.text
    form = page.form(f"{article.path}/comments")
    assert form.fields["text"] == DECLINED
    assert form.fields["parent_id"] == str(parent.id)
    told = {**form.fields, "text": KIND, "name": "Ann", "email": "ann@example.org"}
    sent = client.post(form.action, data=told)
    assert "Your comment is posted." in Page(sent.text).text
    assert paper.comment_now(made["id"]).state is State.DECLINED


@sqlite_only
def test_nobody_is_told_to_change_what_no_change_would_mend(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    banned = posted(paper, client, article, KIND)
    with paper.database.writing() as connection:
        reader = by_id(connection, banned.author.reader_id)
        given = GivenStanding(Standing.BANNED, "desk@example.org", "staff-abuse", paper.clock())
        give_standing(connection, reader.address, given)
    comment = posted(paper, client, article, "The ferry was cheaper than the bridge.")
    page = page_of(client, comment)
    assert "You can ask a person to look." in page.text
    assert "change it" not in page.text.lower()
    assert not [form for form in page.forms if form.action.startswith(article.path)]
    act(client, comment, "appeal", note="Please.")
    assert "You can ask" not in page_of(client, comment).text


@sqlite_only
def test_under_a_closed_thread_nothing_is_sent_again(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, DECLINED)
    paper.close(article)
    page = page_of(client, comment)
    assert "change it" not in page.text.lower()
    assert "You can ask a person to look." in page.text


@sqlite_only
def test_what_somebody_typed_is_still_there_when_it_was_too_late(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    paper.clock.turn(minutes=10)
    late = Page(act(client, comment, "revision", text="A long and careful correction.").text)
    assert late.has("textarea", id="saved-text")
    declined = posted(paper, client, article, DECLINED)
    note = "n" * 1001
    answer = Page(act(client, declined, "appeal", note=note).text)
    assert answer.form(f"/your-comment/{declined.status_token}/appeal").fields["note"] == note
    assert [each["data-state"] for _, each in answer.tags if "data-notice" in each] == ["declined"]
