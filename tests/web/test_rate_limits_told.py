"""Callers are told how much they have left, and one caller's posts are not another's."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from tests.support.newspaper import Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = sqlite_only


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    with open_paper(database_url, judge=judge, now=now, settings={"posts_per_minute": 2}) as opened:
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
