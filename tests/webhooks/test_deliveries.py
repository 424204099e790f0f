"""Messages arrive at least once, or are given up; nobody waits for them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from sqlalchemy import select

from rejoinder.errors import NotFound
from rejoinder.webhooks import actions, intake
from rejoinder.webhooks.model import KEPT, Event, Fate
from rejoinder.webhooks.tables import deliveries
from rejoinder.webhooks.worker import PER_ENDPOINT
from tests.support.factories import (
    make_reader,
)
from tests.support.telling_site import Post

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "The bridge should have been mended years ago."


def test_what_did_not_arrive_is_tried_again_for_a_day_and_then_given_up(post: Post) -> None:
    endpoint = post.add()
    post.receiver.page("/in", b"", 500)
    post.comment()
    start, asked = post.clock(), []
    while post.deliveries(endpoint)[-1:] == [] or post.deliveries(endpoint)[0].fate is Fate.WAITING:
        post.run()
        (waiting,) = post.deliveries(endpoint)
        asked.append(post.clock() - start)
        post.clock.moment = max(waiting.due_at, post.clock())
    assert post.deliveries(endpoint)[0].fate is Fate.GIVEN_UP
    assert post.deliveries(endpoint)[0].status == 500
    assert asked[-1] == timedelta(days=1)
    assert 20 <= len(asked) <= 30
    names = {headers["webhook-id"] for _, headers in post.receiver.asked}
    assert len(names) == 1
    assert len(post.receiver.asked) == len(asked)


@pytest.mark.parametrize("status", [201, 202, 204])
@sqlite_only
def test_any_success_is_one(post: Post, status: int) -> None:
    endpoint = post.add()
    post.receiver.page("/in", b"", status)
    post.comment()
    post.run()
    assert post.deliveries(endpoint)[0].fate is Fate.DELIVERED


@pytest.mark.parametrize("asked", ["3600", "Mon, 15 Jun 2026 13:00:00 GMT"])
@sqlite_only
def test_an_endpoint_that_asks_for_time_is_left_alone(post: Post, asked: str) -> None:
    endpoint = post.add()
    post.receiver.page("/in", b"", 503, retry_after=asked)
    post.comment()
    post.run()
    assert post.deliveries(endpoint)[0].due_at == post.clock() + timedelta(hours=1)
    post.comment()  # another message waits as long
    post.clock.turn(minutes=59)
    assert post.run() == 0
    post.clock.turn(minutes=1)
    assert post.run() == 2


def test_a_slow_endpoint_holds_up_no_other(post: Post) -> None:
    """Its answers come only once the other has been told everything."""
    slow, quick = post.add("http://slow.example/slow"), post.add()
    here, done = threading.Semaphore(0), threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        here.release()
        done.wait(30)
        handler.send_response(200)
        handler.end_headers()

    def count(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        told.append(1)
        if len(told) == 3 * PER_ENDPOINT:
            done.set()

    told: list[int] = []
    post.receiver.answers |= {"/slow": wait, "/in": count}
    for _ in range(3 * PER_ENDPOINT):
        post.comment()
    worker = post.worker()
    worker.start()
    try:
        for _ in range(PER_ENDPOINT):
            assert here.acquire(timeout=20)
        assert done.wait(20)
    finally:
        done.set()
        worker.stop()
    assert all(each.tries for each in post.deliveries(quick))
    assert post.deliveries(slow)


def test_a_message_is_sent_again_under_its_name(post: Post) -> None:
    endpoint = post.add()
    post.comment()
    post.run()
    (delivery,) = post.deliveries(endpoint)
    with post.database.writing() as connection:
        actions.send_again(connection, post.site.id, delivery.id, now=post.clock())
    assert post.run() == 1
    first, again = (headers["webhook-id"] for _, headers in post.receiver.asked)
    assert first == again == delivery.message_id
    with post.database.writing() as connection, pytest.raises(NotFound):
        actions.send_again(connection, post.site.id + 1, delivery.id, now=post.clock())


def test_what_a_worker_that_died_had_in_hand_is_sent_by_the_next(post: Post) -> None:
    endpoint = post.add()
    post.comment()
    dead = post.worker()
    dead._take_over()
    assert len(dead._claimed()) == 1
    assert post.run() == 0  # as long as it may still be alive
    post.clock.turn(minutes=3)
    assert post.run() == 1
    assert post.deliveries(endpoint)[0].fate is Fate.DELIVERED


def test_nothing_is_lost_where_the_transaction_that_takes_over_fails(post: Post) -> None:
    endpoint = post.add()
    post.comment()

    def fail() -> None:
        with post.database.writing() as connection:
            assert intake.take_over(connection, now=post.clock()) == 1
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert post.deliveries(endpoint) == []
    assert post.run() == 1


def test_two_workers_tell_each_thing_once(post: Post) -> None:
    endpoint = post.add()
    for _ in range(12):
        post.comment()
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: post.run(), range(2)))
    post.run()
    names = [headers["webhook-id"] for _, headers in post.receiver.asked]
    assert len(names) == len(set(names)) == 12
    assert len(post.deliveries(endpoint)) == 12


def test_deliveries_are_kept_for_some_weeks(post: Post) -> None:
    endpoint = post.add()
    post.comment()
    post.run()
    post.clock.turn(days=KEPT.days - 1)
    post.run()
    assert len(post.deliveries(endpoint)) == 1
    post.clock.turn(days=2)
    post.run()
    assert post.deliveries(endpoint) == []


def test_a_delivery_keeps_no_word_of_anybody(post: Post, now: datetime) -> None:
    with post.database.writing() as connection:
        reader = make_reader(connection, post.site, now=now, name="Ottokar")
    post.add(with_text=True)
    post.comment(text=TEXT, reader=reader)
    post.run()
    with post.database.reading() as connection:
        kept = str(connection.execute(select(deliveries)).all())
    assert "Ottokar" not in kept
    assert "bridge" not in kept
    assert Event.COMMENT_PUBLISHED in kept
