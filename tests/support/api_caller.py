"""Software that calls the API with a key for everything, and a site with something to call for."""

from dataclasses import dataclass, field
from typing import Any

from httpx import Response
from joserfc import jwt
from joserfc.jwk import OctKey
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import Secret, TokenSettings
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Role, Scope
from tests.support.newspaper import HELD, KIND, Paper
from tests.support.scores import give_scores

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
SECRET = "ssosec_" + "0a" * 32
ORIGIN = "https://paper.example"
API = "/api/v1"

Asked = tuple[str, str, Any]
"""A method, a path, and a body."""


@dataclass
class Caller:
    """Software with a key for everything, and what stands on its site."""

    paper: Paper
    article: Article
    client: TestClient[Newspaper] = field(init=False)

    def __post_init__(self) -> None:
        with self.paper.database.writing() as connection:
            site, now = self.paper.site, self.paper.clock()
            key = create_key(connection, site, NewKey("all", {Scope.ADMIN}), now=now)
        self.client = self.paper.browser()
        self.client.headers["authorization"] = f"Bearer {key}"

    def ask(self, asked: Asked, key: str | None = KEY) -> Response:
        """A call with this key."""
        method, path, body = asked
        headers = {} if key is None else {"idempotency-key": key}
        told: dict[str, Any] = {} if body is None else {"json": body}
        return self.client.request(method, path, headers=headers, **told)

    def comment(self, text: str = KIND) -> Any:
        """What the author of a comment was told."""
        return self.paper.submit(self.paper.browser(), self.article, text=text).json()

    def own(self, text: str = KIND) -> str:
        """The address at which its author goes on."""
        return f"{API}/your-comments/{self.comment(text)['token']}"

    def withdrawn(self) -> str:
        """The same of one that was withdrawn."""
        own = self.own()
        assert self.client.delete(own).status_code == 200
        return own

    def held(self) -> tuple[str, dict[str, Any]]:
        """Where a comment that waits is decided, and a decision."""
        number = self.comment(HELD)["id"]
        told = self.client.get(f"{API}/moderation/comments/{number}").json()
        seen = told["comment"]["decision"]["id"]
        path = f"{API}/moderation/comments/{number}/decisions"
        return path, {"outcome": "publish", "seen": seen}

    def decided(self) -> str:
        """The address of a decision."""
        path, decision = self.held()
        return f"{path}/{self.client.post(path, json=decision).json()['id']}"

    def author(self) -> int:
        """Somebody who wrote a comment."""
        told = self.client.get(f"{API}/moderation/comments/{self.comment()['id']}").json()
        number: int = told["comment"]["author_id"]
        return number

    def watched(self) -> int:
        """The standing of somebody whom we watch."""
        there = f"{API}/moderation/comments/{self.comment()['id']}/standings"
        told = {"standing": "watched", "reason": "Of late so rude."}
        number: int = self.client.post(there, json=told).json()["id"]
        return number

    def passable(self) -> tuple[str, dict[str, Any]]:
        """Where a comment is passed on to somebody who is an editor, and what is asked."""
        self.paper.invite("ed@example.org", role=Role.EDITOR, sections="")
        path, decision = self.held()
        where = f"{path.removesuffix('/decisions')}/passings"
        return where, {"seen": decision["seen"], "note": "Is it true?"}

    def passed(self) -> str:
        """The address of what was passed on."""
        path, asked = self.passable()
        return f"{API}/moderation/passings/{self.client.post(path, json=asked).json()['id']}"

    def draft(self) -> str:
        """The address of a draft of the rules."""
        told = {"changes": {"links.allowed": 3}}
        made = self.client.post(f"{API}/policy/changes", json=told)
        return f"{API}/policy/drafts/{made.json()['id']}"

    def replay(self) -> str:
        """The address of a replay that waits."""
        made = self.client.post(f"{self.draft()}/replays", json={})
        return f"{API}/policy/replays/{made.json()['id']}"

    def shadow(self) -> tuple[str, dict[str, int]]:
        """Where a draft begins to decide beside the rules in force, and which one."""
        return f"{API}/policy/shadow", {"draft_id": int(self.draft().rpartition("/")[2])}

    def begun_shadow(self) -> str:
        """The address of one that does."""
        path, told = self.shadow()
        assert self.client.put(path, json=told).status_code == 200
        return path

    def colleague(self, new: dict[str, str]) -> int:
        """Somebody who works at the desk."""
        number: int = self.client.post(f"{API}/staff", json=new).json()["id"]
        return number

    def bulk(self) -> tuple[str, dict[str, Any]]:
        """Where many comments are decided at once, and what becomes of them."""
        give_scores(self.paper, self.comment()["id"])
        choice = {"score": "toxicity", "low": 0, "high": 1}
        looked = self.client.post(f"{API}/moderation/choices", json=choice).json()
        told = {"choice": choice, "outcome": "hold", "seen": looked["seen"]}
        return f"{API}/moderation/jobs", told

    def job(self) -> str:
        """The address of a job that does."""
        path, told = self.bulk()
        return f"{path}/{self.client.post(path, json=told).json()['id']}"

    def stopped_job(self) -> str:
        """Of one that was stopped."""
        path = self.job()
        assert self.client.post(f"{path}/stopping").status_code == 201
        return path

    def webhook(self) -> str:
        """The address of a webhook."""
        made = self.client.post(f"{API}/webhooks", json={"url": "https://hooks.example/in"})
        return f"{API}/webhooks/{made.json()['id']}"

    def delivery(self) -> str:
        """The address of a message to one."""
        made = self.client.post(f"{self.webhook()}/tests").json()
        return f"{API}/webhooks/deliveries/{made['id']}"

    def token(self) -> str:
        """A token that opens one session and no more."""
        settings = TokenSettings(secrets=(Secret("one", SECRET),))
        with self.paper.database.writing() as connection:
            site_id, now = self.paper.site.id, self.paper.clock()
            told: Any = {"name": "accounts", "label": "Account", "settings": settings}
            add_way(connection, site_id, **told, now=now)
        user = {"id": "1", "email": "jonas@example.org", "username": "Jonas"}
        claims = {"user": user, "exp": 2_000_000_000, "jti": "once"}
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))

    def session(self) -> None:
        """Calls with a guest's session from now on."""
        self.client.headers["authorization"] = f"Bearer {self.comment()['session']}"

    def page(self) -> dict[str, str]:
        """A page of the site's own origin that nobody told of."""
        self.paper.stands_elsewhere(ORIGIN, "/trams")
        return {"url": f"{ORIGIN}/trams"}
