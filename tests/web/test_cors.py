"""Which other origins' pages may use a site's API from a reader's browser."""

import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import event

from rejoinder.engine.judge_pool import AskJudge
from tests.support.newspaper import Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FRIEND, STRANGER = "https://app.example", "https://evil.example"
ALLOWED = "access-control-allow-origin"


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    site = {"origins": (FRIEND,)}
    with open_paper(database_url, judge=judge, now=now, site=site) as opened:
        yield opened


@sqlite_only
def test_an_allowed_origin_reads_and_posts(paper: Paper) -> None:
    client, article = paper.browser(), paper.article()
    thread = f"/api/v1/articles/{article.id}/comments"
    for _ in range(2):  # the second answer is a kept one
        answer = client.get(thread, headers={"origin": FRIEND})
        assert (answer.status_code, answer.headers[ALLOWED]) == (200, FRIEND)
        assert "origin" in answer.headers["vary"].lower()
    preflight = client.options(
        thread,
        headers={
            "origin": FRIEND,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        },
    )
    assert preflight.status_code == 204
    assert preflight.headers[ALLOWED] == FRIEND
    assert "POST" in preflight.headers["access-control-allow-methods"]
    taken = preflight.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "content-type", "idempotency-key"} <= set(taken)
    body = {"text": "From afar.", "author": {"name": "Ann", "email": "ann@example.org"}}
    posted = client.post(thread, json=body, headers={"origin": FRIEND})
    assert (posted.status_code, posted.headers[ALLOWED]) == (201, FRIEND)
    refused = client.post(thread, json={}, headers={"origin": FRIEND})
    assert (refused.status_code, refused.headers[ALLOWED]) == (400, FRIEND)


@sqlite_only
@pytest.mark.parametrize("origin", [STRANGER, "null", "https://app.example.evil", "", "HTTPS://X"])
def test_another_origin_is_not_let_in(paper: Paper, origin: str) -> None:
    client, article = paper.browser(), paper.article()
    thread = f"/api/v1/articles/{article.id}/comments"
    client.get(thread, headers={"origin": FRIEND})
    for answer in (
        client.get(thread, headers={"origin": origin}),
        client.options(thread, headers={"origin": origin, "access-control-request-method": "POST"}),
    ):
        assert ALLOWED not in answer.headers


@sqlite_only
def test_no_origin_uses_a_readers_cookies(paper: Paper) -> None:
    client, article = paper.browser(), paper.article()
    answer = client.get(f"/api/v1/articles/{article.id}", headers={"origin": FRIEND})
    assert "access-control-allow-credentials" not in answer.headers


@sqlite_only
def test_pages_for_people_are_nobody_elses(paper: Paper) -> None:
    article = paper.article()
    answer = paper.browser().get(article.path, headers={"origin": FRIEND})
    assert (answer.status_code, ALLOWED in answer.headers) == (200, False)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_store_is_asked_for_a_sites_origins_in_no_event_loop(paper: Paper) -> None:
    article = paper.article()
    assert paper.portal is not None
    loop, asked = paper.portal.call(threading.get_ident), set[int]()

    def note(*_: object) -> None:
        asked.add(threading.get_ident())

    event.listen(paper.database.readers, "checkout", note)
    thread = f"/api/v1/articles/{article.id}/comments"
    for origin in (FRIEND, STRANGER):
        assert paper.browser().get(thread, headers={"origin": origin}).status_code == 200
    event.remove(paper.database.readers, "checkout", note)
    assert asked
    assert loop not in asked
