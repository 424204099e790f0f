"""All that happens on a real server reaches a real receiver, which knows it for ours.

The receiver checks signatures by Standard Webhooks' own library, and the times by its own clock.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from rejoinder.articles.model import Article
from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.comments import intake
from rejoinder.comments.model import State
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.actions.picks import pick
from rejoinder.moderation.actions.pins import pin
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Role, Scope, Site
from rejoinder.storage import Database
from rejoinder.webhooks.model import EVENTS
from tests.support.factories import make_comment, make_site, make_staff, withdraw
from tests.support.live_server import serving
from tests.support.remote_sites import Site as Receiver

# Whoever waits longer waits for nothing.
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What somebody with the newsroom's keys does from outside."""

    database: Database
    site: Site
    client: httpx.Client

    def webhook(self, url: str) -> str:
        """Adds one, and returns its secret."""
        made = self.client.post("/api/v1/webhooks", json={"url": url})
        assert made.status_code == 201, made.text
        return str(made.json()["secret"])

    def article(self) -> Article:
        """Puts one."""
        put = self.client.post("/api/v1/articles", json={"headline": "Trams", "body": "They run."})
        assert put.status_code == 201, put.text
        with self.database.reading() as connection:
            return article_by_id(connection, self.site.id, put.json()["id"])

    def everything(self, article: Article) -> dict[str, int]:
        """Makes each thing happen to a comment; returns about which comment each event is."""
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            published = make_comment(connection, now=now, article=article)
            held = make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
            declined = make_comment(connection, now=now, article=article, outcome=Outcome.DECLINE)
            withdrawn = make_comment(connection, now=now, article=article)
            reader = Reporter("somebody")
            report(connection, published, reporter=reader, reason="abuse", note="", now=now)
            withdraw(connection, withdrawn, now=now)
            intake.rewrite(connection, published, "Another text.", State.PUBLISHED, now=now)
            member = make_staff(connection, self.site, now=now)
            seen = latest_decision(connection, held.id).id
            decided = StaffDecision(Outcome.DECLINE, seen, "staff-abuse", "Not so.")
            decide_as_staff(connection, held, member, decided, now=now)
            editor = make_staff(connection, self.site, now=now, role=Role.EDITOR)
            pick(connection, published, editor, now=now)
            pin(connection, published, editor, now=now)
        return {
            "comment.published": published.id,
            "comment.held": held.id,
            "comment.declined": declined.id,
            "comment.edited": published.id,
            "comment.withdrawn": withdrawn.id,
            "comment.reported": published.id,
            "comment.decided": held.id,
            "comment.picked": published.id,
            "comment.pinned": published.id,
        }


def received(receiver: Receiver, wanted: int) -> list[tuple[dict[str, str], bytes]]:
    """What has come, once so much has."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(receiver.asked) < wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    headers = [headers for _, headers in receiver.asked]
    return list(zip(headers, receiver.bodies, strict=True))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_event_reaches_a_receiver_that_trusts_nobody(
    database: Database, database_url: str, receiver: Receiver
) -> None:
    here = f"127.0.0.1:{receiver.port}"
    with database.writing() as connection:
        site = make_site(connection, now=datetime.now(UTC))
        admin = {Scope.ADMIN}
        key = create_key(connection, site, NewKey("x", admin), now=datetime.now(UTC))
    with (
        serving(database_url, REJOINDER_INSIDE_HOSTS=here, REJOINDER_JUDGE_PROCESSES="0") as server,
        httpx.Client(
            base_url=server.address,
            headers={
                "host": httpx.URL(site.base_url).netloc.decode(),
                "authorization": f"Bearer {key}",
            },
            timeout=30,
        ) as client,
    ):
        newsroom = Newsroom(database, site, client)
        secret = newsroom.webhook(f"http://{here}/in")
        article = newsroom.article()
        about = newsroom.everything(article)
        # Two comments were published, and one was declined that was held.
        came = received(receiver, len(EVENTS) + 2)
    told: list[dict[str, Any]] = [Webhook(secret).verify(body, headers) for headers, body in came]
    assert {each["type"] for each in told} == set(EVENTS)
    assert len({headers["webhook-id"] for headers, _ in came}) == len(came)
    for each in told:
        assert each["data"]["article"]["id"] == article.id
    pairs = {(each["type"], each["data"].get("comment", {}).get("id")) for each in told}
    assert pairs >= set(about.items())
    assert ("article.seen", None) in pairs
    _nobody_else_is_believed(secret, came)


def _nobody_else_is_believed(secret: str, came: list[tuple[dict[str, str], bytes]]) -> None:
    """Neither another body nor another's secret nor a call of an hour ago (replay)."""
    headers, body = came[0]
    lie = json.dumps({**json.loads(body), "type": "comment.loved"}).encode()
    old = str(int(headers["webhook-timestamp"]) - 3600)
    other = Webhook("whsec_" + "QUJD" * 8)
    for judge, said, told in (
        (Webhook(secret), lie, headers),
        (Webhook(secret), body, {**headers, "webhook-timestamp": old}),
        (Webhook(secret), body, {**headers, "webhook-id": "msg_other"}),
        (other, body, headers),
    ):
        with pytest.raises(WebhookVerificationError):
            judge.verify(said, told)
