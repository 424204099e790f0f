"""Each recipe of integrations/, made by the system it is for, in a browser on another origin."""

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from lxml.html import fragment_fromstring
from playwright.sync_api import Page, expect

from tests.support.embedded_thread import SAID, write
from tests.support.embedding import SECRET, Embedding, host_policy
from tests.support.live_server import free_port
from tests.support.recipes import PAGES, Told, react_page, react_page_in_one, reader_token

# A page that is made by a script of its own, which puts ours in.
POLICY_OF_SCRIPTED = (
    "default-src 'none'; style-src 'self'; script-src 'self' {comments}; "
    "connect-src 'self' {comments}"
)
RUTA = {"id": "4712", "username": "Rūta Łysko", "email": "ruta@example.org"}


@pytest.mark.parametrize("name", PAGES)
def test_the_thread_stands_in_the_page(
    name: str,
    page: Page,
    embedded: Embedding,
    tmp_path: Path,
) -> None:
    article = embedded.article()
    address = f"{embedded.host.origin}/{name}.html"
    made = PAGES[name](Told(embedded.comments, article.slug, address), tmp_path)
    embedded.host.pages[f"/{name}.html"] = lambda: f"<!doctype html><title>A</title>{made}"
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("li.comment")).to_have_count(3)
    assert thread.get_attribute("url") == address
    write(thread, SAID)
    expect(thread.locator("li.comment", has_text=SAID)).to_be_visible()


@contextmanager
def react_site(page: Page, embedded: Embedding, told: dict[str, object]) -> Iterator[None]:
    """A site of React's with the component, opened at its first article."""
    written, script = react_page(told)
    body = (
        f'<div id="page" data-told="{html.escape(json.dumps(told))}">{written}</div>'
        '<script src="/page.js"></script>'
    )
    embedded.host.pages["/react"] = lambda: f"<!doctype html><title>A</title>{body}"
    embedded.host.pages["/page.js"] = lambda: script
    strict = embedded.host.policy
    embedded.host.policy = host_policy(embedded.comments, POLICY_OF_SCRIPTED)
    try:
        page.goto(f"{embedded.host.origin}/react")
        yield
    finally:
        embedded.host.policy = strict


def test_a_react_page_goes_on_to_another_article_and_hears_of_posts(
    page: Page, embedded: Embedding
) -> None:
    several, one = embedded.article(), embedded.article(comments=1)
    told: dict[str, object] = {
        "server": embedded.comments,
        "articles": [{"articleId": several.slug}, {"articleId": one.slug, "theme": "dark"}],
    }
    with react_site(page, embedded, told):
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("li.comment")).to_have_count(3)
        page.get_by_role("button", name="Next article").click()
        expect(thread.locator("li.comment")).to_have_count(1)
        expect(thread).to_have_attribute("theme", "dark")
        write(thread, SAID)
        expect(page.locator("output")).to_have_text("published")
        assert page.locator("script[src$='/embed.js']").count() == 1


def test_a_react_page_has_its_first_comments_from_its_own_server(embedded: Embedding) -> None:
    told = Told(embedded.comments, embedded.article().slug, f"{embedded.host.origin}/whole")
    query = {"article-id": told.article_id, "url": told.url}
    thread = httpx.get(f"{told.server}/embed/thread", params=query).text
    assert f"<div>{thread}</div>" in react_page_in_one(told)
    silent = replace(told, server=f"http://127.0.0.1:{free_port()}")
    page = react_page_in_one(silent)
    assert f'<a href="{silent.server}/">Comments</a></rejoinder-thread>' in page
    assert "<template" not in page
    # Whoever reads is said of the element, whatever the token may be.
    hostile = "\"><script>&amp;$'$&"
    page = react_page_in_one(replace(told, token=hostile))
    element = fragment_fromstring(page).find("rejoinder-thread")
    assert element is not None
    assert (element.get("token"), element.get("article-id")) == (hostile, told.article_id)


@pytest.mark.parametrize("way", ["in the page", "asked for"])
def test_a_react_page_signs_its_reader_on(way: str, page: Page, embedded: Embedding) -> None:
    token = reader_token(RUTA, SECRET)
    embedded.host.pages["/token"] = lambda: token
    said = {"token": token} if way == "in the page" else {"tokenFrom": "/token"}
    article = {"articleId": embedded.article().slug, **said}
    with react_site(page, embedded, {"server": embedded.comments, "articles": [article]}):
        thread = page.locator("rejoinder-thread")
        expect(thread.locator("[data-account]")).to_contain_text("Rūta Łysko")
        write(thread, SAID)
        mine = thread.locator("li.comment", has_text=SAID)
        expect(mine).to_contain_text("Rūta Łysko")


def test_where_nobody_is_signed_in_the_token_says_so() -> None:
    assert reader_token(None, SECRET) == ""
