"""Callers are told how much they have left, and one caller's posts are not another's."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites.model import Scope
from tests.support.newspaper import Paper, open_paper
from tests.web.test_api_moderation import holder

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = sqlite_only


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    told = {"posts_per_minute": 2, "key_calls_per_minute": 40}
    with open_paper(database_url, judge=judge, now=now, settings=told) as opened:
        yield opened


def post(
    client: TestClient[Newspaper], article: Article, text: str, name: str = "ann", **headers: str
) -> Response:
    author = {"name": name, "email": f"{name}@example.org"}
    path = f"/api/v1/articles/{article.id}/comments"
    return client.post(path, json={"text": text, "author": author}, headers=headers)


def test_every_post_says_what_is_left(client: TestClient[Newspaper], article: Article) -> None:
    answers = [post(client, article, f"The bridge, number {each}.") for each in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert {each.headers["ratelimit-policy"] for each in answers} == {'"post";q=2;w=60'}
    left = [each.headers["ratelimit"].split(";")[:2] for each in answers]
    assert left == [['"post"', "r=1"], ['"post"', "r=0"], ['"post"', "r=0"]]
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert answers[2].headers["ratelimit"].endswith(f";t={answers[2].headers['retry-after']}")


def test_what_is_not_counted_says_nothing(client: TestClient[Newspaper], article: Article) -> None:
    assert "ratelimit" not in client.get(f"/api/v1/articles/{article.id}").headers


def test_a_call_with_a_key_is_counted_by_its_reader(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    key = f"Bearer {paper.key}"
    for number in range(2):
        for name in ("ann", "bob", "cas", "dag"):
            answer = post(client, article, f"{name} {number} on it.", name, authorization=key)
            assert answer.status_code == 201, answer.text
    assert post(client, article, "And once more.", authorization=key).status_code == 429
    unknown = [post(client, article, "Hm.", name, authorization="Bearer x") for name in "abc"]
    assert [each.status_code for each in unknown][2] == 429


def test_who_signed_in_is_counted_wherever_they_are(paper: Paper, article: Article) -> None:
    office = "192.0.2.7"
    guest = paper.browser(address=office)
    for number in range(3):
        post(guest, article, f"From the office, {number}.")
    reader = paper.sign_in("eve@example.org", address=office)
    form = {"text": "I sit there too.", "name": "Eve", "key": "5f" * 20}
    sent = reader.post(f"{article.path}/comments", data=form, follow_redirects=False)
    assert sent.status_code in {200, 201, 303}


def test_the_header_is_as_good_as_the_field(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    key = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'
    made = [
        post(client, article, "Once is enough.", **{"idempotency-key": each})
        for each in (key, key.strip('"'))
    ]
    assert [each.status_code for each in made] == [201, 201]
    assert made[0].json()["id"] == made[1].json()["id"]
    guessed = post(client, article, "Once is enough.", **{"idempotency-key": "1"})
    assert (guessed.status_code, guessed.json()["error"]["code"]) == (400, "bad-request")


NAMELESS = {
    "kind": "child-abuse",
    "explanation": "That picture shows a child.",
    "good_faith": True,
}


def left(answer: Response) -> tuple[str, str]:
    """What of a key's calls is left."""
    return answer.headers["ratelimit-policy"], answer.headers["ratelimit"].split(";")[1]


def test_what_a_key_does_at_the_desk_is_counted_by_the_key(paper: Paper, article: Article) -> None:
    number = paper.comment(article).id
    desk, other = holder(paper, Scope.MODERATE), holder(paper, Scope.ADMIN, name="other")
    one = f"/api/v1/moderation/comments/{number}"
    noted = {"idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
    calls = [
        desk.get("/api/v1/moderation/queue"),
        desk.post(f"{one}/notes", json={"note": "Look."}, headers=noted),
        desk.post(f"{one}/notes", json={"note": "Look."}, headers=noted),  # from memory
        desk.post(f"{one}/notes", json={"note": "No."}, headers=noted),  # refused
        *(desk.get(one) for _ in range(36)),
    ]
    assert [left(each) for each in calls] == [
        ('"key";q=40;w=60', f"r={each}") for each in range(39, -1, -1)
    ]
    for call in (desk.get(one), desk.post(f"{one}/notes", json={"note": "Look."}, headers=noted)):
        assert (call.status_code, call.json()["error"]["code"]) == (429, "too-many")
        assert 0 < int(call.headers["retry-after"]) <= 60
    assert left(other.get("/api/v1/staff")) == ('"key";q=40;w=60', "r=39")


def test_every_call_that_a_key_opens_says_that_it_may_be_too_fast(
    client: TestClient[Newspaper],
) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    opened = [
        each
        for path in paths.values()
        for each in path.values()
        if {"key": []} in each.get("security", [])
    ]
    assert len(opened) > 50
    assert all("429" in each["responses"] or each["tags"] == ["articles"] for each in opened)


def test_articles_are_put_all_at_once(paper: Paper) -> None:
    system = holder(paper, Scope.ARTICLES)
    for number in range(42):
        put = {"headline": "News", "body": "Words.", "slug": f"news-{number}"}
        assert system.post("/api/v1/articles", json=put).status_code == 201


def test_notices_without_a_name_are_counted_by_the_key_that_sends_them(
    paper: Paper, article: Article
) -> None:
    def give(client: TestClient[Newspaper]) -> Response:
        path = f"/api/v1/comments/{paper.comment(article).id}/notices"
        return client.post(path, json=NAMELESS)

    system = holder(paper, Scope.POST)
    for number in range(31):  # of one reader thirty an hour are taken
        given = give(system)
        assert given.status_code == 201, given.text
        assert left(given) == ('"key";q=40;w=60', f"r={39 - number}")
    again = system.post(f"/api/v1/notices/{given.json()['token']}/again", json={})
    assert left(again) == ('"key";q=40;w=60', "r=8")
    strangers = [give(paper.browser(address="192.0.2.7")) for _ in range(31)]
    assert [each.status_code for each in strangers] == [201] * 30 + [429]
    assert strangers[0].headers["ratelimit-policy"] == '"report";q=30;w=3600'
