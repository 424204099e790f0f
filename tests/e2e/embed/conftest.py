"""Threads in a publisher's pages on another origin: `embedded` serves both."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.embedding import Embedding, embedding


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedding]:
    """Comments of a real newspaper, and pages of another origin that show them."""
    with embedding(tmp_path_factory.mktemp("embedded")) as made:
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
