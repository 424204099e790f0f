"""What the API answers about statements of reasons, for the check of its document."""

from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from tests.support.newspaper import HELD, Paper


def statements(paper: Paper, client: TestClient[Newspaper]) -> list[tuple[str, str, Response]]:
    """What is answered to an author, to whoever has the link, and to a key."""
    with paper.database.writing() as connection:
        key = create_key(connection, paper.site, NewKey("r", {Scope.READ}), now=paper.clock())
    with_key = {"authorization": f"Bearer {key}"}
    fresh = {"name": "Cy", "email": "cy@example.org", "text": f"{HELD} Why?"}
    sent = paper.submit(paper.browser(), paper.article("told"), **fresh).json()
    known = {"authorization": f"Bearer {sent['session']}"}
    own, yours, every = (
        f"/api/v1/{name}"
        for name in ("your-comments/{token}/statements", "your-statements", "statements")
    )
    return [
        (own, "get", client.get(own.format(token=sent["token"]))),
        (own, "get", client.get(own.format(token="x"))),
        (yours, "get", client.get(yours, headers=known)),
        (yours, "get", client.get(yours)),
        (every, "get", client.get(every, headers=with_key)),
        (every, "get", client.get(every)),
    ]
