"""Comments reported over the API, by the rules that the pages have."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from tests.support.newspaper import Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def stored(paper: Paper) -> list[tuple[str, str]]:
    with paper.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT reason, note FROM reports ORDER BY id").all()
    return [(row[0], row[1]) for row in rows]


def test_a_reader_reports_with_one_of_the_reasons(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    reasons = client.get("/api/v1/report-reasons").json()["reasons"]
    assert {"reason": "spam", "label": "It is advertising or spam"} in reasons
    for _ in range(2):
        answer = client.post(
            f"/api/v1/comments/{comment.id}/reports", json={"reason": "spam", "note": "Watches."}
        )
        assert (answer.status_code, answer.content) == (204, b"")
    assert stored(paper) == [("spam", "Watches.")]


@sqlite_only
def test_what_does_not_stand_or_has_no_reason_is_not_reported(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    hidden = paper.comment(article, outcome=Outcome.HOLD)
    for comment_id, body, status, code in (
        (hidden.id, {"reason": "spam"}, 404, "no-such-comment"),
        (999, {"reason": "spam"}, 404, "no-such-comment"),
        (comment.id, {"reason": "dull"}, 422, "reason-missing"),
        (comment.id, {"reason": "other", "note": "x" * 1001}, 422, "note-too-long"),
    ):
        answer = client.post(f"/api/v1/comments/{comment_id}/reports", json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert stored(paper) == []


@sqlite_only
def test_software_reports_for_the_readers_whom_it_names(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    path, key = f"/api/v1/comments/{comment.id}/reports", {"authorization": f"Bearer {paper.key}"}
    unnamed = client.post(path, json={"reason": "spam"}, headers=key)
    assert (unnamed.status_code, unnamed.json()["error"]["code"]) == (422, "bad-email")
    for name in ("ann", "bob", "ann", "cas"):
        body = {"reason": "spam", "email": f"{name}@example.org"}
        assert client.post(path, json=body, headers=key).status_code == 204
    assert len(stored(paper)) == 3
