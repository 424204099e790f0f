"""An author takes a comment back, is asked once, and may think better of it for a while."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from tests.support.html_page import Page, read
from tests.support.newspaper import DECLINED, HELD, KIND, Paper
from tests.support.your_comment import act, page_of, posted

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
    assert [form.action for form in own.forms if "your-comment" in form.action] == [
        f"/your-comment/{comment.status_token}/return"
    ]
    paper.clock.turn(minutes=10)
    own = page_of(client, comment)
    assert KIND not in own.text
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


def test_withdrawing_is_asked_once_and_can_be_undone_for_a_while(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    path = f"/your-comment/{comment.status_token}"
    assert f"{path}/withdrawal" in page_of(client, comment).links()
    asked = read(client, f"{path}/withdrawal")
    assert KIND in asked.text
    assert path in asked.links()
    assert paper.comment_now(comment.id).state is State.PUBLISHED
    assert act(client, comment, "withdrawal").headers["location"] == f"{path}#notice"
    assert KIND in page_of(client, comment).text
    paper.clock.turn(minutes=9)
    assert act(client, comment, "return").status_code == 303
    assert paper.comment_now(comment.id).state is State.PUBLISHED
    assert KIND in paper.browser().get(article.path).text


@sqlite_only
@pytest.mark.parametrize(("text", "state"), [(HELD, State.HELD), (DECLINED, State.DECLINED)])
def test_what_was_held_or_declined_comes_back_as_it_was(
    paper: Paper, client: TestClient[Newspaper], article: Article, text: str, state: State
) -> None:
    comment = posted(paper, client, article, text)
    act(client, comment, "withdrawal")
    assert act(client, comment, "return").status_code == 303
    assert paper.comment_now(comment.id).state is state


@sqlite_only
def test_the_time_to_bring_it_back_ends(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    assert act(client, comment, "return").status_code == 409
    act(client, comment, "withdrawal")
    paper.clock.turn(minutes=10)
    answer = act(client, comment, "return")
    assert answer.status_code == 409
    assert "The comment was not brought back." in Page(answer.text).text
    assert paper.comment_now(comment.id).state is State.WITHDRAWN
    again = client.get(f"/your-comment/{comment.status_token}/withdrawal", follow_redirects=False)
    assert again.status_code == 303
