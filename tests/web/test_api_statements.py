"""Statements of reasons over the API: everybody their own, a site's own software its site's."""

from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import event

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.readers.actions import begin_guest, begin_session
from rejoinder.readers.model import Reader, SessionCarrier
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Role, Scope
from tests.support.desk import Desk
from tests.support.factories import make_reader
from tests.support.newspaper import DECLINED, HELD, HOME, KIND, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OWN, EVERY = "/api/v1/your-statements", "/api/v1/statements"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def told(client: TestClient[Newspaper], path: str, token: str = "", **asked: Any) -> dict[str, Any]:
    answer = client.get(path, params=asked, headers=bearer(token) if token else {})
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def session_of(paper: Paper, reader: Reader) -> str:
    with paper.database.writing() as connection:
        return begin_session(
            connection,
            reader,
            signed_in=reader.verified,
            now=paper.clock(),
            carrier=SessionCarrier.BEARER,
        ).token


def reader_of(paper: Paper) -> Reader:
    with paper.database.writing() as connection:
        return make_reader(connection, paper.site, now=paper.clock())


def test_an_author_reads_each_statement_of_theirs_and_appeals(
    paper: Paper, article: Article
) -> None:
    client, other = paper.browser(), paper.browser()
    declined = paper.submit(client, article, text=DECLINED).json()
    known = declined["session"]
    thread = f"/api/v1/articles/{article.id}/comments"
    held = client.post(thread, json={"text": HELD}, headers=bearer(known)).json()
    stranger = paper.submit(other, article, text=DECLINED, name="Bo", email="bo@example.org").json()

    first, second = told(client, OWN, known)["statements"]
    assert (first["comment_id"], second["comment_id"]) == (held["id"], declined["id"])
    assert second["restriction"] == "DECISION_VISIBILITY_CONTENT_REMOVED"
    assert (second["in_force"], second["ends_at"]) == (True, None)
    assert (second["rule"], second["rule_title"]) == (
        *("words-banned", "A word that we do not print"),
    )
    assert second["decision_ground"] == "DECISION_GROUND_INCOMPATIBLE_CONTENT"
    assert (second["automated_detection"], second["automated_decision"]) == (
        *(True, "AUTOMATED_DECISION_FULLY"),
    )
    assert second["source_type"] == "SOURCE_VOLUNTARY"
    assert second["explanation"][0]["title"] == "What it means"
    (reason,) = second["reasons"]
    assert [DECLINED[start:end] for start, end in reason["spans"]] == ["Zounds"]
    assert (second["can_appeal"], second["can_send_again"]) == (True, True)
    assert second["appeal_until"].startswith("2026-12-15")
    assert second["page_url"] == f"{HOME}/your-comment/{declined['token']}"
    # What is held is read in any case: to ask for it, one waits for a while.
    assert (first["can_appeal"], first["appeal_from"][:10]) == (False, "2026-06-16")

    of_bo = told(other, OWN, stranger["session"])["statements"]
    assert [each["comment_id"] for each in of_bo] == [stranger["id"]]

    appeals = f"/api/v1/your-comments/{second['token']}/appeals"
    assert client.post(appeals, json={"note": "An old oath."}).status_code == 201
    again = told(client, OWN, known)["statements"][1]
    assert (again["appealed"], again["can_appeal"]) == (True, False)
    told_of = [each["explanation"][-1]["text"][:20] for each in (second, again)]
    assert told_of == ["You can appeal until", "You have asked us to"]


def test_what_was_overturned_stays_told_and_is_no_longer_in_force(
    paper: Paper, article: Article
) -> None:
    client = paper.browser()
    sent = paper.submit(client, article, text=DECLINED).json()
    desk = Desk(
        paper.database, paper.invite("mo@example.org"), paper.comment_now(sent["id"]), paper.clock()
    )
    desk.decide(Outcome.PUBLISH)
    (told_of,) = told(client, f"/api/v1/your-comments/{sent['token']}/statements")["statements"]
    assert (told_of["in_force"], told_of["can_appeal"], told_of["appealed"]) == (False,) * 3
    edited = client.patch(
        f"/api/v1/your-comments/{sent['token']}", json={"text": "Four million crowns, heavens."}
    )
    assert edited.status_code == 200
    (told_of,) = told(client, f"/api/v1/your-comments/{sent['token']}/statements")["statements"]
    assert told_of["reasons"][0]["spans"] == []


