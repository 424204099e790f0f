"""A real WordPress on one origin, and the comments that stand in its pages on another."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from rejoinder.clock import now
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, Scope, Site
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date
from tests.support.embedding import SECRET, UNHURRIED, found_paper, takes_tokens
from tests.support.live_server import Server, serving
from tests.support.wordpress import WordPress, wordpress
from tools import publishing_systems


@dataclass(frozen=True, slots=True)
class Courier:
    """A newspaper made by WordPress, whose comments are ours."""

    pages: WordPress
    server: Server
    store: str
    database: Database
    site: Site


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """The WordPress, with our plugin that knows of no server yet."""
    files = publishing_systems.wordpress()
    if files is None:
        if os.environ.get("NEEDS_PUBLISHING_SYSTEMS"):
            pytest.fail(publishing_systems.NO_WORDPRESS)
        pytest.skip(publishing_systems.NO_WORDPRESS)
    with wordpress(files, tmp_path_factory.mktemp("wordpress")) as made:
        yield made


@pytest.fixture(scope="session")
def courier(pages: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Courier]:
    """The two of them, known to each other; posts of before have comments of WordPress's own."""
    store = f"sqlite:///{tmp_path_factory.mktemp('comments') / 'store.db'}"
    database = open_database(store)
    bring_up_to_date(database)
    site = found_paper(database, origin=pages.address, language="en", policy=UNHURRIED)
    takes_tokens(database, site)
    with database.writing() as connection:
        key = site_actions.create_key(connection, site, NewKey("cms", [Scope.ARTICLES]), now=now())
    pages.run((Path(__file__).parent / "before.php").read_text(encoding="utf-8"))
    with serving(store, REJOINDER_POSTS_PER_MINUTE="600", REJOINDER_READ_PAGES="0") as server:
        with database.writing() as connection:
            site_actions.set_base_url(connection, site, server.address)
        pages.define(WP_REJOINDER_KEY=key, WP_REJOINDER_SECRET=SECRET)
        # On a machine that is busy with other tests a second is little.
        pages.define(REJOINDER_COMMENTS_PATIENCE="30")
        knows(pages, server.address)
        yield Courier(pages, server, store, database, site)
    database.close()


def knows(pages: WordPress, address: str) -> None:
    """Says in WordPress's settings where Rejoinder is, and forgets that it did not answer."""
    pages.run(
        f"delete_transient('rejoinder_comments_rests');"
        f"return update_option('rejoinder_comments_server', '{address}');"
    )


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose browser adds no header, for which another origin would be asked first."""
    fresh = browser.new_context(reduced_motion="reduce")
    yield fresh
    fresh.close()
