"""Articles over the API: put by a newsroom's own software, listed and read by anybody."""

from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import update

from rejoinder.app import Newspaper
from rejoinder.articles import actions, queries
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Scope
from rejoinder.sites.tables import sites
from tests.support.newspaper import HOME, Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BRIDGE = {"headline": "Harbour bridge to close", "body": "It closes in March."}


def put(client: TestClient[Newspaper], key: str, article: dict[str, Any]) -> Response:
    return client.post("/api/v1/articles", json=article, headers={"authorization": f"Bearer {key}"})


def test_an_article_that_was_put_is_listed_and_read(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    told = {
        **BRIDGE,
        "slug": "bridge",
        "section": "City",
        "standfirst": "Six weeks.",
        "published": "2026-06-14T09:30:00+02:00",
    }
    made = put(client, paper.key, told)
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "cms_id": None,
        "slug": "bridge",
        "url": f"{HOME}/articles/bridge",
        "section": "City",
        "headline": "Harbour bridge to close",
        "standfirst": "Six weeks.",
        "published_at": "2026-06-14T07:30:00Z",
        "comment_count": 0,
        "closed": False,
        "subscribers_only": False,
    }
    assert client.get(f"/api/v1/articles/{made.json()['id']}").json() == made.json()
    assert client.get("/api/v1/articles").json() == {"articles": [made.json()], "next": None}
    assert client.get(made.json()["url"]).status_code == 200


def test_the_same_slug_brings_an_article_up_to_date(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    first = put(client, paper.key, BRIDGE).json()
    paper.submit(client, paper.article(first["slug"]))
    second = put(client, paper.key, {**BRIDGE, "body": "It stays.", "standfirst": "New."}).json()
    assert (second["id"], second["standfirst"]) == (first["id"], "New.")
    assert second["comment_count"] == 1
    assert "It stays." in client.get(second["url"]).text


@sqlite_only
@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer rj_nobody", "Basic {key}", "{key}", "Bearer {dropin}", "Bearer {old}"],
)
def test_nobody_puts_an_article_without_a_key_for_it(
    paper: Paper, client: TestClient[Newspaper], header: str
) -> None:
    with paper.database.writing() as connection:
        dropin = site_actions.create_key(
            connection, paper.site, NewKey("x", {Scope.DROPIN}), now=paper.clock()
        )
        old = site_actions.create_key(
            connection, paper.site, NewKey("old", {Scope.ARTICLES, Scope.POST}), now=paper.clock()
        )
        connection.exec_driver_sql("UPDATE keys SET revoked_at = created_at WHERE name = 'old'")
    told = header.format(key=paper.key, dropin=dropin, old=old)
    answer = client.post("/api/v1/articles", json=BRIDGE, headers={"authorization": told})
    assert answer.status_code == 403
    code = "scope-missing" if "dropin" in header else "key-missing"
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["details"] == {"scope": "articles"}
    assert client.get("/api/v1/articles").json() == {"articles": [], "next": None}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"headline": " "}, "headline"),
        ({"headline": "x" * 301}, "headline"),
        ({"body": ""}, "body"),
        ({"body": "x" * 200_001}, "body"),
        ({"slug": "Not a slug"}, "slug"),
        ({"slug": "a--b"}, "slug"),
        ({"slug": "-"}, "slug"),
        ({"headline": "!!!", "slug": ""}, "slug"),
        ({"section": "x" * 61}, "section"),
        ({"published": "yesterday"}, "published"),
        ({"published": "2026-13-01"}, "published"),
        ({"standfirst": "a\x00b"}, "standfirst"),
        ({"byline": "a\x00b"}, "byline"),
        ({"body": "a\x00b"}, "body"),
    ],
)
def test_an_article_that_cannot_be_used_is_refused_by_field(
    everybodys: Paper, sender: TestClient[Newspaper], wrong: dict[str, str], named: str
) -> None:
    answer = put(sender, everybodys.key, {**BRIDGE, **wrong})
    assert answer.status_code == 422
    assert answer.json()["error"]["details"]["field"] == named
    assert sender.get("/api/v1/articles").json() == {"articles": [], "next": None}


