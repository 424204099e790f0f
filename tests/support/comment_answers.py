"""What the API answers about a comment beside its text, for the check of its document."""

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from tests.support.newspaper import Paper

Answers = list[tuple[str, str, Response]]
Client = TestClient[Newspaper]


def about_comments(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to readers and to whoever moderates."""
    return [
        *reports(paper, client, article),
        *notices(paper, client, article),
        *acts(paper, client, article),
    ]


def reports(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to whoever reports."""
    there = "/api/v1/comments/{comment_id}/reports"
    path = there.format(comment_id=paper.comment(article).id)
    return [
        ("/api/v1/report-reasons", "get", client.get("/api/v1/report-reasons")),
        (there, "post", client.post(path, json={"reason": "spam"})),
        (there, "post", client.post(path, json={"reason": "dull"})),
        (there, "post", client.post(there.format(comment_id=999), json={"reason": "spam"})),
    ]


def notices(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to whoever gives notice of a comment as against the law."""
    there, one = "/api/v1/comments/{comment_id}/notices", "/api/v1/notices/{token}"
    path = there.format(comment_id=paper.comment(article).id)
    whole = {"kind": "child-abuse", "explanation": "See the second line of it.", "good_faith": True}
    given = client.post(path, json=whole)
    asked = one.format(token=given.json()["token"])
    return [
        ("/api/v1/notice-kinds", "get", client.get("/api/v1/notice-kinds")),
        (there, "post", given),
        (there, "post", client.post(path, json={**whole, "kind": "dull"})),
        (one, "get", client.get(asked)),
        (one, "get", client.get(one.format(token="x"))),
        (f"{one}/again", "post", client.post(f"{asked}/again", json={})),
    ]


def acts(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to whoever picks a comment, or thinks something of its author."""
    with paper.database.writing() as connection:
        new = NewKey("acts", {Scope.MODERATE})
        key = {
            "authorization": f"Bearer {create_key(connection, paper.site, new, now=paper.clock())}"
        }
    one = "/api/v1/moderation/comments/{comment_id}"
    here, standings = one.format(comment_id=paper.comment(article).id), f"{one}/standings"
    told = {"standing": "watched", "reason": "Of late so rude."}
    return [
        (one, "patch", client.patch(here, json={"picked": True}, headers=key)),
        (one, "patch", client.patch(here, json={"picked": True})),
        (standings, "post", client.post(f"{here}/standings", json=told, headers=key)),
        (standings, "post", client.post(f"{here}/standings", json={}, headers=key)),
    ]
