"""The window in which readers of other origins' pages sign in: what it gives, and to whom."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.engine.judge_pool import AskJudge
from tests.support.html_page import Page
from tests.support.newspaper import HOME, KIND, Paper, link_in, open_paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOST = "https://courier.example"
POP_UP = "/sign-in/pop-up"


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    site = {"origins": (HOST, "https://other.example:8443")}
    with open_paper(database_url, judge=judge, now=now, site=site) as opened:
        yield opened


def ask(browser: TestClient[Newspaper], origin: str = HOST, **more: str) -> Response:
    return browser.get(POP_UP, params={"origin": origin, **more}, follow_redirects=False)


def test_a_mailed_link_signs_in_and_the_window_gives_the_page_a_session(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    first = ask(client)
    assert first.status_code == 303
    page = client.get(first.headers["location"])
    form = Page(page.text).form("/sign-in")
    sent = client.post("/sign-in", data={**form.fields, "email": "ann@example.org"})
    assert "I have opened the link" in sent.text
    waiting = form.fields["next"]
    assert client.get(waiting, follow_redirects=False).status_code == 303  # not yet
    opened = client.post(link_in(paper.emails()[-1].text), follow_redirects=False)
    assert opened.headers["location"] == waiting
    handing = client.get(waiting)
    assert "data-at-once" in handing.text
    told = client.post(POP_UP, data=Page(handing.text).form(POP_UP).fields)
    assert told.headers["cache-control"] == "no-store"
    assert f'data-origin="{HOST}"' in told.text
    for answer in (first, page, sent, opened, handing, told):
        assert answer.headers["cross-origin-opener-policy"] == "unsafe-none"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    message = message_of(told)
    assert message["type"] == "rejoinder-session"
    known = {"authorization": f"Bearer {message['session']}"}
    reader = paper.browser().get("/api/v1/sessions/current", headers=known).json()["reader"]
    assert reader["signed_in"]
    article = paper.article()
    author = {"text": KIND, "author": {"name": "Ann Holm"}}
    comments = f"/api/v1/articles/{article.id}/comments"
    assert paper.browser().post(comments, json=author, headers=known).status_code == 201


def message_of(answer: Response) -> dict[str, str]:
    """What the script of the answer tells the page."""
    attributes = [told for _, told in Page(answer.text).tags if "data-handed-over" in told]
    raw = attributes[0]["data-handed-over"]
    message: dict[str, str] = json.loads(raw)
    return message


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "*",
        HOME,
        "https://courier.example/",
        "https://courier.example.evil.example",
        "http://courier.example",
        "https://COURIER.example",
        "https://courier.example\n",
        "https://other.example",
        "x" * 3000,
    ],
)
def test_no_other_page_gets_one(paper: Paper, origin: str) -> None:
    browser = paper.sign_in("ann@example.org")
    for answer in (ask(browser, origin), browser.post(POP_UP, data={"origin": origin})):
        assert answer.status_code in {403, 422}
        assert "rjs_" not in answer.text


def test_nobody_else_can_make_a_browser_hand_one_over(paper: Paper) -> None:
    browser = paper.sign_in("ann@example.org")
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    answer = browser.post(POP_UP, data={"origin": HOST}, headers=foreign)
    assert answer.status_code == 403
    assert "rjs_" not in answer.text
    assert "data-at-once" not in ask(browser).text  # to look is not to press


def test_a_guest_signs_in_first(paper: Paper, client: TestClient[Newspaper]) -> None:
    paper.put_in(client, paper.article())
    assert ask(client).status_code == 303
    answer = client.post(POP_UP, data={"origin": HOST}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"][: len(POP_UP)]) == (303, POP_UP)


def test_the_two_sessions_end_apart(paper: Paper) -> None:
    browser = paper.sign_in("ann@example.org")
    session = message_of(browser.post(POP_UP, data={"origin": HOST}))["session"]
    known = {"authorization": f"Bearer {session}"}
    current = "/api/v1/sessions/current"
    assert browser.post("/sign-out", follow_redirects=False).status_code == 303
    assert browser.get(current, headers=known).status_code == 200
    assert browser.delete(current, headers=known).status_code == 204
    assert browser.get(current, headers=known).status_code == 404