@sqlite_only
def test_articles_are_listed_newest_first_by_section_and_number(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    for number in range(5):
        paper.article(
            f"number-{number}",
            section="City" if number % 2 else "Sport",
            published_at=datetime(2026, 6, number + 1, tzinfo=UTC),
        )

    def slugs(query: str) -> list[str]:
        listed = client.get(f"/api/v1/articles{query}").json()["articles"]
        return [each["slug"] for each in listed]

    assert slugs("") == ["number-4", "number-3", "number-2", "number-1", "number-0"]
    assert slugs("?limit=2") == ["number-4", "number-3"]
    assert slugs("?section=city") == ["number-3", "number-1"]
    assert slugs("?section=Nowhere") == []


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=many", "limit="])
def test_a_number_that_no_list_has_is_refused(sender: TestClient[Newspaper], query: str) -> None:
    answer = sender.get(f"/api/v1/articles?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["details"] == {"fields": ["limit"]}


@sqlite_only
def test_most_read_ranks_by_readers_and_by_comments(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    other = paper.article("second", headline="The second")
    paper.submit(client, other)
    browser = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Firefox/139.0"}
    assert client.post(f"{article.path}/reads", headers=browser).status_code == 204
    paper.jobs.run_once()
    lists = client.get("/api/v1/most-read").json()
    assert [(each["headline"], each["count"]) for each in lists["most_read"]] == [
        ("Harbour bridge to close", 1)
    ]
    assert [(each["url"], each["count"]) for each in lists["most_commented"]] == [
        (f"{HOME}/articles/second", 1)
    ]


@sqlite_only
def test_whoever_watches_the_server_is_told_that_it_stands_and_with_which_judge(
    database_url: str, judge: AskJudge, now: datetime
) -> None:
    with open_paper(database_url, judge=judge, now=now) as paper:
        assert paper.browser().get("/healthz").json() == {
            "status": "ok",
            "judge": "test",
            "problems": [],
        }


def test_links_lead_to_the_newsrooms_own_page(paper: Paper, client: TestClient[Newspaper]) -> None:
    page = "https://paper.example/bridge"
    with paper.database.writing() as connection:
        here = sites.c.id == paper.site.id
        connection.execute(update(sites).where(here).values(origins=["https://paper.example"]))
    told = {**BRIDGE, "cms_id": "7", "url": f"{page}/?utm_source=x#top"}
    made = put(client, paper.key, told).json()
    assert (made["cms_id"], made["url"]) == ("7", f"{page}/")
    assert put(client, paper.key, {**told, "headline": "Else"}).json()["id"] == made["id"]
    with paper.database.reading() as connection:
        article = queries.by_id(connection, paper.site.id, made["id"])
    comment = paper.comment(article).id
    listed = client.get(f"/api/v1/articles/{made['id']}/comments").json()["comments"]
    assert listed[0]["permalink"] == f"{page}/#comment-{comment}"
    led = client.get(f"/comments/{comment}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (302, f"{page}/#comment-{comment}")
    on_ours = client.get(f"/comments/{comment}?here=1", follow_redirects=False)
    assert on_ours.headers["location"].startswith(f"{article.path}")
    assert f'<link rel="canonical" href="{page}/">' in client.get(article.path).text
    assert f'<a href="{page}/">Else</a>' in client.get("/").text


def test_an_unpublished_article_and_its_thread_are_gone(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for path in (article.path, f"/api/v1/articles/{article.id}/comments"):
        assert client.get(path).status_code == 200
    with paper.database.writing() as connection:
        actions.unpublish(connection, article, now=paper.clock())
    for path in (article.path, f"/api/v1/articles/{article.id}/comments"):
        assert client.get(path).status_code == 410
    assert client.get("/api/v1/articles").json() == {"articles": [], "next": None}
    with paper.database.writing() as connection:
        actions.republish(connection, article, now=paper.clock())
    assert client.get(article.path).status_code == 200
