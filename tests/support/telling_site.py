"""A site that tells its webhooks what happens, as tests see it from outside."""

import json
from dataclasses import dataclass
from typing import Any

from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.sites.model import Site
from rejoinder.storage import Database
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
        names = Names({"hooks.example": [[PUBLIC]], "slow.example": [[PUBLIC]]})
        guard = SsrfGuard(names, self.cable)
        return WebhookWorker(self.database, self.clock, guard=guard, dice=lambda: 0.5)

    def add(self, url: str = "http://hooks.example/in", **told: Any) -> Endpoint:
        with self.database.writing() as connection:
            new = NewEndpoint(url, **told)
            return actions.add_endpoint(connection, self.site, new, inside=(), now=self.clock())

    def comment(self, **told: Any) -> Comment:
        with self.database.writing() as connection:
            return make_comment(connection, now=self.clock(), article=self.article, **told)

    def run(self) -> int:
        return event_loop.run(self.worker().run_once)

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.receiver.bodies]

    def deliveries(self, endpoint: Endpoint) -> list[Delivery]:
        with self.database.reading() as connection:
            return queries.deliveries_of(connection, endpoint)[::-1]

    def endpoint(self, endpoint: Endpoint) -> Endpoint:
        with self.database.reading() as connection:
            return queries.endpoint_by_id(connection, self.site.id, endpoint.id)
