"""The whole way in a browser that takes no third party's cookies, under a strict policy.

Somebody reads, signs in, and replies; somebody else sees it while they read, in another browser.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from rejoinder.clock import now
from rejoinder.sign_on.actions import add_way
from tests.e2e.embed.cookie_controls import chromium_that
from tests.support.embedded_thread import SAID, element_of, write
from tests.support.embedding import Embedding
from tests.support.host_pages import host_pages
from tests.support.openid_provider import RunningProvider, openid_provider


@pytest.fixture(scope="module")
def provider(embedded: Embedding, provider_port: int) -> Iterator[RunningProvider]:
    """A publisher's accounts, which its comments know."""
    back = f"{embedded.comments}/sign-in/by/courier/back"
    with openid_provider(back, provider_port) as started:
        with embedded.database.writing() as connection:
            site, label, way = embedded.site.id, "Courier account", started.settings()
            add_way(connection, site, name="courier", label=label, settings=way, now=now())
        yield started


@contextmanager
def somebody_else(browser: Browser, address: str) -> Iterator[Locator]:
    """The thread as another reader has it open, until they are told what happens."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    with page.expect_response(re.compile("/stream")):
        thread.locator("li.comment").first.hover()
    yield thread
    assert context.cookies() == []
    context.close()


def reply_is_seen(thread: Locator, other: Locator, text: str, author: str) -> None:
    """Answers the first comment; who reads elsewhere is told, and reads the answer in its place."""
    first = thread.locator("li.comment").first
    number = first.get_attribute("data-id") or ""
    first.locator("[data-reply]").click()
    write(thread, text, name=author)
    mine = thread.locator("li.comment", has_text=text)
    expect(mine).to_have_attribute("data-parent", number)
    expect(mine).to_contain_text(author)
    expect(other.locator("[data-news]")).to_have_text("1 new reply")
    other.locator("[data-news]").click()
    seen = other.locator("li.comment", has_text=text)
    expect(seen).to_have_attribute("data-parent", number)
    expect(seen).to_contain_text(author)


def test_the_browser_of_these_tests_takes_no_third_partys_cookie(
    browser: Browser, tmp_path: Path
) -> None:
    with (
        host_pages() as host,
        chromium_that(browser, tmp_path, takes_third_party_cookies=True) as other,
    ):
        cookie = "<script>document.cookie = 'known=1; SameSite=None; Secure'</script>"
        host.pages["/comments"] = lambda: cookie
        frame = f'<iframe src="http://127.0.0.1:{host.port}/comments"></iframe>'
        host.pages["/article"] = lambda: frame
        kept = []
        for one in (other, browser):
            context = one.new_context()
            context.new_page().goto(f"{host.origin}/article")
            kept.append([each["name"] for each in context.cookies()])
            context.close()
        assert kept == [["known"], []]


def test_a_reader_of_the_page_is_signed_in_and_replies(
    page: Page, browser: Browser, embedded: Embedding
) -> None:
    slug, token = embedded.article().slug, embedded.token(71)
    address = embedded.page("/whole-way", element_of(slug))
    signed = f'<rejoinder-thread article-id="{slug}" token="{token}"></rejoinder-thread>'
    page.goto(embedded.page("/whole-way-signed", signed))
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("[data-account]")).to_contain_text("Jonas Lind")
    with somebody_else(browser, address) as other:
        reply_is_seen(thread, other, SAID + " In May.", "Jonas Lind")


def test_a_reader_signs_in_by_openid_connect_and_replies(
    page: Page, browser: Browser, embedded: Embedding, provider: RunningProvider
) -> None:
    sent: list[Request] = []
    page.on("request", lambda each: sent.append(each) if embedded.comments in each.url else None)
    address = embedded.page("/openid", element_of(embedded.article().slug))
    page.goto(address)
    thread = page.locator("rejoinder-thread")
    with page.expect_popup() as opened:
        thread.get_by_role("button", name="Sign in").click()
    window = opened.value
    window.get_by_role("link", name="Sign in with Courier account").click()
    assert window.url.startswith(provider.issuer)
    with window.expect_event("close"):
        provider.sign_in_on(window, "ingrid")
    expect(thread.locator("[data-account]")).to_contain_text("Ingrid Lind")
    with somebody_else(browser, address) as other:
        reply_is_seen(thread, other, SAID + " In June.", "Ingrid Lind")
    # In its own window our site is no third party; of that the page is told nothing but a session.
    assert page.context.cookies() != []
    assert [each.url for each in sent if "cookie" in each.all_headers()] == []
    page.reload()
    expect(thread.locator("[data-account]")).to_contain_text("Ingrid Lind")
    page.context.clear_cookies()
