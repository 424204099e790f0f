"""The desk over the API: a key moderates by the desk's rules, and the log says which it was."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.model import Outcome
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from tests.support.factories import withdraw
from tests.support.html_page import Page
from tests.support.newspaper import HELD, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DESK = "/api/v1/moderation"


def holder(paper: Paper, *scopes: Scope, name: str = "cms") -> TestClient[Newspaper]:
    """Software that calls with a key."""
    with paper.database.writing() as connection:
        key = create_key(connection, paper.site, NewKey(name, scopes), now=paper.clock())
    client = paper.browser()
    client.headers["authorization"] = f"Bearer {key}"
    return client


@pytest.fixture
def moderator(paper: Paper) -> TestClient[Newspaper]:
    return holder(paper, Scope.MODERATE)


def seen(client: TestClient[Newspaper], comment: Comment) -> int:
    answer = client.get(f"{DESK}/comments/{comment.id}").json()
    number: int = answer["comment"]["decision"]["id"]
    return number


def decide(client: TestClient[Newspaper], comment: Comment, outcome: str, **told: Any) -> Response:
    body = {"outcome": outcome, "seen": seen(client, comment), **told}
    return client.post(f"{DESK}/comments/{comment.id}/decisions", json=body)


def all_of(client: TestClient[Newspaper], path: str, field: str) -> list[dict[str, Any]]:
    """A long list, read in pages of two."""
    page = client.get(path, params={"limit": 2}).json()
    found: list[dict[str, Any]] = page[field]
    while page["next"]:
        page = client.get(path, params={"limit": 2, "cursor": page["next"]}).json()
        found += page[field]
    return found


def test_what_waits_is_shown_with_all_that_deciding_needs(
    paper: Paper, client: TestClient[Newspaper], moderator: TestClient[Newspaper], article: Article
) -> None:
    paper.submit(client, article, text=HELD)
    reported = paper.comment(article, text="Buy my watches.")
    client.post(f"/api/v1/comments/{reported.id}/reports", json={"reason": "spam", "note": "Ad."})
    page = moderator.get(f"{DESK}/queue").json()
    assert page["counts"] == {
        "all": 2,
        "held": 1,
        "reported": 1,
        "appealed": 0,
        "new": 1,
        "watched": 1,
        "unjudged": 0,
        "passed": 0,
    }
    first, second = page["comments"]
    assert (first["id"], first["status"], first["text"]) == (
        *(reported.id, "published", "Buy my watches."),
    )
    assert [(each["reason"], each["note"]) for each in first["reports"]] == [("spam", "Ad.")]
    assert (second["status"], second["headline"]) == ("held", article.headline)
    assert "words-watched" in {each["rule"] for each in second["findings"]}
    assert second["decision"]["by"] == "The policy"
    held = moderator.get(f"{DESK}/queue?view=held").json()
    assert [each["id"] for each in held["comments"]] == [second["id"]]


def test_the_queue_is_paged_without_passing_anything_over(
    paper: Paper, moderator: TestClient[Newspaper], article: Article
) -> None:
    waiting = [paper.comment(article, outcome=Outcome.HOLD) for _ in range(5)]
    first = moderator.get(f"{DESK}/queue?limit=2").json()
    ids = [each["id"] for each in first["comments"]]
    decided = next(each for each in waiting if each.id == ids[0])
    assert decide(moderator, decided, "publish").status_code == 201
    cursor = first["next"]
    while cursor:
        page = moderator.get(f"{DESK}/queue", params={"limit": 2, "cursor": cursor}).json()
        ids += [each["id"] for each in page["comments"]]
        cursor = page["next"]
    assert sorted(ids) == [each.id for each in waiting]
    # Where the whole page was decided, the next begins where that one began.
    again = moderator.get(f"{DESK}/queue", params={"limit": 2, "cursor": f"0-{decided.id}"})
    assert [each["id"] for each in again.json()["comments"]] == ids[1:3]
    for cursor in ("x", "1", "1-", "-1-2", "1-2-3"):
        refused = moderator.get(f"{DESK}/queue", params={"cursor": cursor})
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad-cursor")


def test_a_decision_with_a_key_is_made_once_and_says_whose_it_is(
    paper: Paper, moderator: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    body = {
        "outcome": "decline",
        "seen": seen(moderator, comment),
        "reason": "staff-advertising",
        "note": "Watches.",
    }
    made = [moderator.post(f"{DESK}/comments/{comment.id}/decisions", json=body) for _ in "ab"]
    assert [each.status_code for each in made] == [201, 201]
    told = made[0].json()
    assert told == made[1].json()
    assert (told["made_by"], told["by"], told["reason"], told["note"]) == (
        *("staff", "The key “cms”", "staff-advertising", "Watches."),
    )
    assert paper.comment_now(comment.id).state is State.DECLINED
    history = moderator.get(f"{DESK}/comments/{comment.id}").json()["decisions"]
    assert [each["outcome"] for each in history] == ["decline", "publish"]
    log = moderator.get(f"{DESK}/decisions?limit=1").json()
    assert [each["id"] for each in log["decisions"]] == [told["id"]]
    older = moderator.get(f"{DESK}/decisions", params={"cursor": log["next"]}).json()
    assert ([each["outcome"] for each in older["decisions"]], older["next"]) == (["publish"], None)
    paper.invite("ed@example.org")
    page = Page(paper.sign_in("ed@example.org").get("/desk/log").text)
    assert "The key “cms”" in page.text


def test_what_changed_meanwhile_or_has_no_reason_is_not_decided(
    paper: Paper, moderator: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    before = seen(moderator, comment)
    decide(moderator, comment, "hold")
    path = f"{DESK}/comments/{comment.id}/decisions"
    for body, status, code in (
        ({"outcome": "publish", "seen": before}, 409, "changed-meanwhile"),
        ({"outcome": "decline", "seen": seen(moderator, comment)}, 422, "reason-missing"),
        ({"outcome": "remove", "seen": 1}, 400, "bad-request"),
    ):
        answer = moderator.post(path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    unknown = moderator.post(f"{DESK}/comments/999/decisions", json={"outcome": "hold", "seen": 1})
    assert unknown.status_code == 404
    reasons = moderator.get("/api/v1/decision-reasons").json()["reasons"]
    assert "staff-abuse" in {each["reason"] for each in reasons}


def test_a_key_undoes_its_own_decision_and_bans_as_a_moderator_may(
    paper: Paper, moderator: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    told = {"reason": "staff-abuse", "ban": True}
    banned = decide(moderator, comment, "decline", **told).json()
    with paper.database.reading() as connection:
        given = connection.exec_driver_sql(
            "SELECT standing, made_by, until IS NULL FROM standings ORDER BY id"
        ).all()
    assert [tuple(row) for row in given] == [("banned", "key cms", False)]
    path = f"{DESK}/comments/{comment.id}/decisions/{banned['id']}/undoing"
    other = holder(paper, Scope.MODERATE, name="other")
    refused = other.post(path)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "editors-only")
    undone = moderator.post(path)
    assert (undone.status_code, undone.json()["undoes_id"]) == (201, banned["id"])
    assert paper.comment_now(comment.id).state is State.PUBLISHED


def test_a_moderators_key_closes_a_thread_and_an_articles_key_opens_it(
    paper: Paper, moderator: TestClient[Newspaper], article: Article
) -> None:
    path = f"/api/v1/articles/{article.id}/thread"
    for _ in range(2):
        closed = moderator.put(path, json={"closed": True})
        assert (closed.status_code, closed.json()["closed"]) == (200, True)
    refused = moderator.put(path, json={"closed": False})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "editors-only")
    for scope in (Scope.ARTICLES, Scope.ADMIN):
        opened = holder(paper, scope).put(path, json={"closed": False})
        assert (opened.status_code, opened.json()["closed"]) == (200, False)
        moderator.put(path, json={"closed": True})


@sqlite_only
@pytest.mark.parametrize("scope", [None, *Scope])
def test_each_door_opens_for_its_own_keys_alone(
    paper: Paper, article: Article, scope: Scope | None
) -> None:
    comment = paper.comment(article)
    caller = paper.browser() if scope is None else holder(paper, scope)
    opens = {Scope.MODERATE: "moderate", Scope.READ: "read", Scope.ADMIN: "moderate read"}
    doors = {
        f"{DESK}/queue": "moderate",
        f"{DESK}/decisions": "moderate",
        f"{DESK}/comments/{comment.id}": "moderate",
        "/api/v1/comments": "read",
    }
    for path, needed in doors.items():
        expected = 200 if scope and needed in opens.get(scope, "") else 403
        assert caller.get(path).status_code == expected, path


def test_all_comments_of_a_site_are_read_in_their_order(paper: Paper, article: Article) -> None:
    reader = holder(paper, Scope.READ)
    made = [
        paper.comment(article, outcome=outcome, text=f"As {outcome.value} says.")
        for outcome in Outcome
    ]
    with paper.database.writing() as connection:
        withdraw(connection, made[0], now=paper.clock())
    found = all_of(reader, "/api/v1/comments", "comments")
    assert [(each["id"], each["status"]) for each in found] == [
        (made[0].id, "withdrawn"),
        (made[1].id, "held"),
        (made[2].id, "declined"),
    ]
    assert [each["text"] for each in found] == ["", "As hold says.", "As decline says."]
    assert reader.get("/api/v1/comments?cursor=x").status_code == 422


def test_articles_are_paged(paper: Paper, client: TestClient[Newspaper]) -> None:
    made = [paper.article(f"article-{number}").id for number in range(3)]
    paper.clock.turn(minutes=1)
    made += [paper.article(f"later-{number}").id for number in range(2)]
    found = all_of(client, "/api/v1/articles", "articles")
    assert [each["id"] for each in found] == made[::-1]
