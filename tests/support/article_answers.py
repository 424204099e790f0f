"""Each kind of answer that the API gives about articles by their own ids and addresses."""

from collections.abc import Mapping

from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import update

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.tables import sites
from tests.support.newspaper import Paper


def own_ids(
    client: TestClient[Newspaper], article: Article, key: Mapping[str, str]
) -> list[tuple[str, str, Response]]:
    """What is answered about articles by the newsroom's own ids, and to changes."""
    path, seven = "/api/v1/articles/by-id/{cms_id}", "/api/v1/articles/by-id/7"
    one, here = "/api/v1/articles/{article_id}", f"/api/v1/articles/{article.id}"
    put = {"headline": "News", "body": "Words."}
    return [
        (path, "get", client.get(seven)),
        (path, "put", client.put(seven, json=put, headers=dict(key))),
        (path, "put", client.put(seven, json=put)),
        (path, "put", client.put(seven, json={**put, "cms_id": "8"}, headers=dict(key))),
        (path, "get", client.get(seven)),
        (one, "patch", client.patch(here, json={"section": "City"}, headers=dict(key))),
        (one, "patch", client.patch(here, json={"headline": ""}, headers=dict(key))),
        (one, "patch", client.patch(here, json={})),
    ]


def seen_pages(paper: Paper, client: TestClient[Newspaper]) -> list[tuple[str, str, Response]]:
    """What is answered to a page that tells of itself."""
    with paper.database.writing() as connection:
        here = sites.c.id == paper.site.id
        connection.execute(update(sites).where(here).values(origins=["https://paper.example"]))
    see = "/api/v1/articles/seen"
    own, other = {"url": "https://paper.example/x"}, {"origin": "https://evil.example"}
    return [
        (see, "post", client.post(see, json=own, headers=other)),
        (see, "post", client.post(see, json=own)),
        (see, "post", client.post(see, json={"url": "https://evil.example/x"})),
        (see, "post", client.post(see, json={})),
    ]
