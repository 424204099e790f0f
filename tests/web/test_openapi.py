"""The API's document is current, and tells the truth about every answer."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response
from joserfc import jwt
from joserfc.jwk import OctKey
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import Secret, TokenSettings
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from tests.support.article_answers import own_ids, seen_pages
from tests.support.comment_answers import about_comments
from tests.support.newspaper import DECLINED, HELD, Paper
from tests.support.site_answers import about_the_site
from tools.openapi import DOCUMENT, document

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KINDS: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": float,
    "boolean": bool,
    "null": type(None),
}


def check(document: Mapping[str, Any], schema: Mapping[str, Any], told: Any) -> None:
    """What was told is as the schema says, as far as our own document goes."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        check(document, document["components"]["schemas"][name], told)
        return
    if any("$ref" in each for each in schema.get("oneOf", [])):
        if told is not None:
            check(document, next(each for each in schema["oneOf"] if "$ref" in each), told)
        return
    types = [each["type"] for each in schema.get("oneOf", [schema])]
    kinds = [kind for each in types for kind in ([each] if isinstance(each, str) else each)]
    assert any(type(told) is KINDS[kind] for kind in kinds)
    assert told in schema.get("enum", [told])
    for name, inner in schema.get("properties", {}).items():
        check(document, inner, told[name])
    if "properties" in schema:
        assert told.keys() == schema["properties"].keys()
    if "prefixItems" not in schema.get("items", {"prefixItems": []}):
        for each in told:
            check(document, schema["items"], each)


