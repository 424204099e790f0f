"""The worker that fetches articles' pages from the sites' own origins.

A thread apart from mail: a page that is slow holds up nobody else. Several processes may run one;
each takes only what no other has taken.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from httpcore import AsyncNetworkBackend

from rejoinder.articles import queries
from rejoinder.articles.addresses import read_address
from rejoinder.articles.model import Article
from rejoinder.articles.sight import FoundPage, read_found
from rejoinder.articles.sightings import READ_PAGE, confirm, forget
from rejoinder.clock import Clock
from rejoinder.errors import NotFound
from rejoinder.outbound.addresses import OutboundError
from rejoinder.outbound.ssrf_guard import Resolve, Resolver, SsrfGuard
from rejoinder.page_reading.extraction_process import found_in
from rejoinder.page_reading.page import PageFetcher, PageMissing, agent_name
from rejoinder.settings import HostPorts
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import Site
from rejoinder.storage import Database, outbox
from rejoinder.worker_thread import HasWorkerThread, WorkerThread

log = logging.getLogger(__name__)

# Pages at a time: the judge needs the processor more.
AT_ONCE: Final = 2
# From the first look-up to the last byte, redirects included.
FETCH_SECONDS: Final = 8.0
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(slots=True)
class ArticleReader(HasWorkerThread):
    """`start` in the web process; `run_once` in tests and on the command line."""

    database: Database
    clock: Clock
    inside: HostPorts = ()
    resolve: Resolve | None = None
    network: AsyncNetworkBackend | None = None
    """What looks names up and connects; the machine's own unless a test brings others."""
    _thread: WorkerThread = field(init=False)

    def __post_init__(self) -> None:
        """Makes the thread, which does not run yet."""
        self._thread = WorkerThread("article-reader", self._work, log, "articles")

    def run_once(self) -> int:
        """Reads a few of the pages that are due, and returns how many."""
        with self.database.reading() as connection:
            if not outbox.has_due(connection, (READ_PAGE,), now=self.clock()):
                return 0
        with self.database.writing() as connection:
            jobs = outbox.claim(connection, now=self.clock(), limit=AT_ONCE, kinds=(READ_PAGE,))
        asyncio.run(self._read_all(jobs))
        return len(jobs)

    def _work(self) -> bool:
        return self.run_once() > 0

    async def _read_all(self, jobs: list[outbox.Job]) -> None:
        await asyncio.gather(*(self._read(job) for job in jobs))

    async def _read(self, job: outbox.Job) -> None:
        problem = ""
        try:
            await self._settle(job.payload)
        except OutboundError as failure:
            problem = str(failure)
        except Exception as failure:  # noqa: BLE001 - a page of somebody else's breaks nothing here
            problem = type(failure).__name__
        if problem:
            number = job.payload.get("article_id")
            log.warning("articles: the page of article %s was not read: %s", number, problem)
        now = self.clock()
        with self.database.writing() as connection:
            outbox.settle(connection, job, problem, now=now)

    async def _settle(self, payload: Mapping[str, Any]) -> None:
        site, article = await asyncio.to_thread(self._article, payload)
        if article is None or not article.is_unread:
            return
        try:
            found = await self._found(site, article)
        except PageMissing:
            await asyncio.to_thread(self._forget, article)
            return
        if found is not None:
            await asyncio.to_thread(self._confirm, site, article, found)

    async def _found(self, site: Site, article: Article) -> FoundPage | None:
        inside = tuple(each for each in self.inside if each in _own_ports(site))
        if self.resolve is None:
            self.resolve = Resolver(AT_ONCE)
        guard = SsrfGuard(self.resolve, self.network, inside)
        fetcher = PageFetcher(
            guard, agent=agent_name(site.base_url), hosts=_own_hosts(site), inside=inside
        )
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                page = await fetcher.page(article.canonical_url or "")
        except TimeoutError:
            raise OutboundError("it took too long") from None
        finally:
            await fetcher.close()
        found = await asyncio.to_thread(found_in, page)
        if found is None:
            log.warning("articles: no article was found in the page of article %d", article.id)
            return None
        return await asyncio.to_thread(
            read_found,
            site.origins,
            (found.canonical, page.url),
            headline=found.headline,
            standfirst=found.standfirst,
            body=found.body,
        )

    def _article(self, payload: Mapping[str, Any]) -> tuple[Site, Article | None]:
        site_id, article_id = int(payload["site_id"]), int(payload["article_id"])
        with self.database.reading() as connection:
            site = site_queries.by_id(connection, site_id)
            try:
                return site, queries.even_unpublished(connection, site_id, article_id)
            except NotFound:  # it has become another meanwhile
                return site, None

    def _confirm(self, site: Site, article: Article, found: FoundPage) -> None:
        with self.database.writing() as connection:
            confirm(connection, site, article.id, found, now=self.clock())

    def _forget(self, article: Article) -> None:
        with self.database.writing() as connection:
            forget(connection, article.site_id, article.id)


def _own_hosts(site: Site) -> list[str]:
    return [urlsplit(read_address(each).origin).hostname or "" for each in site.origins]


def _own_ports(site: Site) -> set[str]:
    """The hosts and ports of a site's origins, as the operator writes those inside."""
    parts = [urlsplit(read_address(each).origin) for each in site.origins]
    return {f"{each.netloc.partition(':')[0]}:{each.port or _PORTS[each.scheme]}" for each in parts}
