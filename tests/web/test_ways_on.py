"""Whatever went wrong, a reader is still at the paper, with its frame, its icon and a way on."""

import struct
import zlib
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.model import Role
from rejoinder.web.site.icon import initial_of
from tests.support.html_page import Page, read
from tests.support.newspaper import Paper, link_in

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@sqlite_only
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing-here", 404),
        ("/articles/nothing-here", 404),
        ("/comments/99999", 404),
        ("/your-comment/nobodys", 404),
        ("/articles/harbour-bridge?cursor=x", 422),
    ],
)
def test_an_error_has_the_papers_frame_and_a_way_on(
    paper: Paper, client: TestClient[Newspaper], article: Article, path: str, status: int
) -> None:
    paper.article("opera", section="Culture", headline="Opera house to open")
    answer = client.get(path)
    assert answer.status_code == status
    page = Page(answer.text)
    assert {"/", "/sections/news", "/sections/culture", "/most-read"} <= set(page.links())
    assert page.has("a", class_="button secondary", href="/")
    assert f"/sign-in?next={path.partition('?')[0]}" in page.links()
    assert page.has("meta", name="robots", content="noindex")


@sqlite_only
def test_whoever_is_signed_in_can_sign_out_of_an_error(paper: Paper) -> None:
    browser = paper.sign_in("agnes@example.org")
    for path in ("/nothing-here", "/desk"):
        page = Page(browser.get(path).text)
        assert "/sign-out" in [form.action for form in page.forms]
        assert not [link for link in page.links() if link.startswith("/sign-in")]
    refused = Page(browser.post("/comments/99999/reports", data={"reason": "spam"}).text)
    assert "/sign-out" in [form.action for form in refused.forms]


@sqlite_only
def test_the_sections_keep_their_order(paper: Paper, client: TestClient[Newspaper]) -> None:
    for number, section in enumerate(["World", "Sport", "Arts", "Sport", "Arts", "Arts"]):
        paper.article(f"number-{number}", section=section)
    for path in ("/", "/sections/arts", "/comments-faq", "/nothing-here"):
        bar = [link for link in Page(client.get(path).text).links() if link.startswith("/sections")]
        assert list(dict.fromkeys(bar)) == ["/sections/world", "/sections/sport", "/sections/arts"]


@sqlite_only
@pytest.mark.parametrize("how", ["used", "too old", "never was"])
def test_a_link_that_no_longer_opens_offers_a_new_one_to_the_same_page(
    paper: Paper, client: TestClient[Newspaper], article: Article, how: str
) -> None:
    client.post("/sign-in", data={"email": "agnes@example.org", "next": article.path})
    path = link_in(paper.emails()[-1].text)
    if how == "used":
        assert paper.browser().post(path, follow_redirects=False).status_code == 303
    elif how == "too old":
        paper.clock.turn(minutes=31)
    else:
        path = "/sign-in/" + "x" * 32
    for answer in (client.get(path), client.post(path, follow_redirects=False)):
        assert answer.status_code == 410
        page = Page(answer.text)
        form = page.form("/sign-in")
        assert form.fields == {"email": "", "next": "/" if how == "never was" else article.path}
        assert "agnes" not in answer.text
        assert not [each for each in page.forms if each.action.startswith("/sign-in/")]


@sqlite_only
def test_whoever_opens_a_link_twice_is_told_that_they_are_signed_in(paper: Paper) -> None:
    browser = paper.browser()
    browser.post("/sign-in", data={"email": "agnes@example.org", "next": "/most-read"})
    path = link_in(paper.emails()[-1].text)
    browser.post(path, follow_redirects=False)
    page = Page(browser.get(path).text)
    assert "You are signed in already" in page.text
    assert page.has("a", class_="button", href="/most-read")


@sqlite_only
def test_crawlers_are_kept_from_what_is_private(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    told = client.get("/robots.txt")
    assert told.headers["content-type"].startswith("text/plain")
    for path in ("/desk", "/your-comment/", "/sign-in", "/api/"):
        assert f"Disallow: {path}\n" in told.text
    assert f"Sitemap: {paper.site.base_url}/sitemap.xml" in told.text
    listed = client.get("/sitemap.xml")
    assert listed.headers["content-type"].startswith("application/xml")
    assert f"<loc>{paper.site.base_url}{article.path}</loc>" in listed.text


@sqlite_only
def test_a_paper_has_an_icon_of_its_own(paper: Paper, client: TestClient[Newspaper]) -> None:
    page = read(client, "/")
    for path in ("/favicon.svg", "/favicon.ico"):
        assert page.has("link", rel="icon", href=path)
    drawn = client.get("/favicon.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert ">G</text>" in drawn.text
    assert paper.site.accent in drawn.text
    plain = client.get("/favicon.ico").content
    assert plain[1:4] == b"PNG"
    assert struct.unpack(">II", plain[16:24]) == (32, 32)
    size = struct.unpack(">I", plain[33:37])[0]
    assert len(zlib.decompress(plain[41 : 41 + size])) == 32 * (1 + 3 * 32)


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("The Gazette", "G"),
        ("the", "T"),
        ("Étoile", "É"),
        ("«7 dni»", "7"),
        ("日報", "日"),
        ("!", "R"),
    ],
)
def test_the_initial_is_that_of_the_name(everybodys: Paper, name: str, initial: str) -> None:
    assert initial_of(replace(everybodys.site, name=name)) == initial


@sqlite_only
def test_whoever_is_signed_in_is_told_so_where_one_signs_in(paper: Paper) -> None:
    browser = paper.sign_in("agnes@example.org")
    page = Page(browser.get("/sign-in?next=/most-read").text)
    assert "You are signed in already." in page.text
    assert page.has("a", class_="button", href="/most-read")
    browser.post("/your-name", data={"name": "Agnes Holloway"})
    assert "already, as Agnes Holloway." in Page(browser.get("/sign-in").text).text
    assert "signed in already" not in Page(paper.browser().get("/sign-in").text).text


@sqlite_only
def test_an_error_at_the_desk_leads_back_to_the_desk(paper: Paper) -> None:
    paper.invite("ilse@example.org", name="Ilse", role=Role.EDITOR)
    staff = paper.sign_in("ilse@example.org").get("/desk/comments/99999")
    assert Page(staff.text).has("a", class_="button secondary", href="/desk")
    reader = paper.sign_in("agnes@example.org").get("/desk/nothing")
    assert Page(reader.text).has("a", class_="button secondary", href="/")
