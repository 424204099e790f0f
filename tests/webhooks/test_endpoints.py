"""Which addresses may be endpoints, hostile ones among them, and when one is switched off."""

import threading
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from sqlalchemy import func, select

from rejoinder.errors import Invalid
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.webhooks import actions
from rejoinder.webhooks.model import Fate
from rejoinder.webhooks.tables import deliveries
from tests.support import event_loop
from tests.support.remote_sites import PUBLIC, Names
from tests.support.telling_site import Post

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "The bridge should have been mended years ago."


def test_who_says_gone_is_switched_off_until_somebody_switches_it_on(post: Post) -> None:
    endpoint = post.add()
    post.receiver.page("/in", b"", 410)
    post.comment()
    post.run()
    assert "410" in post.endpoint(endpoint).off_because
    post.comment()
    post.clock.turn(hours=1)
    assert post.run() == 0
    post.receiver.page("/in", b"", 200)
    with post.database.writing() as connection:
        on = actions.switch_on(connection, post.site.id, endpoint.id, now=post.clock())
    assert on.off_at is None
    post.clock.turn(seconds=1)
    post.comment()
    assert post.run() == 2  # what waited, and what is new; not what happened while it was off


@sqlite_only
def test_an_endpoint_that_nothing_reaches_for_days_is_switched_off(post: Post) -> None:
    endpoint = post.add()
    post.receiver.page("/in", b"", 500)
    for _ in range(7):
        post.comment()
        post.run()
        post.clock.turn(days=1, seconds=1)
        post.run()
    assert "5 days" in post.endpoint(endpoint).off_because


@sqlite_only
def test_a_redirect_is_not_followed(post: Post) -> None:
    endpoint = post.add()
    post.receiver.moved("/in", "http://hooks.example/other")
    post.receiver.page("/other")
    post.comment()
    post.run()
    assert [path for path, _ in post.receiver.asked] == ["/in"]
    assert "redirects" in post.deliveries(endpoint)[0].problem


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["::1"], ["169.254.169.254"], [PUBLIC, "10.0.0.7"], []]
)
@sqlite_only
def test_nothing_is_sent_inside_by_a_name_that_leads_there(
    post: Post, addresses: list[str]
) -> None:
    endpoint = post.add()
    post.comment()
    worker = post.worker()
    worker.guard = SsrfGuard(Names({"hooks.example": [addresses]}), post.cable)
    event_loop.run(worker.run_once)
    assert post.receiver.asked == []
    assert "public" in post.deliveries(endpoint)[0].problem


@sqlite_only
def test_a_name_that_answers_otherwise_the_next_time_wins_nothing(post: Post) -> None:
    endpoint = post.add()
    names = Names({"hooks.example": [[PUBLIC], ["127.0.0.1"]]})
    worker = post.worker()
    worker.guard = SsrfGuard(names, post.cable)
    for _ in range(2):
        post.comment()
        event_loop.run(worker.run_once)
    assert len(post.receiver.asked) == 1
    assert [each.fate for each in post.deliveries(endpoint)] == [Fate.DELIVERED, Fate.WAITING]
    assert post.cable.reached == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "told",
    [
        *({"url": each} for each in ("http://127.0.0.1/", "http://10.0.0.7/", "http://[::1]/")),
        *({"url": each} for each in ("http://localhost/", "ftp://a.example/", "http://a.example:22/")),
        *({"url": each} for each in ("https://a:b@a.example/", "https://a.example\r\nX: y/", "x")),
        {"events": ()},
        {"events": ("comment.loved",)},
        {"events": ("webhook.test",)},
    ],
)  # fmt: skip
@sqlite_only
def test_what_cannot_be_an_endpoint_is_refused(post: Post, told: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        post.add(**told)


@sqlite_only
def test_a_site_has_so_many_endpoints_and_no_more(post: Post) -> None:
    for _ in range(20):
        post.add()
    with pytest.raises(Invalid, match="20"):
        post.add()


def test_an_answer_without_end_is_not_read(post: Post) -> None:
    endpoint, gone = post.add(), threading.Event()

    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not gone.wait(0.001):
            handler.wfile.write(b"x" * 65_536)

    post.receiver.answers["/in"] = pour
    post.comment()
    try:
        post.run()
    finally:
        gone.set()
    assert post.deliveries(endpoint)[0].fate is Fate.DELIVERED


def test_who_is_removed_is_told_nothing_more(post: Post) -> None:
    endpoint = post.add()
    post.comment()
    post.worker()._take_over()
    with post.database.writing() as connection:
        actions.remove_endpoint(connection, post.site.id, endpoint.id)
    assert post.run() == 0
    with post.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(deliveries)).scalar_one() == 0
