"""A publisher's own software posts for its readers: known by their tokens, counted one by one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Scope
from tests.support.newspaper import DECLINED, KIND, Paper, open_paper
from tests.support.signed_tokens import takes_tokens, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    """A paper that takes two posts a minute of a reader, and seven calls of a key."""
    told = {"posts_per_minute": 2, "key_calls_per_minute": 7}
    with open_paper(database_url, judge=judge, now=now, settings=told) as opened:
        takes_tokens(opened)
        yield opened


def keyed(paper: Paper) -> dict[str, str]:
    return {"authorization": f"Bearer {paper.key}"}


def post(
    paper: Paper, client: TestClient[Newspaper], article: Article, text: str = KIND, **told: Any
) -> Response:
    path = f"/api/v1/articles/{article.id}/comments"
    return client.post(path, json={"text": text, **told}, headers=keyed(paper))


def count(paper: Paper, table: str) -> Any:
    with paper.database.reading() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def test_a_reader_writes_through_their_publishers_server(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = post(paper, client, article, reader_token=token(paper))
    assert (made.status_code, made.json()["status"]) == (201, "published")
    assert made.json()["session"] is None
    shown = client.get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert [each["author"] for each in shown] == ["Jonas Lind"]
    again = post(paper, client, article, "And again.", reader_token=token(paper, iat=1))
    authors = {paper.comment_now(each.json()["id"]).author.reader_id for each in (made, again)}
    assert len(authors) == 1
    # The same reader with a session of their own is nobody else, and has sent as much.
    told = client.post("/api/v1/sessions", json={"token": token(paper)}).json()
    known = {"authorization": f"Bearer {told['session']}"}
    path = f"/api/v1/articles/{article.id}/comments"
    third = client.post(path, json={"text": "And a third time."}, headers=known)
    assert third.status_code == 429


def test_limits_count_each_reader_and_the_key_for_all_of_them(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    def send(reader: str, text: str) -> Response:
        told = token(paper, id=reader, username=f"Reader {reader}", email="")
        return post(paper, client, article, text, reader_token=told)

    answers = [send(who, f"{who} on it, {each}.") for each in (1, 2) for who in ("one", "two")]
    assert [each.status_code for each in answers] == [201] * 4
    assert answers[-1].headers["ratelimit-policy"] == '"key";q=7;w=60, "post";q=2;w=60'
    assert [each.split(";")[:2] for each in answers[-1].headers["ratelimit"].split(", ")] == [
        ['"key"', "r=3"],
        ['"post"', "r=0"],
    ]
    assert send("one", "A third.").status_code == 429
    assert send("three", "A first.").status_code == 201
    assert send("four", "A first.").status_code == 201
    flooded = send("five", "A first.")  # another reader each time, and yet too many
    assert (flooded.status_code, flooded.headers["ratelimit"].startswith('"key";r=0')) == (
        429,
        True,
    )
    guest = {"name": "Ann", "email": "ann@example.org"}
    assert post(paper, client, article, author=guest).status_code == 429
    assert (
        post(paper, client, article, reader_token="a.b.c").status_code == 429
    )  # before it is read


def test_what_is_sent_twice_is_posted_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    first = post(paper, client, article, reader_token=token(paper), key=KEY)
    second = post(paper, client, article, reader_token=token(paper, iat=2), key=KEY)
    assert (first.json(), first.status_code) == (second.json(), 201)
    other = token(paper, id="4712", email="", username="Ulla Berg")
    assert (
        post(paper, client, article, reader_token=other, key=KEY).json()["id"] != first.json()["id"]
    )


def test_a_token_without_a_key_that_posts_is_nobodys(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    path = f"/api/v1/articles/{article.id}/comments"
    body = {"text": KIND, "reader_token": token(paper)}
    for headers in ({}, {"authorization": "Bearer x"}):
        keyless = client.post(path, json=body, headers=headers)
        assert (keyless.status_code, keyless.json()["error"]["code"]) == (403, "key-missing")
    with paper.database.writing() as connection:
        reading = NewKey("reads", {Scope.READ})
        reads = site_actions.create_key(connection, paper.site, reading, now=paper.clock())
    other = client.post(path, json=body, headers={"authorization": f"Bearer {reads}"})
    assert (other.status_code, other.json()["error"]["code"]) == (403, "scope-missing")
    assert (count(paper, "readers"), count(paper, "comments")) == (0, 0)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda _: "a.b.c", "bad-token"),
        (lambda paper: token(paper)[:-4] + "AAAA", "token-signature"),
        (lambda paper: token(paper, iat=3_600), "token-too-early"),
        (lambda paper: token(paper, id=""), "token-subject"),
    ],
)
def test_a_token_that_proves_nothing_posts_nothing(
    paper: Paper, client: TestClient[Newspaper], article: Article, made: Any, code: str
) -> None:
    refused = post(paper, client, article, reader_token=made(paper))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, code)
    assert count(paper, "comments") == 0


def test_only_its_author_changes_a_comment(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    sent = post(paper, client, article, DECLINED, reader_token=token(paper)).json()
    other = token(paper, id="4712", email="", username="Ulla Berg")
    own, headers = f"/api/v1/your-comments/{sent['token']}", keyed(paper)
    for call, path, body in (
        (client.patch, own, {"text": "Another text."}),
        (client.post, f"{own}/appeals", {"note": "Why?"}),
    ):
        refused = call(path, json={**body, "reader_token": other}, headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not-its-author")
    asked = client.post(
        f"{own}/appeals", json={"note": "Why?", "reader_token": token(paper)}, headers=headers
    )
    assert (asked.status_code, asked.json()["appealed"]) == (201, True)


def test_changes_count_with_what_the_reader_sends(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    sent = post(paper, client, article, reader_token=token(paper)).json()
    own, headers = f"/api/v1/your-comments/{sent['token']}", keyed(paper)
    told = {"text": "Another text.", "reader_token": token(paper)}
    assert client.patch(own, json=told, headers=headers).json()["text"] == "Another text."
    assert client.patch(own, json=told, headers=headers).status_code == 429
    # The comment's secret proves its author too, and it is the same reader who is counted.
    assert client.patch(own, json={"text": "Third."}, headers=headers).status_code == 429
    assert client.delete(own, headers=headers).json()["status"] == "withdrawn"
    # Somebody else's share is not touched.
    ulla = token(paper, id="4712", email="", username="Ulla Berg")
    assert post(paper, client, article, "Hers.", reader_token=ulla).status_code == 201


def test_a_report_is_the_readers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article)
    path = f"/api/v1/comments/{comment.id}/reports"
    body = {"reason": "spam", "reader_token": token(paper)}
    for _ in range(2):  # the second one changes nothing
        assert client.post(path, json=body, headers=keyed(paper)).status_code == 204
    with paper.database.reading() as connection:
        told = connection.exec_driver_sql("SELECT * FROM reports").mappings().all()
        reader = connection.exec_driver_sql("SELECT reader_id FROM reader_identities").scalar_one()
    assert [each["reporter_key"] for each in told] == [f"reader-{reader}"]


def test_staff_write_as_staff(
    paper: Paper, client: TestClient[Newspaper], article: Article, now: datetime
) -> None:
    paper.invite("ilse@example.org", name="Ilse Moderator")
    with paper.database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sign_on_ways")
    takes_tokens(paper, emails_verified=True)
    post(paper, client, article, reader_token=token(paper, email="ilse@example.org"))
    (shown,) = client.get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert (shown["author"], shown["author_badge"]) == ("Ilse Moderator", "staff")


def test_a_reader_without_a_name_brings_one_along(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = token(paper, username="Gazette Editor")  # nobody's but the paper's
    nameless = post(paper, client, article, reader_token=made)
    assert (nameless.status_code, nameless.json()["error"]["code"]) == (422, "name-missing")
    named = post(paper, client, article, reader_token=made, author={"name": "Jonas Lind"})
    assert named.status_code == 201


def test_a_change_that_is_sent_again_with_a_fresh_token_happens_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    sent = post(paper, client, article, reader_token=token(paper)).json()
    headers = {**keyed(paper), "idempotency-key": KEY}

    def edit(**told: Any) -> Response:
        body = {"text": "And so it should be.", **told}
        return client.patch(f"/api/v1/your-comments/{sent['token']}", json=body, headers=headers)

    first = edit(reader_token=token(paper))
    again = edit(reader_token=token(paper, iat=2))
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert again.headers["idempotent-replayed"] == "true"
    other = token(paper, id="4712", email="", username="Ulla Berg")
    refused = edit(reader_token=other)
    assert refused.json()["error"]["code"] == "idempotency-key-reused"
    assert edit(reader_token="a.b.c").json()["error"]["code"] == "idempotency-key-reused"


def test_a_reader_reads_their_statements_through_their_publishers_server(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    declined = post(paper, client, article, DECLINED, reader_token=token(paper)).json()
    path, theirs = "/api/v1/your-statements", {"reader-token": token(paper)}
    told = client.get(path, headers={**keyed(paper), **theirs})
    assert [each["comment_id"] for each in told.json()["statements"]] == [declined["id"]]
    stranger = {"reader-token": token(paper, id="12", email="other@example.org")}
    assert client.get(path, headers={**keyed(paper), **stranger}).json()["statements"] == []
    assert client.get(path, headers=theirs).status_code == 403, "without a key it proves nothing"
    forged = {"reader-token": f"{token(paper)}x"}
    assert client.get(path, headers={**keyed(paper), **forged}).status_code == 403
    assert client.get(path, headers=keyed(paper)).status_code == 404
