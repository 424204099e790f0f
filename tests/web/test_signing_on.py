"""Readers who sign on by a token of their publisher's: who they are here, and who they are not."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.actions import standing
from rejoinder.moderation.actions.standing import NewStanding
from rejoinder.notifications import email_for_author
from rejoinder.readers.model import Standing
from rejoinder.sign_on.actions import remove_way
from tests.support.newspaper import KIND, Paper
from tests.support.signed_tokens import SECRET, takes_tokens, token

SESSIONS = "/api/v1/sessions"


def hand_in(paper: Paper, client: TestClient[Newspaper], made: str) -> Response:
    return client.post(SESSIONS, json={"token": made})


def post(
    paper: Paper, client: TestClient[Newspaper], article: Article, session: str, **told: Any
) -> Response:
    known = {"authorization": f"Bearer {session}"}
    thread = f"/api/v1/articles/{article.id}/comments"
    return client.post(thread, json={"text": KIND, **told}, headers=known)


def test_who_signs_on_by_a_token_writes_under_their_name(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    takes_tokens(paper)
    told = hand_in(paper, client, token(paper)).json()
    assert told["reader"]["name"] == "Jonas Lind"
    assert post(paper, client, article, told["session"]).json()["status"] == "published"
    again = hand_in(paper, paper.browser(), token(paper)).json()
    assert again["session"] != told["session"]
    known = post(paper, client, article, again["session"], text="And again, a bridge.").json()
    with paper.database.reading() as connection:
        first, second = (paper.comment_now(each).author for each in (1, known["id"]))
        assert first.reader_id == second.reader_id
        assert connection.exec_driver_sql("SELECT count(*) FROM readers").scalar_one() == 1


sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
def test_an_address_that_is_not_proved_joins_no_account(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.invite("jonas@example.org", name="Jonas Editor")
    takes_tokens(paper)
    told = hand_in(paper, client, token(paper)).json()
    assert (told["reader"]["badge"], told["reader"]["name"]) == (None, "Jonas Lind")
    known = {"authorization": f"Bearer {told['session']}"}
    current = client.get(f"{SESSIONS}/current", headers=known).json()
    assert current["reader"]["badge"] is None
    # Of nobody, whoever they are, does such a session open the desk.
    assert client.get("/desk", headers=known, follow_redirects=False).status_code == 303


@sqlite_only
def test_an_address_that_the_site_has_proved_is_the_same_readers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    browser = paper.sign_in("jonas@example.org")
    browser.post("/your-name", data={"name": "Old Jonas"})
    takes_tokens(paper, emails_verified=True)
    told = hand_in(paper, client, token(paper)).json()
    assert told["reader"]["name"] == "Old Jonas"


@sqlite_only
@pytest.mark.parametrize("name", ["Gazette Editor", "PETRA  VlK", "https://a.example", "x", "a\n"])
def test_a_name_that_cannot_stand_keeps_nobody_out(
    paper: Paper, client: TestClient[Newspaper], article: Article, name: str
) -> None:
    paper.sign_in("petra@example.org").post("/your-name", data={"name": "Petra Vik"})
    takes_tokens(paper)
    told = hand_in(paper, client, token(paper, username=name)).json()
    assert told["reader"]["name"] == ""
    assert told["reader"]["name_problem"]
    session = told["session"]
    nameless = post(paper, client, article, session)
    assert (nameless.status_code, nameless.json()["error"]["code"]) == (422, "name-missing")
    named = post(paper, client, article, session, author={"name": "Ulla Berg"})
    assert named.status_code == 201
    again = hand_in(paper, client, token(paper, username=name)).json()
    assert again["reader"]["name"] == "Ulla Berg"


@sqlite_only
def test_only_what_is_newer_changes_anything(paper: Paper, client: TestClient[Newspaper]) -> None:
    takes_tokens(paper)
    hand_in(paper, client, token(paper))
    paper.clock.turn(days=2)
    older = token(paper, iat=-3 * 86_400, username="Jonas Before")
    assert hand_in(paper, client, older).json()["reader"]["name"] == "Jonas Lind"
    newer = token(paper, username="Jonas Now")
    assert hand_in(paper, client, newer).json()["reader"]["name"] == "Jonas Now"


@sqlite_only
def test_a_token_for_one_session_opens_no_second(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    takes_tokens(paper, single_use=True)
    made = token(paper)
    assert hand_in(paper, client, made).status_code == 201
    again = hand_in(paper, client, made)
    assert (again.status_code, again.json()["error"]["code"]) == (403, "token-replayed")


@sqlite_only
def test_a_way_that_was_removed_opens_nothing(paper: Paper, client: TestClient[Newspaper]) -> None:
    way = takes_tokens(paper)
    with paper.database.writing() as connection:
        remove_way(connection, way, now=paper.clock())
        kept = connection.exec_driver_sql("SELECT settings FROM sign_on_ways").scalar_one()
    assert SECRET not in str(kept)
    refused = hand_in(paper, client, token(paper))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "no-sign-on")


@sqlite_only
def test_a_ban_holds_whatever_address_the_account_has_next(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    takes_tokens(paper)
    session = hand_in(paper, client, token(paper)).json()["session"]
    first = post(paper, client, article, session).json()
    editor = paper.invite("ilse@example.org")
    with paper.database.writing() as connection:
        address = standing.address_of(connection, paper.comment_now(first["id"]))
        banned = NewStanding(Standing.BANNED, "Again and again.")
        standing.give(connection, address, editor, banned, now=paper.clock())
    paper.clock.turn(hours=1)
    moved = token(paper, email="new@example.org", username="Somebody New")
    session = hand_in(paper, paper.browser(), moved).json()["session"]
    told = post(paper, client, article, session, text="A word on bridges.").json()
    assert (told["status"], told["reasons"][0]["rule"]) == ("declined", "standing-banned")


@sqlite_only
@pytest.mark.parametrize(("email", "to"), [("jonas@example.org", "jonas@example.org"), ("", None)])
def test_letters_go_where_the_account_says(
    paper: Paper, client: TestClient[Newspaper], article: Article, email: str, to: str | None
) -> None:
    takes_tokens(paper)
    session = hand_in(paper, client, token(paper, email=email)).json()["session"]
    post(paper, client, article, session)
    with paper.database.reading() as connection:
        letter = email_for_author(connection, 1)
    assert (None if letter is None else letter.to) == to
