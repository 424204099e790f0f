"""Reporting a comment: a form for everybody, a person who looks, a crowd that is not believed."""

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.model import Outcome
from tests.support.factories import make_staff
from tests.support.html_page import Page
from tests.support.newspaper import Paper, until

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def comment(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="Buy my watches.")


def send(
    browser: TestClient[Newspaper], comment: Comment, reason: str = "spam", **form: str
) -> Response:
    data = {"reason": reason, "note": "", **form}
    return browser.post(f"/comments/{comment.id}/reports", data=data)


def reports(paper: Paper) -> int:
    with paper.database.reading() as connection:
        counted = connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
        return int(counted)


@sqlite_only
def test_a_reader_reports_a_comment_and_is_thanked(
    paper: Paper, client: TestClient[Newspaper], comment: Comment
) -> None:
    page = Page(client.get(f"/comments/{comment.id}/report").text)
    assert "Buy my watches." in page.text
    assert page.form(f"/comments/{comment.id}/reports").fields == {"note": ""}
    answer = send(client, comment, note="They do this every day.")
    assert answer.status_code in {200, 201}
    assert "Thank you" in Page(answer.text).text
    assert paper.comment_now(comment.id).state is State.PUBLISHED


@sqlite_only
def test_a_report_needs_a_reason_and_keeps_the_note(
    paper: Paper, client: TestClient[Newspaper], comment: Comment
) -> None:
    for reason in ("", "nonsense"):
        answer = send(client, comment, reason, note="Read it yourself.")
        assert answer.status_code == 422
        page = Page(answer.text)
        assert "Please choose what is wrong with the comment." in page.text
        assert page.form(f"/comments/{comment.id}/reports").fields["note"] == "Read it yourself."
    long = send(client, comment, "other", note="x" * 1001)
    assert long.status_code == 422
    form = Page(long.text).form(f"/comments/{comment.id}/reports").fields
    assert (form["reason"], form["note"]) == ("other", "x" * 1001)
    assert reports(paper) == 0


def test_enough_different_readers_take_a_comment_off_the_page_until_a_person_looks(
    paper: Paper, client: TestClient[Newspaper], article: Article, comment: Comment
) -> None:
    for number in range(12):
        assert "Buy my watches." in paper.browser().get(article.path).text
        browser = paper.browser(address=f"203.0.113.{number}")
        send(browser, comment)
        send(browser, comment)  # once more by the same reader changes nothing
    assert reports(paper) == 12
    assert paper.comment_now(comment.id).state is State.HELD
    until(lambda: "Buy my watches." not in client.get(article.path).text)


@sqlite_only
def test_three_guests_do_not_take_a_comment_off_the_page_and_three_readers_do(
    paper: Paper, article: Article, comment: Comment
) -> None:
    for number in range(3):
        send(paper.browser(address=f"203.0.113.{number}"), comment)
    assert paper.comment_now(comment.id).state is State.PUBLISHED
    for number in range(3):
        reader = paper.sign_in(f"reader{number}@example.org")
        text = f"The repairs, for the {number + 1}. time, should have been done years ago."
        sent = paper.put_in(reader, article, text=text, name=f"Reader {number}")
        assert sent.status_code == 303
        send(reader, comment)
    assert paper.comment_now(comment.id).state is State.HELD


@sqlite_only
def test_whom_the_session_names_reports_as_that_and_no_more(paper: Paper, article: Article) -> None:
    guest = paper.browser()
    paper.put_in(guest, article)
    theirs = paper.comment_now(1)
    answer = send(guest, theirs)
    assert "each reader's report counts once" in Page(answer.text).text
    reader = paper.sign_in("reader@example.org")
    send(reader, theirs)
    with paper.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT by_guest, weight FROM reports ORDER BY id").all()
    assert [tuple(row) for row in rows] == [(1, 0), (0, 50)]


@sqlite_only
@pytest.mark.parametrize(
    ("addresses", "why"),
    [
        (("198.51.100.7",) * 3, "three browsers"),
        (("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3"), "one IPv6 customer"),
        (("198.51.100.7", "::ffff:198.51.100.7", "198.51.100.7"), "IPv4 written as IPv6"),
    ],
)
def test_one_person_is_one_reader_whatever_they_change(
    paper: Paper, comment: Comment, addresses: tuple[str, ...], why: str
) -> None:
    for number, address in enumerate(addresses):
        browser = paper.browser(address=address)
        browser.headers["user-agent"] = f"Mozilla/5.0 (X11) Firefox/{130 + number}.0"
        send(browser, comment)
    assert reports(paper) == 1, why


@sqlite_only
def test_what_does_not_stand_cannot_be_reported(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    held = paper.comment(article, outcome=Outcome.HOLD)
    assert client.get(f"/comments/{held.id}/report").status_code == 404
    assert send(client, held).status_code == 404
    assert client.get("/comments/9999/report").status_code == 404


@sqlite_only
def test_one_address_reports_only_so_often(
    paper: Paper, client: TestClient[Newspaper], comment: Comment
) -> None:
    answers = [send(client, comment).status_code for _ in range(31)]
    assert set(answers[:30]) <= {200, 201}
    assert answers[30] == 429


@sqlite_only
def test_the_desk_shows_what_was_reported_before_the_edit(paper: Paper, article: Article) -> None:
    author = paper.browser()
    paper.put_in(author, article, text="The bridge is a waste.")
    send(paper.browser(address="203.0.113.9"), paper.comment_now(1))
    token = paper.comment_now(1).status_token
    changed = author.post(f"/your-comment/{token}/revision", data={"text": "A fine bridge."})
    assert changed.status_code == 200
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock())
    card = Page(paper.sign_in(member.email).get("/desk").text).text
    assert "A fine bridge." in card
    assert "Reported before the edit: The bridge is a waste." in " ".join(card.split())


@sqlite_only
def test_one_letter_box_with_many_addresses_takes_nothing_off_the_page(
    paper: Paper, comment: Comment
) -> None:
    for number in range(8):
        owner = paper.sign_in(f"box+{number}@example.org", address="203.0.113.7")
        assert send(owner, comment).status_code == 200
    for number in range(14):  # of a /48 that costs nothing
        assert send(paper.browser(address=f"2001:db8:1:{number}::1"), comment).status_code == 200
    assert reports(paper) == 22
    assert paper.comment_now(comment.id).state is State.PUBLISHED
