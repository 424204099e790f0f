"""A paper with a long queue: its store, its server, and whoever works at its desk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.desk.seeding import fill, settle, signed_in
from benchmarks.http_client import ServerAddress
from benchmarks.server import free_port, serving
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import Site
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date
from rejoinder.web.visitor import COOKIE


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The server under measurement, its store, and how somebody is known at its desk."""

    address: ServerAddress
    database: Database
    url: str
    """Of the store."""
    site: Site
    tokens: tuple[str, ...]
    """Of the sessions of two editors; they stand in the cookie COOKIE."""

    def client(self, who: int = 0) -> httpx.Client:
        """A moderator's line to the server, kept open."""
        return httpx.Client(
            base_url=self.address.address,
            cookies={COOKIE: self.tokens[who]},
            headers={"origin": self.address.address},
            timeout=60,
        )


@contextmanager
def newsroom(url: str, folder: Path, *, comments: int, waiting: int) -> Iterator[Newsroom]:
    """A store at `url` with so many comments, of which so many wait, and its server.

    An empty store is filled first; one that was filled before stays as it is.
    """
    database = open_database(url)
    bring_up_to_date(database)
    with database.reading() as connection:
        site = next(iter(site_queries.everyone(connection)), None)
    if site is None:
        site = fill(database, f"http://127.0.0.1:{free_port()}", comments, waiting)
        settle(database)
    address = ServerAddress(int(site.base_url.rpartition(":")[2]))
    command = [sys.executable, "-m", "benchmarks.instant_judge", "--port", str(address.port)]
    settings = {"REJOINDER_DATABASE_URL": url, "REJOINDER_POSTS_PER_MINUTE": "0"}
    with serving(command, address, settings, folder / "log", ready="/healthz"):
        yield Newsroom(address, database, url, site, signed_in(database, site))
    database.close()
