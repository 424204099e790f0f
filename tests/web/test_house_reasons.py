"""The newspaper's own reasons for declining: written by editors, chosen by moderators, told."""

import re

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.actions.house_reasons import LONGEST_TITLE, MOST
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from rejoinder.moderation.statement_queries import statement_about
from rejoinder.sites.model import Role
from rejoinder.storage.audit_log import audit_log
from tests.support.newspaper import Paper

Browser = TestClient[Newspaper]
LIBEL = "We may <not> print this: a court said so."


@pytest.fixture(scope="module")
def editor(everybodys: Paper) -> Browser:
    everybodys.invite("edda@example.org", role=Role.EDITOR)
    return everybodys.sign_in("edda@example.org")


@pytest.fixture(scope="module")
def moderator(everybodys: Paper) -> Browser:
    everybodys.invite("mo@example.org", role=Role.MODERATOR)
    return everybodys.sign_in("mo@example.org")


def written(editor: Browser, title: str, text: str) -> str:
    """Writes one and returns its number, as the desk's page names it."""
    form = {"title": title, "text": text}
    assert editor.post("/desk/reasons", data=form, follow_redirects=False).status_code == 303
    return str(re.findall(r'id="reason-(\d+)"', editor.get("/desk/reasons").text)[-1])


def decline(browser: Browser, paper: Paper, reason: str) -> tuple[Comment, int]:
    comment = paper.comment(paper.article(), outcome=Outcome.HOLD)
    with paper.database.reading() as connection:
        seen = history(connection, comment.id)[-1].id
    form = {"seen": str(seen), "outcome": "decline", "reason": reason}
    path = f"/desk/comments/{comment.id}/decisions"
    return comment, browser.post(path, data=form, follow_redirects=False).status_code


def test_an_author_is_told_the_words_that_the_reason_had_that_day(
    everybodys: Paper, editor: Browser, moderator: Browser
) -> None:
    number = written(editor, "Before a <court>", LIBEL)
    held = everybodys.comment(everybodys.article(), outcome=Outcome.HOLD)
    card = moderator.get(f"/desk/comments/{held.id}").text
    assert f'value="house-{number}"' in card
    assert "Before a &lt;court&gt;" in card
    comment, status = decline(moderator, everybodys, f"house-{number}")
    assert status == 303
    new = {"title": "The courts", "text": "Other words."}
    assert editor.post(f"/desk/reasons/{number}", data=new).status_code == 200
    assert editor.post(f"/desk/reasons/{number}/removal").status_code == 200
    told = everybodys.browser().get(f"/your-comment/{comment.status_token}").text
    assert "We may &lt;not&gt; print this" in told
    assert "Before a &lt;court&gt;" in told
    assert "Other words." not in told
    assert "Before a &lt;court&gt;" in moderator.get(f"/desk/comments/{comment.id}").text
    with everybodys.database.reading() as connection:
        statement = statement_about(connection, history(connection, comment.id)[-1].id)
        logged = connection.execute(
            select(audit_log.c.subject, audit_log.c.facts).order_by(audit_log.c.id.desc()).limit(3)
        ).all()
    assert statement is not None
    assert statement.rule == "staff-house"
    assert "court" not in statement.decision_facts
    assert [row.subject for row in logged] == ["The courts", "The courts", "Before a <court>"]
    assert logged[1].facts["was_text"] == LIBEL
    # It can be given no more.
    assert decline(moderator, everybodys, f"house-{number}")[1] == 422


def test_after_another_decision_the_old_reason_says_nothing_any_more(
    everybodys: Paper, editor: Browser, moderator: Browser
) -> None:
    number = written(editor, "Old", "Old words.")
    comment, _ = decline(moderator, everybodys, f"house-{number}")
    with everybodys.database.reading() as connection:
        seen = str(history(connection, comment.id)[-1].id)
    form = {"seen": seen, "outcome": "decline", "reason": "staff-abuse"}
    moderator.post(f"/desk/comments/{comment.id}/decisions", data=form)
    told = everybodys.browser().get(f"/your-comment/{comment.status_token}").text
    assert "Old words." not in told
    assert everybodys.comment_now(comment.id).state is State.DECLINED


