"""Pins, picks and standings over the API, by the rules of the desk."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.moderation.actions import picks
from rejoinder.moderation.actions.decide import find
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Scope
from rejoinder.web.templating import iso
from tests.support.at_once import at_once
from tests.support.newspaper import KIND, Paper
from tests.web.test_api_moderation import DESK, holder

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]


@pytest.fixture
def moderator(paper: Paper) -> Client:
    return holder(paper, Scope.MODERATE)


def mark(client: Client, comment: Comment, **told: bool) -> Response:
    return client.patch(f"{DESK}/comments/{comment.id}", json=told)


def give(client: Client, comment: Comment, **told: Any) -> Response:
    body = {"reason": "Of late so rude.", **told}
    return client.post(f"{DESK}/comments/{comment.id}/standings", json=body)


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_comment_is_picked_and_pinned_and_is_neither_again(
    paper: Paper, moderator: Client, article: Article
) -> None:
    first = paper.comment(article, text="First.")
    paper.comment(article, text="Newest.")
    path = f"/api/v1/articles/{article.id}/comments"
    picked = {"id": first.id, "picked": True, "pinned": False}
    assert mark(moderator, first, picked=True).json() == picked
    # What is left out stays as it is.
    assert mark(moderator, first, pinned=True).json()["picked"] is True
    top, newest = moderator.get(path).json()["comments"]
    assert (top["id"], top["picked"], top["pinned"]) == (first.id, True, True)
    assert not newest["picked"]
    for _ in range(2):
        answer = mark(moderator, first, picked=False, pinned=False)
        assert answer.json() == {"id": first.id, "picked": False, "pinned": False}
    log = paper.sign_in(paper.invite("ada@example.org").email).get("/desk/log").text
    assert log.count("Comment pinned") == 1
    assert "cms" in log


@sqlite_only
def test_what_readers_do_not_see_is_neither_picked_nor_pinned(
    paper: Paper, moderator: Client, article: Article
) -> None:
    held = paper.comment(article, outcome=Outcome.HOLD)
    reply = paper.comment(article, parent=paper.comment(article))
    for comment, told, why in (
        (held, {"picked": True}, (409, "not-published")),
        (held, {"pinned": True}, (409, "not-published")),
        (reply, {"picked": True, "pinned": True}, (409, "reply")),
    ):
        assert code_of(mark(moderator, comment, **told)) == why
    listed = moderator.get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert not any(each["picked"] for each in listed), "nothing is done by halves"


def test_an_author_is_watched_and_watched_no_more(
    paper: Paper, client: Client, moderator: Client, article: Article
) -> None:
    comment = paper.comment(article)
    given = give(moderator, comment, standing="watched", days=7)
    assert given.status_code == 201
    assert given.json()["until"] == iso(paper.clock() + timedelta(days=7))
    standing = f"{DESK}/comments/{comment.id}"
    assert moderator.get(standing).json()["comment"]["author_standing"] == "watched"
    assert give(moderator, comment, standing="new").status_code == 201
    assert moderator.get(standing).json()["comment"]["author_standing"] != "watched"


@sqlite_only
def test_a_moderators_key_bans_for_a_while_and_an_administrators_for_good(
    paper: Paper, moderator: Client, article: Article
) -> None:
    told = paper.submit(paper.browser(), article, text=KIND).json()
    with paper.database.reading() as connection:
        comment = by_id(connection, paper.site.id, told["id"])
    assert code_of(give(moderator, comment, standing="banned")) == (403, "editors-only")
    assert code_of(give(moderator, comment, standing="trusted")) == (403, "editors-only")
    assert give(moderator, comment, standing="banned", days=30).status_code == 201
    administrator = holder(paper, Scope.ADMIN, name="all")
    assert give(administrator, comment, standing="banned").status_code == 201
    again = paper.submit(paper.browser(), article, text="Another word about the bridge, please.")
    assert again.json()["status"] == "declined"


@sqlite_only
def test_what_cannot_be_given_is_told(paper: Paper, moderator: Client, article: Article) -> None:
    comment = paper.comment(article)
    for told, why in (
        ({"standing": "watched", "reason": " "}, (422, "reason-missing")),
        ({"standing": "loved"}, (400, "bad-request")),
        ({"standing": "watched", "days": 0}, (400, "bad-request")),
    ):
        assert code_of(give(moderator, comment, **told)) == why
    long = give(moderator, comment, standing="watched", reason="x" * 1001).json()["error"]
    assert long["details"] == {"field": "reason"}
    administrator = holder(paper, Scope.ADMIN, name="all")
    assert give(moderator, comment, standing="watched").status_code == 201
    for standing in ("new", "known", "trusted"):  # or the watch would come back by itself
        ended = give(administrator, comment, standing=standing, days=7)
        assert code_of(ended) == (422, "no-end")
    # Anybody can type an address.
    told = paper.submit(paper.browser(), article, text=KIND).json()
    with paper.database.reading() as connection:
        guests = by_id(connection, paper.site.id, told["id"])
    assert code_of(give(administrator, guests, standing="trusted")) == (409, "not-proved")
    assert give(administrator, guests, standing="known").status_code == 201
    reader = holder(paper, Scope.READ, name="reader")
    assert code_of(give(reader, comment, standing="watched")) == (403, "scope-missing")
    assert code_of(mark(reader, comment, picked=True)) == (403, "scope-missing")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_pinning_waits_for_a_decision_about_the_one_that_was_first(
    paper: Paper, moderator: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = paper.comment(article), paper.comment(article)
    assert mark(moderator, first, pinned=True).status_code == 200

    def hold() -> None:
        with paper.database.writing() as connection:
            found = find(connection, first.site_id, first.id)
            intake.move(connection, found, State.HELD, now=paper.clock())

    def pin() -> None:
        assert mark(moderator, second, picked=True, pinned=True).json()["pinned"] is True

    at_once(paper.database, monkeypatch, (picks, "pick"), pin, hold)
    assert paper.comment_now(first.id).state is State.HELD
