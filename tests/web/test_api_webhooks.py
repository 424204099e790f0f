"""Webhooks over the API: for a key that may do all, and of one site only."""

from typing import get_args

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.sites import actions as site_actions
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, NewSite, Scope, Site
from rejoinder.web.api import webhooks
from rejoinder.web.api.webhook_model import ToldOf
from rejoinder.webhooks.model import EVENTS
from rejoinder.webhooks.worker import WebhookWorker
from tests.support import event_loop
from tests.support.newspaper import Paper
from tests.support.remote_sites import Names

WEBHOOKS = "/api/v1/webhooks"
URL = "https://hooks.example/in"
NOBODY = "http://127.0.0.1:9/"


def with_key(paper: Paper, scope: Scope, site: Site | None = None) -> TestClient[Newspaper]:
    """Software of a site's own, which may do this."""
    with paper.database.writing() as connection:
        key = create_key(connection, site or paper.site, NewKey("x", {scope}), now=paper.clock())
    client = paper.browser()
    client.headers["authorization"] = f"Bearer {key}"
    return client


@pytest.fixture
def admin(paper: Paper) -> TestClient[Newspaper]:
    return with_key(paper, Scope.ADMIN)


def test_a_webhook_is_added_looked_at_and_removed(admin: TestClient[Newspaper]) -> None:
    made = admin.post(WEBHOOKS, json={"url": URL, "events": ["comment.held"], "format": "slack"})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    path = f"{WEBHOOKS}/{made.json()['id']}"
    one = admin.get(path).json()
    assert (one["url"], one["events"], one["format"]) == (URL, ["comment.held"], "slack")
    assert (one["with_text"], one["off_at"], one["off_because"]) == (False, None, "")
    assert "secret" not in one
    assert admin.get(WEBHOOKS).json() == {"webhooks": [one]}
    rotated = admin.post(f"{path}/secret").json()
    assert rotated["secret"] not in {made.json()["secret"], ""}
    assert admin.post(f"{path}/on").json() == one
    assert admin.delete(path).status_code == 204
    assert admin.get(path).status_code == 404
    assert admin.get(WEBHOOKS).json() == {"webhooks": []}


def test_who_names_no_event_is_told_of_all(admin: TestClient[Newspaper]) -> None:
    admin.post(WEBHOOKS, json={"url": URL})
    (one,) = admin.get(WEBHOOKS).json()["webhooks"]
    assert one["events"] == list(EVENTS)


def test_what_was_sent_is_listed_page_by_page_and_sent_again(
    paper: Paper, admin: TestClient[Newspaper]
) -> None:
    path = f"{WEBHOOKS}/{admin.post(WEBHOOKS, json={'url': URL}).json()['id']}"
    first, second = (admin.post(f"{path}/tests") for _ in range(2))
    assert first.status_code == 202
    assert (first.json()["event"], first.json()["fate"]) == ("webhook.test", "waiting")
    # Nobody knows that name: the try comes to nothing and says so.
    worker = WebhookWorker(paper.database, paper.clock, guard=SsrfGuard(Names({})))
    event_loop.run(worker.run_once)
    newest = admin.get(f"{path}/deliveries?limit=1").json()
    assert [each["id"] for each in newest["deliveries"]] == [second.json()["id"]]
    last = admin.get(f"{path}/deliveries?limit=1&cursor={newest['next']}").json()
    (oldest,), nothing_more = last["deliveries"], last["next"]
    assert nothing_more is None
    assert admin.get(f"{path}/deliveries?cursor=x").json()["error"]["code"] == "bad-cursor"
    assert (oldest["id"], oldest["tries"]) == (first.json()["id"], 1)
    assert oldest["problem"]
    again = admin.post(f"{WEBHOOKS}/deliveries/{oldest['id']}/replays")
    assert again.status_code == 202
    assert (again.json()["message_id"], again.json()["tries"]) == (oldest["message_id"], 0)


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.ADMIN])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_other_key_opens_them(paper: Paper, scope: Scope) -> None:
    client, nobody = with_key(paper, scope), paper.browser()
    for handler in webhooks.handlers:
        for path in handler.paths:
            asked = path.replace("{webhook_id:int}", "1").replace("{delivery_id:int}", "1")
            for method in handler.http_methods & {"GET", "POST", "DELETE"}:
                body = {"url": URL} if asked == WEBHOOKS and method == "POST" else None
                refused = client.request(method, asked, json=body)
                assert refused.status_code == 403, (method, asked)
                assert refused.json()["error"]["code"] in {"scope-missing", "key-missing"}
                assert nobody.request(method, asked, json=body).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_key_of_another_site_sees_and_touches_nothing(
    paper: Paper, admin: TestClient[Newspaper]
) -> None:
    number = admin.post(WEBHOOKS, json={"url": URL}).json()["id"]
    sent = admin.post(f"{WEBHOOKS}/{number}/tests").json()["id"]
    with paper.database.writing() as connection:
        host = "other.example"
        new = NewSite("other", "Other", base_url=f"http://{host}")
        other = site_actions.create_site(connection, new, now=paper.clock())
    theirs = with_key(paper, Scope.ADMIN, other)
    theirs.headers["host"] = host
    assert theirs.get(WEBHOOKS).json() == {"webhooks": []}
    for method, path in (
        ("GET", f"{number}"),
        ("DELETE", f"{number}"),
        ("POST", f"{number}/secret"),
        ("POST", f"{number}/tests"),
        ("GET", f"{number}/deliveries"),
        ("POST", f"deliveries/{sent}/replays"),
    ):
        assert theirs.request(method, f"{WEBHOOKS}/{path}").status_code == 404, path


@pytest.mark.parametrize(
    "told",
    [
        {"url": NOBODY},
        {"url": "http://169.254.169.254/latest/meta-data"},
        {"url": "https://localhost/"},
        {"url": "file:///etc/passwd"},
        {"url": URL, "events": []},
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_a_webhook_is_refused(
    admin: TestClient[Newspaper], told: dict[str, object]
) -> None:
    refused = admin.post(WEBHOOKS, json=told)
    assert refused.status_code == 422
    assert refused.json()["error"]["message"]
    assert admin.get(WEBHOOKS).json() == {"webhooks": []}


def test_what_may_be_asked_for_is_what_is_told() -> None:
    assert get_args(ToldOf) == EVENTS
