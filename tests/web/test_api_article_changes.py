"""Articles by the newsroom's own ids over the API, and what is changed of them."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import update

from rejoinder.app import Newspaper
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Scope
from rejoinder.sites.tables import sites
from tests.support.newspaper import Paper

ORIGIN = "https://paper.example"
BRIDGE = {"headline": "Bridge to close", "body": "In March.", "url": f"{ORIGIN}/bridge"}


@pytest.fixture(autouse=True)
def _with_origin(paper: Paper) -> None:
    with paper.database.writing() as connection:
        here = sites.c.id == paper.site.id
        connection.execute(update(sites).where(here).values(origins=[ORIGIN]))


def put(
    client: TestClient[Newspaper], key: str, told: dict[str, Any], cms_id: str = "7"
) -> Response:
    headers = {"authorization": f"Bearer {key}"}
    return client.put(f"/api/v1/articles/by-id/{cms_id}", json=told, headers=headers)


def change(client: TestClient[Newspaper], key: str, article_id: int, **told: Any) -> Response:
    headers = {"authorization": f"Bearer {key}"}
    return client.patch(f"/api/v1/articles/{article_id}", json=told, headers=headers)


def test_an_article_is_put_and_found_by_the_newsrooms_id(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    made = put(client, paper.key, BRIDGE)
    assert made.status_code == 200
    assert client.get("/api/v1/articles/by-id/7").json() == made.json()
    again = put(client, paper.key, {**BRIDGE, "headline": "It stays", "cms_id": "7"}).json()
    assert (again["id"], again["headline"]) == (made.json()["id"], "It stays")
    assert put(client, paper.key, {**BRIDGE, "cms_id": "8"}).status_code == 422
    assert client.get("/api/v1/articles/by-id/8").status_code == 404


def test_words_are_changed_and_the_rest_stays(paper: Paper, client: TestClient[Newspaper]) -> None:
    made = put(client, paper.key, {**BRIDGE, "standfirst": "Six weeks."}).json()
    told = change(
        client, paper.key, made["id"], headline="It stays", body="<p>No.", body_format="html"
    )
    assert told.status_code == 200
    assert told.json() == {**made, "headline": "It stays"}
    assert "<p>No.</p>" in client.get(f"/articles/{made['slug']}").text
    for wrong in ({"headline": ""}, {"body_format": "html"}, {"url": "https://evil.example/"}):
        assert change(client, paper.key, made["id"], **wrong).status_code == 422
    assert change(client, paper.key, made["id"], slug="x").status_code == 400
    assert change(client, paper.key, 999, headline="x").status_code == 404


def test_a_thread_is_closed_and_an_article_taken_away_and_shown_again(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    made = put(client, paper.key, BRIDGE).json()
    page = f"/api/v1/articles/{made['id']}"
    assert change(client, paper.key, made["id"], closed=True).json()["closed"]
    assert not change(client, paper.key, made["id"], closed=False).json()["closed"]
    assert change(client, paper.key, made["id"], unpublished=True).status_code == 200
    assert (client.get(page).status_code, client.get("/api/v1/articles/by-id/7").status_code) == (
        410,
        410,
    )
    assert client.get("/api/v1/articles").json() == {"articles": [], "next": None}
    assert change(client, paper.key, made["id"], unpublished=False).status_code == 200
    assert client.get(page).status_code == 200


def test_a_page_that_moved_is_led_to_and_known_by_its_old_address(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    made = put(client, paper.key, BRIDGE).json()
    new = f"{ORIGIN}/city/bridge"
    assert change(client, paper.key, made["id"], url=new).json()["url"] == new
    for url in (BRIDGE["url"], new):
        seen = client.post("/api/v1/articles/seen", json={"url": url})
        assert seen.json()["id"] == made["id"]


def test_changes_need_a_key_for_articles(paper: Paper, client: TestClient[Newspaper]) -> None:
    made = put(client, paper.key, BRIDGE).json()
    with paper.database.writing() as connection:
        reads = site_actions.create_key(
            connection, paper.site, NewKey("x", [Scope.READ]), now=paper.clock()
        )
    for key, code in (("", "key-missing"), (reads, "scope-missing")):
        for answer in (put(client, key, BRIDGE), change(client, key, made["id"], closed=True)):
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, code)