def test_a_ban_is_told_to_whose_address_it_is_and_to_nobody_who_typed_it(
    paper: Paper, article: Article
) -> None:
    client, reader = paper.browser(), reader_of(paper)
    stands = paper.comment(article, reader=reader)
    member = paper.invite("mo@example.org", role=Role.MODERATOR)
    Desk(paper.database, member, paper.comment(article, reader=reader), paper.clock()).ban()
    paper.clock.turn(days=1)
    known = session_of(paper, reader)
    ban, removed = told(client, OWN, known)["statements"]
    assert (ban["comment_id"], ban["restriction"]) == (None, "DECISION_ACCOUNT_SUSPENDED")
    assert (ban["in_force"], ban["ends_at"][:10]) == (True, "2026-07-15")
    assert (ban["token"], ban["can_appeal"], ban["can_edit"]) == (stands.status_token, True, False)
    assert removed["restriction"] == "DECISION_VISIBILITY_CONTENT_REMOVED"
    with_link = told(client, f"/api/v1/your-comments/{stands.status_token}/statements")
    assert [each["id"] for each in with_link["statements"]] == [ban["id"]]

    with paper.database.writing() as connection:
        guest = begin_guest(
            connection, paper.site.id, name="Cy", email=reader.email, now=paper.clock()
        )
    typed = paper.comment(article, reader=guest, outcome=Outcome.HOLD)
    found = told(client, OWN, session_of(paper, guest))["statements"]
    assert [each["comment_id"] for each in found] == [typed.id]
    paper.clock.turn(days=40)
    assert told(client, OWN, session_of(paper, reader))["statements"][0]["in_force"] is False


@sqlite_only
def test_many_statements_take_few_queries_more_than_one(paper: Paper, article: Article) -> None:
    reader, client = reader_of(paper), paper.browser()
    for _ in range(20):
        paper.comment(article, reader=reader, outcome=Outcome.DECLINE)
    known, asked = session_of(paper, reader), list[str]()
    event.listen(
        paper.database.readers, "before_cursor_execute", lambda *told: asked.append(told[2])
    )
    counts = []
    for size in (1, 1, 20):  # first to warm up
        asked.clear()
        assert len(told(client, OWN, known, limit=size)["statements"]) == size
        counts.append(len(asked))
    # Each asks once whether it was appealed against before.
    assert counts[2] - counts[1] <= 19
    assert client.get(OWN, params={"limit": 21}, headers=bearer(known)).status_code == 400


@sqlite_only
def test_who_may_harm_themselves_is_for_those_who_moderate(paper: Paper, article: Article) -> None:
    found = (Finding("despair", Severity.HOLD),)
    told_by = {"outcome": Outcome.HOLD, "findings": found, "rule": "despair"}
    paper.comment(article, reader=reader_of(paper), **told_by)
    client = paper.browser()
    for scopes, seen in (({Scope.READ}, False), ({Scope.READ, Scope.MODERATE}, True)):
        with paper.database.writing() as connection:
            new = NewKey("copy", scopes)
            key = create_key(connection, paper.site, new, now=paper.clock())
        assert bool(told(client, EVERY, key)["statements"]) is seen
        (comment,) = told(client, "/api/v1/comments", key)["comments"]
        assert comment["decision"]["reason"] == ("despair" if seen else "")


@sqlite_only
def test_whoever_may_harm_themselves_is_told_of_no_doubt(paper: Paper, article: Article) -> None:
    reader = reader_of(paper)
    found = (Finding("despair", Severity.HOLD),)
    comment = paper.comment(article, reader=reader, outcome=Outcome.HOLD, findings=found)
    client = paper.browser()
    for path, token in (
        (OWN, session_of(paper, reader)),
        (f"/api/v1/your-comments/{comment.status_token}/statements", ""),
    ):
        assert told(client, path, token)["statements"] == []


def test_pages_pass_nothing_over_and_a_key_sees_its_site_alone(
    paper: Paper, article: Article
) -> None:
    reader = reader_of(paper)
    made = [paper.comment(article, reader=reader, outcome=Outcome.HOLD) for _ in range(5)]
    with paper.database.writing() as connection:
        new = NewKey("copy", {Scope.READ})
        key = create_key(connection, paper.site, new, now=paper.clock())
    elsewhere = paper.found("times", base_url="http://times.example")
    with paper.database.writing() as connection:
        stranger = create_key(connection, elsewhere, new, now=paper.clock())
    client = paper.browser()
    for path, token, order in ((EVERY, key, made), (OWN, session_of(paper, reader), made[::-1])):
        page = told(client, path, token, limit=2)
        ids = [each["comment_id"] for each in page["statements"]]
        while page["next"]:
            page = told(client, path, token, limit=2, cursor=page["next"])
            ids += [each["comment_id"] for each in page["statements"]]
        assert ids == [each.id for each in order]
    # A key of the site's never gets what opens an author's page.
    assert made[0].status_token not in client.get(EVERY, headers=bearer(key)).text
    assert client.get(EVERY, headers=bearer(stranger)).status_code == 403


@sqlite_only
def test_without_the_right_key_or_a_session_nothing_is_told(paper: Paper, article: Article) -> None:
    client = paper.browser()
    refused = client.get(EVERY)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "key-missing")
    refused = client.get(EVERY, headers=bearer(paper.key))  # puts articles and posts
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "scope-missing")
    for token in ("", paper.key, "rjs_x"):
        refused = client.get(OWN, headers=bearer(token))
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "no-session")
    assert client.get("/api/v1/your-comments/x/statements").status_code == 404
    posted = paper.submit(client, article, text=KIND).json()
    assert told(client, OWN, posted["session"]) == {"statements": [], "next": None}
    bad = client.get(OWN, params={"cursor": "x"}, headers=bearer(posted["session"]))
    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "bad-cursor")
