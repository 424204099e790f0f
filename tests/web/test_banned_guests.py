"""A ban holds for somebody's letter-box and browser, however they write the address."""

from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.queries import by_id
from rejoinder.moderation.queries import history
from tests.support.newspaper import Paper


def last_id(paper: Paper) -> int:
    with paper.database.reading() as connection:
        return int(connection.exec_driver_sql("SELECT max(id) FROM comments").scalar_one())


def ban_author(paper: Paper, desk: TestClient[Newspaper], comment_id: int) -> None:
    with paper.database.reading() as connection:
        seen = history(connection, comment_id)[-1].id
    form = {"ban": "1", "reason": "staff-abuse", "seen": str(seen)}
    answer = desk.post(f"/desk/comments/{comment_id}/decisions", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text


def state_after(
    paper: Paper, browser: TestClient[Newspaper], article: Article, **told: str
) -> State:
    paper.put_in(browser, article, **told)
    with paper.database.reading() as connection:
        return by_id(connection, paper.site.id, last_id(paper)).state


def test_a_ban_is_of_the_address_above_the_comment(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    guest = paper.browser()
    state_after(paper, guest, article, text="It rains today.", email="first@example.org")
    state_after(paper, guest, article, text="It rains again.", email="second@example.org")
    ban_author(paper, at_desk, last_id(paper))
    for browser, address in (
        (guest, "second@example.org"),
        (paper.browser(), "second@example.org"),
        (guest, "third@example.org"),
        (guest, "first@example.org"),
    ):
        told = {"text": f"And more rain, says {address} {id(browser)}.", "email": address}
        assert state_after(paper, browser, article, **told) is State.DECLINED, address


def test_a_banned_guest_changes_nothing_that_stands(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    guest = paper.browser()
    state_after(paper, guest, article, text="It rains today.", email="first@example.org")
    earlier = paper.comment_now(last_id(paper))
    state_after(paper, guest, article, text="It rains again.", email="second@example.org")
    ban_author(paper, at_desk, last_id(paper))
    path = f"/your-comment/{earlier.status_token}/revision"
    assert guest.post(path, data={"text": "What else I have to say."}).status_code == 409
    assert paper.comment_now(earlier.id).source == "It rains today."