def test_the_document_in_the_docs_is_the_one_that_is_served(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document()
    served = client.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert served.json()["openapi"].startswith("3.1")


def answers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> list[tuple[str, str, Response]]:
    """Each operation with each kind of answer that it has."""
    key = {"authorization": f"Bearer {paper.key}"}
    put = {"headline": "News", "body": "Words."}
    closed = paper.article("closed")
    paper.close(closed)
    one, thread = "/api/v1/articles/{article_id}", "/api/v1/articles/{article_id}/comments"
    return [
        ("/api/v1/articles", "get", client.get("/api/v1/articles")),
        ("/api/v1/articles", "get", client.get("/api/v1/articles?limit=0")),
        ("/api/v1/articles", "post", client.post("/api/v1/articles", json=put, headers=key)),
        ("/api/v1/articles", "post", client.post("/api/v1/articles", json=put)),
        ("/api/v1/articles", "post", client.post("/api/v1/articles", json={})),
        ("/api/v1/articles", "post", client.post("/api/v1/articles", content=b"x" * 1_000_001)),
        (one, "get", client.get(f"/api/v1/articles/{article.id}")),
        (one, "get", client.get("/api/v1/articles/999")),
        (thread, "get", client.get(f"/api/v1/articles/{article.id}/comments")),
        (thread, "get", client.get(f"/api/v1/articles/{article.id}/comments?cursor=x")),
        (thread, "get", client.get(f"/api/v1/articles/{article.id}/comments?sort=x")),
        (thread, "get", client.get("/api/v1/articles/999/comments")),
        (thread, "post", paper.submit(client, article)),
        (thread, "post", paper.submit(client, article, text=HELD)),
        (thread, "post", paper.submit(client, article, text="")),
        (thread, "post", paper.submit(client, article, text=1)),
        (thread, "post", paper.submit(client, closed)),
        ("/api/v1/most-read", "get", client.get("/api/v1/most-read")),
        *seen_pages(paper, client),
        *counts(client, article),
        *own_ids(client, article, key),
        *sessions(paper, client, article),
        *webhooks(paper, client),
        *own_comments(paper, client, article),
        *about_comments(paper, client, article),
        *moderation(paper, client, article),
        *about_the_site(paper, client),
        (f"{one}/changes", "get", client.get(f"/api/v1/articles/{article.id}/changes?after=1")),
        (f"{one}/changes", "get", client.get(f"/api/v1/articles/{article.id}/changes?after=x")),
        (f"{one}/changes", "get", client.get("/api/v1/articles/999/changes")),
    ]


def counts(client: TestClient[Newspaper], article: Article) -> list[tuple[str, str, Response]]:
    """What is answered to whoever asks for many articles' counts."""
    path = "/api/v1/counts"
    return [
        (path, "post", client.post(path, json={"ids": [article.id]})),
        (path, "post", client.post(path, json={"ids": [0]})),
        (path, "get", client.get(f"{path}?ids={article.id}")),
        (path, "get", client.get(f"{path}?ids=one")),
    ]


SECRET = "ssosec_" + "0a" * 32


def signed_token() -> str:
    """As Coral's sites make them."""
    user = {"id": "1", "email": "jonas@example.org", "username": "Jonas"}
    return jwt.encode({"alg": "HS256"}, {"user": user, "exp": 2_000_000_000}, _KEY)


_KEY = OctKey.import_key(SECRET)


def sessions(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> list[tuple[str, str, Response]]:
    """What is answered of a session."""
    current = "/api/v1/sessions/current"
    token = paper.submit(client, article, text="And one more.").json()["session"]
    known = {"authorization": f"Bearer {token}"}
    begin, taken = "/api/v1/sessions", {"token": signed_token()}
    with paper.database.writing() as connection:
        add_way(
            connection,
            paper.site.id,
            name="accounts",
            label="Account",
            settings=TokenSettings(secrets=(Secret("one", SECRET),)),
            now=paper.clock(),
        )
    return [
        (begin, "post", client.post(begin, json=taken)),
        (begin, "post", client.post(begin, json={"token": "x"})),
        (begin, "post", client.post(begin, json={})),
        (current, "get", client.get(current, headers=known)),
        (current, "get", client.get(current)),
        (current, "delete", client.delete(current, headers=known)),
        (current, "delete", client.delete(current, headers=known)),
    ]


def webhooks(paper: Paper, client: TestClient[Newspaper]) -> list[tuple[str, str, Response]]:
    """What is answered to whoever looks after webhooks."""
    with paper.database.writing() as connection:
        key = create_key(connection, paper.site, NewKey("x", {Scope.ADMIN}), now=paper.clock())
    admin = paper.browser()
    admin.headers["authorization"] = f"Bearer {key}"
    every, one = "/api/v1/webhooks", "/api/v1/webhooks/{webhook_id}"
    again = f"{every}/deliveries/{{delivery_id}}/replays"
    made = admin.post(every, json={"url": "https://hooks.example/in"})
    path = f"{every}/{made.json()['id']}"
    tried = admin.post(f"{path}/tests")
    return [
        (every, "get", admin.get(every)),
        (every, "get", client.get(every)),
        (every, "post", made),
        (every, "post", admin.post(every, json={"url": "http://10.0.0.7/"})),
        (every, "post", admin.post(every, json={"url": 1})),
        (one, "get", admin.get(path)),
        (one, "get", admin.get(f"{every}/999")),
        (f"{one}/secret", "post", admin.post(f"{path}/secret")),
        (f"{one}/on", "post", admin.post(f"{path}/on")),
        (f"{one}/tests", "post", tried),
        (f"{one}/deliveries", "get", admin.get(f"{path}/deliveries")),
        (f"{one}/deliveries", "get", admin.get(f"{path}/deliveries?limit=0")),
        (again, "post", admin.post(again.format(delivery_id=tried.json()["id"]))),
        (again, "post", admin.post(again.format(delivery_id=999))),
        (one, "delete", admin.delete(path)),
    ]


def own_comments(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> list[tuple[str, str, Response]]:
    """What is answered to an author of their own comment."""
    own = "/api/v1/your-comments/{token}"
    posted, declined = (
        own.format(token=paper.submit(client, article, text=text).json()["token"])
        for text in ("As the pilot says.", DECLINED)
    )
    unknown = own.format(token="x")
    return [
        (own, "get", client.get(posted)),
        (own, "get", client.get(unknown)),
        (own, "patch", client.patch(posted, json={"text": "As the pilot said."})),
        (own, "patch", client.patch(posted, json={"text": DECLINED})),
        (own, "patch", client.patch(posted, json={})),
        (own, "delete", client.delete(posted)),
        (own, "delete", client.delete(unknown)),
        (f"{own}/return", "post", client.post(f"{posted}/return")),
        (f"{own}/return", "post", client.post(f"{posted}/return")),
        (f"{own}/appeals", "post", client.post(f"{declined}/appeals", json={"note": "Please."})),
        (f"{own}/appeals", "post", client.post(f"{declined}/appeals", json={})),
    ]


def moderation(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> list[tuple[str, str, Response]]:
    """What is answered to whoever moderates."""
    with paper.database.writing() as connection:
        cut = create_key(connection, paper.site, NewKey("all", {Scope.ADMIN}), now=paper.clock())
    key = {"authorization": f"Bearer {cut}"}
    desk, one = "/api/v1/moderation", "/api/v1/moderation/comments/{comment_id}"
    comment = paper.comment(article, outcome=Outcome.HOLD)
    here = one.format(comment_id=comment.id)
    page = client.get(f"{desk}/queue", headers=key)
    seen = client.get(here, headers=key)
    told = {"outcome": "publish", "seen": seen.json()["comment"]["decision"]["id"]}
    made = client.post(f"{here}/decisions", json=told, headers=key)
    undoing = f"{here}/decisions/{made.json()['id']}/undoing"
    thread = "/api/v1/articles/{article_id}/thread"
    there, closed = thread.format(article_id=article.id), {"closed": True}
    return [
        (f"{desk}/queue", "get", page),
        (f"{desk}/queue", "get", client.get(f"{desk}/queue")),
        (f"{desk}/queue", "get", client.get(f"{desk}/queue?cursor=x", headers=key)),
        (one, "get", seen),
        (one, "get", client.get(one.format(comment_id=999), headers=key)),
        (f"{one}/decisions", "post", made),
        (f"{one}/decisions", "post", client.post(f"{here}/decisions", json={}, headers=key)),
        (f"{one}/decisions/{{decision_id}}/undoing", "post", client.post(undoing, headers=key)),
        (f"{one}/decisions/{{decision_id}}/undoing", "post", client.post(undoing, headers=key)),
        (f"{desk}/decisions", "get", client.get(f"{desk}/decisions", headers=key)),
        ("/api/v1/decision-reasons", "get", client.get("/api/v1/decision-reasons")),
        (thread, "put", client.put(there, json=closed, headers=key)),
        (thread, "put", client.put(there, json=closed)),
        ("/api/v1/comments", "get", client.get("/api/v1/comments", headers=key)),
        ("/api/v1/comments", "get", client.get("/api/v1/comments")),
    ]


def test_every_answer_is_as_the_document_says(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article, parent=paper.comment(article))
    told = client.get("/api/v1/openapi.json").json()
    seen = set()
    for path, method, answer in answers(paper, client, article):
        declared = told["paths"][path][method]["responses"]
        assert str(answer.status_code) in declared, (path, method, answer.status_code)
        seen.add((path, method))
        if answer.status_code == 204:
            assert not answer.content
            continue
        content = declared[str(answer.status_code)]["content"]["application/json"]
        check(told, content["schema"], answer.json())
    # A stream has no end: tests/web/test_live_server.py reads it.
    streams = {("/api/v1/articles/{article_id}/stream", "get")}
    told_of = {(path, method) for path, item in told["paths"].items() for method in item}
    assert seen == told_of - streams


def test_every_refusal_is_told_of_in_the_one_shape(client: TestClient[Newspaper]) -> None:
    told = client.get("/api/v1/openapi.json").json()
    for path, item in told["paths"].items():
        for method, operation in item.items():
            assert operation["description"], (path, method)
            for status, answer in operation["responses"].items():
                if status[0] == "4":
                    schema = answer["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ErrorOut"}, (path, status)