def hidden(page: str, name: str) -> str:
    (value, *_) = re.findall(f'name="{name}" value="([^"]*)"', page)
    return str(value)


def test_all_of_an_authors_comments_are_declined_by_it_as_it_was_when_that_began(
    everybodys: Paper, editor: Browser, moderator: Browser
) -> None:
    number = written(editor, "A <feud>", "Not <here>, please.")
    comment = everybodys.comment(everybodys.article())
    author = f"/desk/authors/{comment.author.reader_id}"
    page = moderator.get(author).text
    assert f'value="house-{number}"' in page
    assert "A &lt;feud&gt;" in page
    form = {
        "score": "none",
        "author": str(comment.author.reader_id),
        **{name: hidden(page, name) for name in ("seen_comment", "seen_decision")},
        "outcome": "decline",
    }
    for none in ("staff-house", "house-999999", "house-"):
        assert moderator.post("/desk/bulk", data={**form, "reason": none}).status_code == 422
    form["reason"] = f"house-{number}"
    begun = moderator.post("/desk/bulk", data=form, follow_redirects=False)
    assert begun.status_code == 303
    new = {"title": "Other", "text": "Other words."}
    assert editor.post(f"/desk/reasons/{number}", data=new).status_code == 200
    assert editor.post(f"/desk/reasons/{number}/removal").status_code == 200
    while everybodys.app_state.desk_worker.run_once():
        pass
    assert "Decline: A &lt;feud&gt;" in moderator.get(begun.headers["location"]).text
    told = everybodys.browser().get(f"/your-comment/{comment.status_token}").text
    assert "Not &lt;here&gt;, please." in told
    assert "Other words." not in told
    with everybodys.database.reading() as connection:
        latest = history(connection, comment.id)[-1]
        statement = statement_about(connection, latest.id)
    assert statement is not None
    assert statement.rule == latest.rule == "staff-house"
    assert latest.findings[0].facts == {"title": "A <feud>", "text": "Not <here>, please."}


@pytest.mark.parametrize("reason", ["house-0", "house-999999", "house-x", "house-", "staff-house"])
def test_what_is_none_of_ours_declines_nothing(
    everybodys: Paper, moderator: Browser, reason: str
) -> None:
    comment, status = decline(moderator, everybodys, reason)
    assert status == 422
    assert everybodys.comment_now(comment.id).state is State.HELD


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", "Words."),
        ("A name", " \n "),
        ("x" * (LONGEST_TITLE + 1), "Words."),
        ("A name", "y" * (LONGEST_NOTE + 1)),
        ("\x00", "Words."),
    ],
)
def test_one_that_tells_nothing_is_refused_and_what_was_typed_comes_back(
    editor: Browser, title: str, text: str
) -> None:
    answer = editor.post("/desk/reasons", data={"title": title, "text": text})
    assert answer.status_code == 422
    assert text in answer.text


def test_there_are_as_many_as_somebody_can_choose_from(everybodys: Paper) -> None:
    everybodys.invite("list@example.org", role=Role.EDITOR)
    editor = everybodys.sign_in("list@example.org")
    while editor.get("/desk/reasons").text.count('id="reason-') < MOST:
        written(editor, "One more", "Words.")
    answer = editor.post("/desk/reasons", data={"title": "Too many", "text": "Words."})
    assert answer.status_code == 409
    assert 'action="/desk/reasons"' not in editor.get("/desk/reasons").text


def test_moderators_choose_and_do_not_write(moderator: Browser) -> None:
    assert moderator.get("/desk/reasons").status_code == 403
    assert "/desk/reasons" not in moderator.get("/desk").text
