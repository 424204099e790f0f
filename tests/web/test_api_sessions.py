"""Sessions for pages of other origins: told by a header, and never by a cookie."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.readers.actions import at_proved_address, begin_session
from rejoinder.readers.model import SessionCarrier
from rejoinder.web.visitor import COOKIE
from tests.support.factories import make_reader
from tests.support.newspaper import HELD, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

CURRENT = "/api/v1/sessions/current"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def session(paper: Paper, carrier: SessionCarrier, *, name: str = "Jonas Lind") -> str:
    """The token of somebody who signed in."""
    now = paper.clock()
    with paper.database.writing() as connection:
        reader = make_reader(connection, paper.site, now=now, name=name)
        return begin_session(connection, reader, signed_in=True, now=now, carrier=carrier).token


def test_a_guests_first_post_begins_a_session_that_knows_them(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    first = paper.submit(client, article).json()
    assert first["session"].startswith("rjs_")
    known = bearer(first["session"])
    told = client.get(CURRENT, headers=known).json()
    reader = {"name": "Ann", "badge": None, "signed_in": False, "name_problem": None}
    assert told["reader"] == reader
    assert told["expires_at"] > paper.clock().isoformat()[:19]
    thread = f"/api/v1/articles/{article.id}/comments"
    again = client.post(thread, json={"text": f"{KIND} And more."}, headers=known)
    assert (again.status_code, again.json()["session"]) == (201, None)
    authors = [each["author"] for each in client.get(thread).json()["comments"]]
    assert authors == ["Ann", "Ann"]


@sqlite_only
def test_somebody_who_signed_in_writes_under_their_own_name_whatever_they_say(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    known = bearer(session(paper, SessionCarrier.BEARER))
    thread = f"/api/v1/articles/{article.id}/comments"
    author = {"name": "Somebody Else", "email": "else@example.org"}
    posted = client.post(thread, json={"text": KIND, "author": author}, headers=known)
    assert (posted.status_code, posted.json()["session"]) == (201, None)
    (shown,) = client.get(thread).json()["comments"]
    assert shown["author"] == "Jonas Lind"


@sqlite_only
def test_an_ended_session_opens_nothing(paper: Paper, client: TestClient[Newspaper]) -> None:
    known = bearer(session(paper, SessionCarrier.BEARER))
    assert client.delete(CURRENT, headers=known).status_code == 204
    for answer in (client.get(CURRENT, headers=known), client.delete(CURRENT, headers=known)):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no-session")


@sqlite_only
def test_a_session_lasts_its_time(paper: Paper, client: TestClient[Newspaper]) -> None:
    known = bearer(session(paper, SessionCarrier.BEARER))
    paper.clock.turn(days=59)
    assert client.get(CURRENT, headers=known).status_code == 200
    paper.clock.turn(days=2)
    assert client.get(CURRENT, headers=known).status_code == 404


@sqlite_only
@pytest.mark.parametrize("token", ["", "rjs_", "rjs_nobody", "rj_key", "x" * 10_000])
def test_what_is_no_session_opens_none(
    paper: Paper, client: TestClient[Newspaper], token: str
) -> None:
    assert client.get(CURRENT, headers=bearer(token)).status_code == 404


@sqlite_only
def test_a_cookie_is_no_bearer_and_a_bearer_no_cookie(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    by_cookie = session(paper, SessionCarrier.COOKIE)
    by_bearer = session(paper, SessionCarrier.BEARER, name="Petra Vik")
    assert client.get(CURRENT, headers=bearer(by_cookie)).status_code == 404
    client.cookies.set(COOKIE, by_bearer)
    assert "Petra Vik" not in client.get("/your-name", follow_redirects=True).text
    client.cookies.set(COOKIE, by_cookie)
    assert "Jonas Lind" in client.get("/your-name").text
    # The API looks at no cookie, and a page at no bearer.
    assert client.get(CURRENT).status_code == 404
    assert "Jonas Lind" in client.get("/your-name", headers=bearer(by_bearer)).text


@sqlite_only
def test_a_token_that_a_page_lost_opens_no_desk(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    now, comment = paper.clock(), paper.comment(article)
    paper.invite("ilse@gazette.example")
    with paper.database.writing() as connection:
        reader = at_proved_address(connection, paper.site.id, "ilse@gazette.example", now=now)
        taken = {
            carrier: begin_session(
                connection, reader, signed_in=True, now=now, carrier=carrier
            ).token
            for carrier in SessionCarrier
        }
    lost = bearer(taken[SessionCarrier.BEARER])
    assert client.get(CURRENT, headers=lost).json()["reader"]["badge"] == "staff"
    there = f"/desk/comments/{comment.id}"
    assert client.get(there, headers=lost, follow_redirects=False).status_code in {303, 403}
    client.cookies.set(COOKIE, taken[SessionCarrier.COOKIE])
    assert client.get(there).status_code == 200


@sqlite_only
def test_a_session_of_another_site_opens_nothing_here(paper: Paper) -> None:
    paper.found("herald", hosts=("herald.example",), base_url="http://herald.example")
    known = bearer(session(paper, SessionCarrier.BEARER))
    there = paper.browser("http://herald.example")
    assert there.get(CURRENT, headers=known).status_code == 404


@sqlite_only
def test_a_guests_own_session_is_begun_again_where_its_first_answer_was_lost(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    told = {"key": "3a3c0e3e-6b7d-4d5f-9b3a-2f1f2d1c0b0a", "text": HELD}
    first, again = (paper.submit(client, article, **told).json() for _ in range(2))
    assert first["id"] == again["id"]
    for answer in (first, again):
        assert client.get(CURRENT, headers=bearer(answer["session"])).status_code == 200
