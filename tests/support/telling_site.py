"""A site that tells its webhooks what happens, as tests see it from outside."""

import json
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.sites.model import Site
from rejoinder.storage import Database, change_feed
from rejoinder.webhooks import actions, queries
from rejoinder.webhooks.model import Delivery, Endpoint, NewEndpoint
from rejoinder.webhooks.worker import WebhookWorker
from tests.support import event_loop
from tests.support.factories import make_comment
from tests.support.newspaper import Clock
from tests.support.remote_sites import PUBLIC, Cable, Names
from tests.support.remote_sites import Site as Receiver


@dataclass(slots=True)
class Post:
    """A site that tells others, and the machine that they all are."""

    database: Database
    site: Site
    article: Article
    clock: Clock
    receiver: Receiver
    cable: Cable

    def worker(self) -> WebhookWorker:
        self._await_the_feed()
        names = Names({"hooks.example": [[PUBLIC]], "slow.example": [[PUBLIC]]})
        guard = SsrfGuard(names, self.cable)
        return WebhookWorker(self.database, self.clock, guard=guard, dice=lambda: 0.5)

    def add(self, url: str = "http://hooks.example/in", **told: Any) -> Endpoint:
        with self.database.writing() as connection:
            new = NewEndpoint(url, **told)
            return actions.add_endpoint(connection, self.site, new, inside=(), now=self.clock())

    def comment(self, **told: Any) -> Comment:
        with self.database.writing() as connection:
            made = make_comment(connection, now=self.clock(), article=self.article, **told)
        self._await_the_feed()
        return made

    def run(self) -> int:
        return event_loop.run(self.worker().run_once)

    def _await_the_feed(self) -> None:
        """On PostgreSQL other tests' transactions hold it up, for as long as they write."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with self.database.reading() as connection:
                there = connection.execute(select(func.count()).select_from(change_feed.changes))
                if len(change_feed.since(connection, 0, 10_000)) == there.scalar_one():
                    return
            time.sleep(0.02)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.receiver.bodies]

    def deliveries(self, endpoint: Endpoint) -> list[Delivery]:
        with self.database.reading() as connection:
            return queries.deliveries_of(connection, endpoint)[::-1]

    def endpoint(self, endpoint: Endpoint) -> Endpoint:
        with self.database.reading() as connection:
            return queries.endpoint_by_id(connection, self.site.id, endpoint.id)
