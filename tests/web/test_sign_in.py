"""Signing in by a mailed link, and everything that must not sign anybody in."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites.model import Role
from tests.support.html_page import Page, read
from tests.support.newspaper import HELD, HOME, Paper, link_in, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HERS = "ilka@example.org"


def ask(paper: Paper, browser: TestClient[Newspaper], **form: str) -> str:
    """Asks for a link and takes it from the letter."""
    answer = browser.post("/sign-in", data={"email": "ann@example.org", **form})
    assert answer.status_code in {200, 201}
    return link_in(paper.emails()[-1].text)


def test_a_mailed_link_signs_in_after_one_more_press(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    link = ask(paper, client, next=article.path)
    letter = paper.emails()[-1]
    assert letter.to == "ann@example.org"
    assert "The Gazette" in letter.subject
    assert HOME in letter.text
    assert Page(client.get(link).text).form(link).fields == {}
    assert "Sign out" not in client.get("/").text  # looking at the link is not pressing
    answer = client.post(link, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, article.path)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    page = Page(client.get(article.path).text)
    assert "Sign out" in page.text
    fields = page.form(f"{article.path}/comments").fields
    assert fields.keys() == {"text", "name", "parent_id", "key"}


def test_a_link_works_once(paper: Paper, client: TestClient[Newspaper]) -> None:
    link = ask(paper, client)
    assert client.post(link, follow_redirects=False).status_code == 303
    again = paper.browser().post(link, follow_redirects=False)
    assert again.status_code == 410
    assert "set-cookie" not in again.headers
    assert "used already, or is too old" in Page(again.text).text


@sqlite_only
def test_a_link_works_for_half_an_hour(paper: Paper, client: TestClient[Newspaper]) -> None:
    link = ask(paper, client)
    paper.clock.turn(minutes=30)
    assert client.post(link, follow_redirects=False).status_code == 410
    fresh = ask(paper, client)
    paper.clock.turn(minutes=29)
    assert client.post(fresh, follow_redirects=False).status_code == 303


@sqlite_only
@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "evil.example",
        " //evil.example",
        "/" + "x" * 490 + "\u2028",
        "http:/\\evil.example",
    ],
)
def test_a_link_leads_nowhere_but_to_the_paper(
    paper: Paper, client: TestClient[Newspaper], path: str
) -> None:
    answer = client.post(ask(paper, client, next=path), follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@sqlite_only
@pytest.mark.parametrize("path", ["/articles/a?x=1#comments", "/desk", "/sections/caf%C3%A9"])
def test_a_link_leads_back_to_where_it_was_asked_for(
    paper: Paper, client: TestClient[Newspaper], path: str
) -> None:
    form = Page(client.get("/sign-in", params={"next": path}).text).form("/sign-in").fields
    assert form["next"] == path
    answer = client.post(ask(paper, client, next=form["next"]), follow_redirects=False)
    assert answer.headers["location"] == path


@sqlite_only
def test_an_address_that_cannot_be_one_is_refused_in_the_form(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    for wrong in (
        "",
        "ann",
        "ann@",
        "@example.org",
        "a b@example.org",
        "ann@example.org\nCc: b@c.d",
    ):
        answer = client.post("/sign-in", data={"email": wrong})
        assert answer.status_code == 422, wrong
        said = "does not look like an e-mail address" if wrong else "Please give your e-mail"
        assert said in Page(answer.text).text
    assert paper.emails() == []


@sqlite_only
def test_nobody_learns_from_the_answer_who_has_an_account(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    paper.sign_in("known@example.org")
    answers = [
        client.post("/sign-in", data={"email": email}).text.replace(email, "EMAIL")
        for email in ("known@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]


@sqlite_only
def test_nobodys_mailbox_is_filled(paper: Paper, client: TestClient[Newspaper]) -> None:
    for _ in range(5):
        ask(paper, client)
    answer = client.post("/sign-in", data={"email": "ann@example.org"})
    assert answer.status_code == 429
    assert len(paper.emails()) == 5
    paper.clock.turn(hours=1, seconds=1)
    ask(paper, client)


def test_strangers_cannot_keep_anybody_from_signing_in(paper: Paper) -> None:
    for number in range(20):
        stranger = paper.browser(address=f"203.0.113.{number // 2}")
        stranger.post("/sign-in", data={"email": "ann@example.org"})
    sent = len(paper.emails())
    assert sent < 20
    hers = paper.browser()
    full = hers.post("/sign-in", data={"email": "ann@example.org"})
    assert len(paper.emails()) == sent
    other = hers.post("/sign-in", data={"email": "bob@example.org"})
    assert full.text == other.text.replace("bob@", "ann@")
    link = link_in(paper.emails()[sent - 1].text)
    assert hers.post(link, follow_redirects=False).status_code == 303
    assert "Sign out" in hers.get("/").text


@sqlite_only
def test_addresses_of_one_customer_are_one_sender_of_links(paper: Paper) -> None:
    answers = [
        paper.browser(address=f"2001:db8::{number}").post("/sign-in", data={"email": HERS})
        for number in range(1, 7)
    ]
    assert [each.status_code for each in answers] == [200] * 5 + [429]


def test_signing_out_ends_the_session_everywhere_it_was_copied(
    paper: Paper, article: Article
) -> None:
    browser = paper.sign_in("ann@example.org")
    token = browser.cookies["rejoinder_session"]
    assert browser.post("/sign-out", follow_redirects=False).status_code == 303
    assert "Sign out" not in browser.get("/").text
    copied = {"cookie": f"rejoinder_session={token}"}
    assert "Sign out" not in paper.browser().get("/", headers=copied).text


@sqlite_only
@pytest.mark.parametrize(
    "token", ["", "x", "0" * 32, "a" * 5000, "%00", "' OR '1'='1", "\u00fc".encode("latin-1")]
)
def test_a_made_up_cookie_is_nobody(paper: Paper, article: Article, token: str | bytes) -> None:
    paper.put_in(paper.browser(), article, text=HELD)
    raw = token if isinstance(token, bytes) else token.encode()
    headers = [(b"cookie", b"rejoinder_session=" + raw)]
    page = paper.browser().get(article.path, headers=headers)
    assert page.status_code == 200
    assert "Sign out" not in page.text
    assert "Gadzooks" not in page.text


@sqlite_only
def test_a_session_ends_by_itself(paper: Paper) -> None:
    browser = paper.sign_in("ann@example.org")
    paper.clock.turn(days=59)
    assert "Sign out" in browser.get("/").text
    paper.clock.turn(days=2)
    assert "Sign out" not in browser.get("/").text


@sqlite_only
def test_a_guests_cookie_opens_no_readers_account(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.sign_in("ann@example.org")
    paper.put_in(client, article)  # a guest who types the same address
    assert "Sign out" not in client.get("/").text
    assert client.get("/desk", follow_redirects=False).status_code in {302, 303, 403}


@sqlite_only
def test_staff_are_known_by_their_own_name(paper: Paper) -> None:
    paper.invite("ed@example.org", name="Edith Moor", role=Role.EDITOR)
    page = Page(paper.sign_in("ed@example.org").get("/").text)
    assert "Edith Moor" in page.text
    assert "/desk" in page.links()
    assert "/desk" not in Page(paper.sign_in("ann@example.org").get("/").text).links()


@pytest.fixture
def demo(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    with open_paper(database_url, judge=judge, now=now, settings={"demo": True}) as opened:
        yield opened


@sqlite_only
def test_the_demo_shows_its_links_and_nobody_else_does(demo: Paper) -> None:
    browser = demo.browser()
    assert "agnes@example.org" in browser.get("/sign-in").text
    page = Page(browser.post("/sign-in", data={"email": "somebody@example.org"}).text)
    link = next(each for each in page.links() if each.startswith("/sign-in/"))
    assert browser.post(link, follow_redirects=False).status_code == 303


@sqlite_only
def test_whoever_plays_with_the_demo_is_let_in_every_time_by_one_press(demo: Paper) -> None:
    for _ in range(35):
        browser = demo.browser()
        button = next(
            form
            for form in read(browser, "/sign-in?next=/most-read").forms
            if form.fields.get("email") == "agnes@example.org"
        )
        pressed = browser.post(button.action, data=button.fields, follow_redirects=False)
        assert (pressed.status_code, pressed.headers["location"]) == (303, "/most-read")
        assert "/sign-out" in [form.action for form in read(browser, "/most-read").forms]


@sqlite_only
def test_under_https_the_cookie_is_one_that_only_the_papers_own_host_can_set(
    database_url: str, judge: AskJudge, now: datetime
) -> None:
    home = "https://gazette.example"
    with open_paper(
        database_url,
        judge=judge,
        now=now,
        site={"base_url": home, "hosts": ("gazette.example",)},
    ) as paper:
        article, browser = paper.article(), paper.browser(home)
        cookies = [paper.put_in(browser, article, text=HELD).headers["set-cookie"]]
        browser.post("/sign-in", data={"email": HERS})
        signed_in = browser.post(link_in(paper.emails()[-1].text), follow_redirects=False)
        cookies.append(signed_in.headers["set-cookie"])
        assert "Sign out" in browser.get("/").text
        cookies.append(browser.post("/sign-out", follow_redirects=False).headers["set-cookie"])
        for cookie in cookies:
            assert cookie.startswith("__Host-rejoinder_session=")
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
            assert "domain" not in cookie.lower()
        assert "Sign out" not in browser.get("/").text
        # Another host of the domain could have put it there.
        browser.post("/sign-in", data={"email": HERS})
        other = paper.browser(home)
        other.post(link_in(paper.emails()[-1].text), follow_redirects=False)
        token = other.cookies["__Host-rejoinder_session"]
        planted = {"cookie": f"rejoinder_session={token}"}
        assert "Sign out" not in paper.browser(home).get("/", headers=planted).text


@sqlite_only
def test_no_link_is_shown_outside_the_demo(paper: Paper, client: TestClient[Newspaper]) -> None:
    answer = client.post("/sign-in", data={"email": "ann@example.org"})
    assert link_in(paper.emails()[-1].text) not in answer.text
    assert "/sign-in/" not in answer.text
    assert "agnes" not in client.get("/sign-in").text
