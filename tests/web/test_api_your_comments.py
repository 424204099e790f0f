"""What an author can still do with a comment over the API: as much as on their private page."""

from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.engine.judge_pool import AskJudge
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def sent(paper: Paper, client: TestClient[Newspaper], article: Article, text: str = KIND) -> str:
    """The author's address of a comment just sent."""
    token = paper.submit(client, article, text=text).json()["token"]
    return f"/api/v1/your-comments/{token}"


def test_an_author_reads_what_became_of_it_and_why(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    held = client.get(sent(paper, client, article, HELD)).json()
    assert (held["status"], held["text"], held["permalink"]) == ("held", HELD, None)
    assert held["reasons"][0]["rule"] == "words-watched"
    posted = client.get(sent(paper, client, article)).json()
    assert (posted["status"], posted["reasons"]) == ("published", [])
    assert posted["permalink"].endswith(f"/comments/{posted['id']}")
    can = [name for name, value in posted.items() if name.startswith("can_") and value]
    assert can == ["can_edit", "can_withdraw"]


@sqlite_only
def test_nobody_without_the_secret_learns_of_it(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    own = sent(paper, client, article)
    for wrong in (own[:-1], own.upper(), "/api/v1/your-comments/x", own + "x" * 300):
        for answer in (client.get(wrong), client.delete(wrong)):
            assert answer.status_code == 404
    stored = paper.comment_now(client.get(own).json()["id"])
    assert stored.state is State.PUBLISHED


def test_an_edit_is_judged_and_told_of(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    own = sent(paper, client, article)
    edited = client.patch(own, json={"text": "The bridge can wait."})
    assert edited.status_code == 200
    assert edited.json()["html"] == "<p>The bridge can wait.</p>"
    assert edited.json()["edited_at"] is not None
    held = client.patch(own, json={"text": HELD}).json()
    assert (held["status"], held["reasons"][0]["rule"]) == ("held", "words-watched")


@sqlite_only
def test_an_edit_that_would_be_declined_changes_nothing(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    own = sent(paper, client, article)
    refused = client.patch(own, json={"text": DECLINED})
    assert refused.status_code == 409
    assert refused.json()["error"]["details"]["reasons"][0]["rule"] == "words-banned"
    for text, code in (("", "text-missing"), ("x" * 20_001, "text-too-long")):
        answer = client.patch(own, json={"text": text})
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    paper.clock.turn(minutes=60)
    late = client.patch(own, json={"text": "Too late."})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "edit-too-late")
    assert client.get(own).json()["text"] == KIND


def test_a_comment_is_withdrawn_once_and_brought_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    own = sent(paper, client, article)
    for _ in range(2):
        gone = client.delete(own)
        assert (gone.status_code, gone.json()["status"]) == (200, "withdrawn")
        assert gone.json()["can_bring_back"]
    assert client.get(f"/api/v1/articles/{article.id}/comments").json()["count"] == 0
    back = client.post(f"{own}/return")
    assert (back.status_code, back.json()["status"]) == (200, "published")
    client.delete(own)
    paper.clock.turn(minutes=11)
    late = client.post(f"{own}/return")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "bring-back-too-late")


def test_an_appeal_is_made_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    own = sent(paper, client, article, DECLINED)
    assert client.get(own).json()["can_appeal"]
    made = client.post(f"{own}/appeals", json={"note": "It is an old oath."})
    assert (made.status_code, made.json()["appealed"]) == (201, True)
    again = client.post(f"{own}/appeals", json={})
    assert (again.status_code, again.json()["error"]["code"]) == (403, "no-appeal")
    with paper.database.reading() as connection:
        notes = connection.exec_driver_sql("SELECT note FROM appeals").scalars().all()
    assert notes == ["It is an old oath."]


@sqlite_only
def test_changes_are_counted_with_the_posts_and_by_the_reader_for_software(
    database_url: str, judge: AskJudge, now: Any
) -> None:
    settings = {"posts_per_minute": 2}
    with open_paper(database_url, judge=judge, now=now, settings=settings) as paper:
        client, article = paper.browser(), paper.article()
        own = sent(paper, client, article)
        assert client.patch(own, json={"text": "Another text."}).status_code == 200
        assert client.patch(own, json={"text": "One more."}).status_code == 429
        with_key = {"authorization": f"Bearer {paper.key}"}
        edited = client.patch(own, json={"text": "One more."}, headers=with_key)
        assert edited.status_code == 200
