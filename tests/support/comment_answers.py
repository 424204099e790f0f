"""What the API answers about a comment beside its text, for the check of its document."""

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Role, Scope
from tests.support.newspaper import Paper

Answers = list[tuple[str, str, Response]]
Client = TestClient[Newspaper]


def about_comments(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to readers and to whoever moderates."""
    return [
        *reports(paper, client, article),
        *notices(paper, client, article),
        *acts(paper, client, article),
        *notes(paper, client, article),
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
    key = _moderator(paper, "acts")
    one = "/api/v1/moderation/comments/{comment_id}"
    here, standings = one.format(comment_id=paper.comment(article).id), f"{one}/standings"
    told = {"standing": "watched", "reason": "Of late so rude."}
    given = client.post(f"{here}/standings", json=told, headers=key)
    every = "/api/v1/moderation/standings"
    lifting = f"{every}/{{standing_id}}/lifting"
    lifted, kind = lifting.format(standing_id=given.json()["id"]), {"reason": "Kind again."}
    return [
        (one, "patch", client.patch(here, json={"picked": True}, headers=key)),
        (one, "patch", client.patch(here, json={"picked": True})),
        (standings, "post", given),
        (standings, "post", client.post(f"{here}/standings", json={}, headers=key)),
        (every, "get", client.get(every, headers=key)),
        (every, "get", client.get(f"{every}?cursor=x", headers=key)),
        (every, "get", client.get(every)),
        (lifting, "post", client.post(lifted, json=kind, headers=key)),
        (lifting, "post", client.post(lifted, json=kind, headers=key)),
        (lifting, "post", client.post(lifted, json={}, headers=key)),
        (lifting, "post", client.post(lifting.format(standing_id=999), json=kind, headers=key)),
    ]


def notes(paper: Paper, client: Client, article: Article) -> Answers:
    """What is answered to whoever tells colleagues of a comment, or asks an editor."""
    paper.invite("ed@example.org", role=Role.EDITOR, sections="")
    key = paper.browser()
    key.headers.update(_moderator(paper, "notes", Scope.ADMIN))
    comment = paper.comment(article, outcome=Outcome.HOLD)
    desk, number = "/api/v1/moderation", comment.id
    one, author = f"{desk}/comments/{{comment_id}}", f"{desk}/authors/{{author_id}}/notes"
    here, about = one.format(comment_id=number), author.format(author_id=comment.author.reader_id)
    seen = key.get(here).json()["comment"]["decision"]["id"]
    told, asked = {"note": "She owns the pub."}, {"seen": seen}
    passed = key.post(f"{here}/passings", json=asked)
    passing = f"{desk}/passings/{{passing_id}}"
    that = passing.format(passing_id=passed.json()["id"])
    return [
        (f"{one}/passings", "post", passed),
        (f"{one}/passings", "post", key.post(f"{here}/passings", json=asked)),
        (f"{passing}/answers", "post", key.post(f"{that}/answers", json={})),
        (f"{passing}/answers", "post", key.post(f"{that}/answers", json=told)),
        (one, "get", key.get(here)),
        (f"{passing}/undoing", "post", key.post(f"{that}/undoing")),
        (f"{passing}/undoing", "post", key.post(f"{that}/undoing")),
        (f"{passing}/undoing", "post", key.post(f"{that}/undoing")),
        *(
            answer
            for path, there in ((f"{one}/notes", f"{here}/notes"), (author, about))
            for answer in (
                (path, "post", key.post(there, json=told)),
                (path, "post", key.post(there, json={"note": ""})),
                (path, "get", key.get(there)),
                (path, "get", client.get(there)),
            )
        ),
    ]


def _moderator(paper: Paper, name: str, scope: Scope = Scope.MODERATE) -> dict[str, str]:
    """What software sends along that may do this."""
    with paper.database.writing() as connection:
        key = create_key(connection, paper.site, NewKey(name, {scope}), now=paper.clock())
    return {"authorization": f"Bearer {key}"}
