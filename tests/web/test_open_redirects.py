"""Every way that leads back to an address leads to a page of the paper, and nowhere else."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

import msgspec
import pytest
from litestar.testing import TestClient
from lxml import html

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.readers.actions import make_link
from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import CommentoSettings, OpenIdSettings, Settings
from rejoinder.web.site.paths import local_path
from rejoinder.web.site.sign_in_elsewhere import COOKIE, Attempt
from tests.support.html_page import Page
from tests.support.newspaper import HOME, KIND, Paper, link_in, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

HOST = "https://courier.example"
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "/\r\nlocation: https://evil.example",
    "/" + "x" * 500,
    "/\u2028",
    "",
)


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    with open_paper(database_url, judge=judge, now=now, site={"origins": (HOST,)}) as opened:
        yield opened


def href(page: str, words: str) -> str:
    """Where the link with these words leads."""
    (found,) = html.document_fromstring(page).xpath(f'//a[contains(., "{words}")]/@href')
    return str(found)


def test_no_other_path_is_local() -> None:
    assert {local_path(each) for each in ELSEWHERE} == {"/"}
    for path in ("/", "/articles/a?x=1#comments", "/a//evil.example", "/sections/caf%C3%A9"):
        assert local_path(path) == path


@sqlite_only
def test_the_sign_in_form_and_its_link(paper: Paper, client: TestClient[Newspaper]) -> None:
    for path in ELSEWHERE:
        page = Page(client.get("/sign-in", params={"next": path}).text)
        assert page.form("/sign-in").fields["next"] == "/"
    for path in ELSEWHERE[:5]:
        sent = client.post("/sign-in", data={"email": "ann@example.org", "next": path})
        assert href(sent.text, "Ask again") == "/sign-in?next=/"
        opened = client.post(link_in(paper.emails()[-1].text), follow_redirects=False)
        assert opened.headers["location"] == "/"
        paper.clock.turn(hours=2)
    for path in ELSEWHERE:  # whoever is signed in already has a button that goes on
        going_on = client.get("/sign-in", params={"next": path}).text
        assert href(going_on, "Go on") == "/"


@sqlite_only
def test_a_link_whose_row_was_written_by_somebody_else(paper: Paper) -> None:
    for path in ELSEWHERE[:4]:
        with paper.database.writing() as connection:
            made = make_link(
                connection, paper.site.id, "ann@example.org", next_path=path, now=paper.clock()
            )
        browser = paper.browser()
        opened = browser.post(f"/sign-in/{made}", follow_redirects=False)
        assert (opened.status_code, opened.headers["location"]) == (303, "/")
        again = browser.post(f"/sign-in/{made}")
        assert again.status_code == 410
        assert Page(again.text).form("/sign-in").fields["next"] == "/"


@sqlite_only
def test_a_page_elsewhere(paper: Paper, client: TestClient[Newspaper]) -> None:
    ways: dict[str, Settings] = {
        "commento": CommentoSettings(url="https://courier.example/sso", secret="0a" * 32),
        "openid": OpenIdSettings(provider="http://127.0.0.1:9", client_id="comments"),
    }
    with paper.database.writing() as connection:
        for name, settings in ways.items():
            add_way(
                connection,
                paper.site.id,
                name=name,
                label=name,
                settings=settings,
                now=paper.clock(),
            )
    for path in ELSEWHERE:
        led = paper.browser()
        address = f"/sign-in/by/commento?next={quote(path)}"
        assert led.get(address, follow_redirects=False).status_code == 303
        begun = msgspec.json.decode(bytes.fromhex(led.cookies[COOKIE]), type=Attempt)
        assert begun.next_path == "/"
        # Nor does what the browser makes up in the cookie's place.
        for name in ways:
            forged = msgspec.json.encode(Attempt(name, "s", "n", "v", path)).hex()
            led.cookies.clear()
            led.cookies.set(COOKIE, forged)
            back = led.get(f"/sign-in/by/{name}/back?error=x", follow_redirects=False)
            assert "location" not in back.headers
            assert Page(back.text).form("/sign-in").fields["next"] == "/"


@sqlite_only
def test_choosing_a_name(paper: Paper) -> None:
    browser = paper.sign_in("ann@example.org")
    for path in ELSEWHERE:
        page = browser.get("/your-name", params={"next": path}).text
        assert Page(page).form("/your-name").fields["next"] == "/"
        assert href(page, "Back to where you were") == "/"
        stranger = paper.browser().get("/your-name", params={"next": path}, follow_redirects=False)
        assert stranger.headers["location"] == "/sign-in?next=/your-name%3Fnext%3D/"
    named = browser.post(
        "/your-name", data={"name": "Ann Holm", "next": ELSEWHERE[0]}, follow_redirects=False
    )
    assert named.headers["location"] == "/your-name?changed=1&next=/"


@sqlite_only
def test_the_window_of_another_origins_page(paper: Paper, client: TestClient[Newspaper]) -> None:
    for origin in ("https://evil.example", f"{HOST}.evil.example", f"{HOST}@evil.example", ""):
        for browser in (client, paper.sign_in("ann@example.org")):
            asked = browser.get(
                "/sign-in/pop-up", params={"origin": origin}, follow_redirects=False
            )
            handed = browser.post(
                "/sign-in/pop-up", data={"origin": origin}, follow_redirects=False
            )
            assert (asked.status_code, handed.status_code) == (403, 403)
            assert "location" not in {**asked.headers, **handed.headers}
        # Whoever is led there by the form finds the same door shut.
        there = f"/sign-in/pop-up?origin={quote(origin)}"
        link = link_in(_letter(paper, client, there))
        opened = client.post(link, follow_redirects=False)
        assert opened.headers["location"] == there
        assert client.get(there, follow_redirects=False).status_code == 403
        client.post("/sign-out")
        paper.clock.turn(hours=2)


def _letter(paper: Paper, browser: TestClient[Newspaper], path: str) -> str:
    browser.post("/sign-in", data={"email": "bo@example.org", "next": path})
    return paper.emails()[-1].text


@sqlite_only
def test_a_comment_from_a_page_without_scripts(paper: Paper, article: Article) -> None:
    for number, page in enumerate(ELSEWHERE):
        form = {"text": f"{KIND} {number}", "name": "Ann", "email": "ann@example.org"}
        sent = paper.browser().post(
            f"/embed{article.path}/comments",
            params={"url": page},
            data=form,
            follow_redirects=False,
        )
        assert sent.status_code == 303
        assert sent.headers["location"].startswith(f"{HOME}/")
