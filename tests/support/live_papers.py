"""One real server for many tests, each of which founds a paper of its own there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Site
from rejoinder.storage import Database, open_database
from tests.support.factories import make_site
from tests.support.live_server import Server, serving


@dataclass(frozen=True, slots=True)
class LivePapers:
    """A server and its store. To start one takes longer than most tests in the browser."""

    server: Server
    database: Database

    def found(self, now: datetime) -> Site:
        """A paper that nobody has read yet, at a host of its own, where no other answers."""
        with self.database.writing() as connection:
            site = make_site(connection, now=now)
            address = self.server.address.replace("127.0.0.1", f"{site.key}.localhost")
            site_actions.set_base_url(connection, site, address)
        return replace(site, base_url=address)


@contextmanager
def live_papers(url: str) -> Iterator[LivePapers]:
    """The server over this migrated store, without a paper yet; people sign in as in the demo."""
    settings = {
        "REJOINDER_DEMO": "1",
        "REJOINDER_JUDGE_PROCESSES": "0",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.0/8",
    }
    database = open_database(url)
    with serving(url, **settings) as server:
        yield LivePapers(server, database)
    database.close()
