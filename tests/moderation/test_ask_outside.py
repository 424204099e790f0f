"""Checks by URL at real web servers, the hostile among them; whatever they do, a comment waits."""

import gzip
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler

import anyio
import pytest

from rejoinder.moderation.actions.ask_outside import OutsideAsker
from rejoinder.moderation.model import Outcome, OutsideAnswer
from rejoinder.moderation.outside_check import MAX_ANSWER_BYTES, OutsideCheck
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from tests.support import event_loop
from tests.support.remote_sites import PUBLIC, Cable, Names, Site, site

CHECK = OutsideCheck(1, "Check", "http://check.example/v1", 10_000, SigningSecrets.new())
FINE = OutsideAnswer(1, Outcome.PUBLISH)


@pytest.fixture(scope="module")
def opened() -> Iterator[Site]:
    """A server that the tests of this file share."""
    with site() as running:
        yield running


@pytest.fixture
def service(opened: Site) -> Site:
    """That server, which was asked nothing yet."""
    opened.answers.clear()
    opened.asked.clear()
    opened.bodies.clear()
    return opened


def answered(
    service: Site,
    now: datetime,
    check: OutsideCheck = CHECK,
    names: Names | None = None,
    cable: Cable | None = None,
) -> OutsideAnswer:
    known = names or Names({"check.example": [[PUBLIC]]})
    asker = OutsideAsker(SsrfGuard(known, cable or Cable(service.port)))

    async def ask() -> OutsideAnswer:
        (answer,) = await asker.ask([check], {"text": "Åh"}, now=now)
        return answer

    return event_loop.run(ask)


def test_a_check_is_asked_by_a_signed_call(service: Site, now: datetime) -> None:
    service.says("/v1", {"outcome": "hold", "reason": "It may sell."})
    assert answered(service, now) == OutsideAnswer(1, Outcome.HOLD, "It may sell.")
    _, headers = service.asked[0]
    assert service.bodies == ['{"text":"Åh"}'.encode()]
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"].startswith("msg_")
    assert headers["webhook-signature"].startswith("v1,")
    assert not headers.keys() & {"cookie", "authorization", "referer"}


@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_answer_says_nothing(service: Site, now: datetime, status: int) -> None:
    service.page("/v1", b"", status)
    assert answered(service, now) == FINE


@pytest.mark.parametrize(
    ("status", "body", "media_type", "problem"),
    [
        (500, b"{}", "application/json", "500"),
        (404, b"{}", "application/json", "404"),
        (202, b"{}", "application/json", "202"),
        (200, b"<p>Welcome</p>", "text/html", "no JSON"),
        (200, b"{}", "text/html", "no JSON"),
        (200, b"{}", "", "no JSON"),
        (200, b"Welcome", "application/json", "not what was asked"),
        (200, b" " * (MAX_ANSWER_BYTES + 1), "application/json", "too large"),
    ],
)
def test_a_wrong_answer_is_no_answer(
    service: Site, now: datetime, status: int, body: bytes, media_type: str, problem: str
) -> None:
    service.page("/v1", body, status, content_type=media_type)
    assert problem in answered(service, now).problem


def test_an_answer_that_swells_when_unpacked_is_left(service: Site, now: datetime) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    service.page("/v1", bomb, content_type="application/json", content_encoding="gzip")
    assert answered(service, now).problem


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/", "http://10.1/"),
        *(
            "http://2130706433/",
            "http://localhost/",
            "http://check.example:22/",
            "ftp://a.example/",
        ),
        *("http://user:word@check.example/", "http://check.example\r\nX: y/", "http://check/"),
    ],
)
def test_nobody_inside_is_asked(service: Site, now: datetime, url: str) -> None:
    cable = Cable(service.port)
    assert answered(service, now, replace(CHECK, url=url), cable=cable).problem
    assert cable.reached == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["::1"], [PUBLIC, "10.0.0.7"], []])
def test_a_name_that_leads_inside_is_not_gone_to(
    service: Site, now: datetime, addresses: list[str]
) -> None:
    names = Names({"check.example": [addresses]})
    assert "public" in answered(service, now, names=names).problem
    assert service.asked == []


def test_a_name_that_answers_otherwise_the_second_time_wins_nothing(
    service: Site, now: datetime
) -> None:
    service.says("/v1", {})
    names = Names({"check.example": [[PUBLIC], ["127.0.0.1"]]})
    assert answered(service, now, names=names) == FINE
    assert names.looked_up == ["check.example"]
    assert "public" in answered(service, now, names=names).problem


def test_a_redirect_is_not_followed(service: Site, now: datetime) -> None:
    service.moved("/v1", "http://check.example/other")
    service.says("/other", {})
    assert "302" in answered(service, now).problem
    assert [path for path, _ in service.asked] == ["/v1"]


def test_an_answer_without_end_is_left_in_time(service: Site, now: datetime) -> None:
    gone = threading.Event()

    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "application/json")
        handler.end_headers()
        while not gone.wait(0.02):
            handler.wfile.write(b" ")

    service.answers["/v1"] = trickle
    try:
        problem = answered(service, now, replace(CHECK, timeout_ms=200)).problem
    finally:
        gone.set()
    assert problem == "no answer in 200 ms"


@pytest.mark.parametrize(
    "raw", [b"", b"SSH-2.0\r\n", b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 99_999]
)
def test_what_speaks_no_http_is_no_answer(service: Site, now: datetime, raw: bytes) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    service.answers["/v1"] = answer
    assert answered(service, now).problem


def test_the_operator_may_name_a_check_inside(service: Site, now: datetime) -> None:
    service.says("/v1", {})
    inside = (f"127.0.0.1:{service.port}",)
    resolver = Resolver(1)
    asker = OutsideAsker(SsrfGuard(resolver, inside=inside), inside)
    check = replace(CHECK, url=f"http://127.0.0.1:{service.port}/v1")
    (answer,) = event_loop.run(lambda: asker.ask([check], {}, now=now))
    resolver.close()
    assert answer == FINE


def test_several_checks_are_asked_at_once_and_no_more_comments_than_there_is_room_for(
    service: Site, now: datetime
) -> None:
    both = threading.Barrier(2, timeout=20)
    here, on = threading.Event(), threading.Event()

    def wait_for_the_other(handler: BaseHTTPRequestHandler) -> None:
        both.wait()
        here.set()
        on.wait(20)
        handler.send_response(204)
        handler.end_headers()

    service.answers["/v1"] = wait_for_the_other
    names = Names({"check.example": [[PUBLIC]]})
    asker = OutsideAsker(SsrfGuard(names, Cable(service.port)), capacity=1)
    checks = [CHECK, replace(CHECK, id=2)]
    answers: list[tuple[OutsideAnswer, ...]] = []

    async def ask() -> None:
        async def first() -> None:
            answers.append(await asker.ask(checks, {}, now=now))

        async with anyio.create_task_group() as both_comments:
            both_comments.start_soon(first)
            await event_loop.until(here.is_set)
            answers.append(await asker.ask(checks, {}, now=now))
            on.set()
        answers.append(await asker.ask([], {}, now=now))

    event_loop.run(ask)
    assert [each.problem for each in answers[0]] == ["no place free", "no place free"]
    assert [each.problem for each in answers[1]] == ["", ""]
    assert answers[2] == ()
