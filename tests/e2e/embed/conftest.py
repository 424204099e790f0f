"""Threads in a publisher's pages on another origin: `embedded` serves both.

They are shown in a browser that takes no cookie of a third party, as Safari and Firefox are.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.embed.cookie_controls import chromium_that
from tests.support.embedding import Embedding, embedding
from tests.support.live_server import free_port


@pytest.fixture(scope="session")
def browser(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One that takes no third party's cookies; test_third_party_cookies.py holds it to that."""
    with chromium_that(
        browser, tmp_path_factory.mktemp("profile"), takes_third_party_cookies=False
    ) as one:
        yield one


@pytest.fixture(scope="session")
def provider_port() -> int:
    """Where a provider of OpenID Connect may stand; the server may ask it there."""
    return free_port()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory, provider_port: int) -> Iterator[Embedding]:
    """Comments of a real newspaper, and pages of another origin that show them."""
    inside = f"127.0.0.1:{provider_port}"
    with embedding(tmp_path_factory.mktemp("embedded"), REJOINDER_INSIDE_HOSTS=inside) as made:
        yield made


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose browser adds no header, for which another origin would be asked first."""
    fresh = browser.new_context(reduced_motion="reduce")
    yield fresh
    fresh.close()


@pytest.fixture(autouse=True)
def _nothing_breaks_the_policy(page: Page) -> Iterator[None]:
    broken: list[str] = []
    page.on(
        "console",
        lambda said: broken.append(said.text) if "Security Policy" in said.text else None,
    )
    yield
    assert broken == []
    assert page.context.cookies() == []
