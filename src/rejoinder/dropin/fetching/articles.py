"""Articles from the web, for whoever asks: each fetched once, in the background, and kept.

Whose waiting has an end goes on without the article; the fetch goes on too, and the next comment
under it finds it. What is fetched for one key is not shown to another, and no key learns from how
soon it is answered what others read.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from rejoinder.dropin.fetching.cache import ArticleCache, CacheKey, article_cache
from rejoinder.dropin.model import Caller
from rejoinder.engine import Article
from rejoinder.outbound.addresses import OutboundError, host_of
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.page_reading.extraction_process import Extractor
from rejoinder.page_reading.page import Page, PageFetcher, agent_name

log = logging.getLogger(__name__)

# From the first look-up to the last byte, redirects included.
FETCH_TIMEOUT = 8.0
MAX_CONCURRENT = 8
# Those that are fetched and those that wait for it: of all keys, and of one.
MAX_PENDING = 64
MAX_PENDING_PER_CALLER = 16
# Two pages at a time: the judge needs the processor more.
PROCESSES = 2


class Pages(Protocol):
    """Fetches pages: `Web`, or what a test has in its key."""

    async def page(self, url: str) -> Page:
        """The page at an address. Raises OutboundError."""

    async def close(self) -> None:
        """Ends what is still open."""


@dataclass(slots=True)
class FetchedArticles:
    """All of it lives in one event loop, so that nothing here needs a lock."""

    pages: Pages
    extract: Callable[[Page], Awaitable[Article | None]]
    shared: bool = False
    """Whether all callers share what was fetched: for an open server."""
    timeout: float = FETCH_TIMEOUT
    clock: Callable[[], float] = time.monotonic
    closing: Sequence[Callable[[], None]] = ()
    _cache: ArticleCache = field(init=False)
    _pending: dict[CacheKey, asyncio.Task[Article | None]] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_CONCURRENT))

    def __post_init__(self) -> None:
        """Keeps what was fetched by this fetcher's clock."""
        self._cache = article_cache(self.clock)

    @property
    def pending(self) -> int:
        """Articles that are fetched at this moment, or wait for it."""
        return len(self._pending)

    async def find(self, caller: Caller, url: str, edition: str = "") -> Article | None:
        """The article at an address; None where there is none, or no room to fetch it now.

        `edition` is whatever changes with the article. Whoever stops waiting stops nothing else.
        """
        key = CacheKey(None if self.shared else caller, url.partition("#")[0], edition)
        try:
            return self._cache[key]
        except KeyError:
            pass
        task = self._pending.get(key)
        if task is None:
            if not self._has_room(key.owner):
                return None
            task = asyncio.create_task(self._fetch(key))
            self._pending[key] = task
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Ends what is under way."""
        tasks = list(self._pending.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.pages.close()
        for close in self.closing:
            close()

    def _has_room(self, owner: Caller | None) -> bool:
        if len(self._pending) >= MAX_PENDING:
            return False
        return (
            self.shared
            or sum(each.owner == owner for each in self._pending) < MAX_PENDING_PER_CALLER
        )

    async def _fetch(self, key: CacheKey) -> Article | None:
        try:
            # The turn ends with the extraction: pages that wait for it are bounded by it too.
            async with self._slots:
                article = await self._article(key.url)
            self._cache[key] = article
            return article
        finally:
            del self._pending[key]

    async def _article(self, url: str) -> Article | None:
        try:
            async with asyncio.timeout(self.timeout):
                page = await self.pages.page(url)
            article = await self.extract(page)
            if article is None:
                raise OutboundError("no article was found in the page")
        except OutboundError as failure:
            reason = str(failure)
        except TimeoutError:
            reason = "it took too long"
        except Exception as failure:  # noqa: BLE001 - a page of somebody else's breaks no answer
            reason = type(failure).__name__
        else:
            return article
        log.info("article not fetched from %s: %s", _loggable(url), reason)
        return None


def web_fetcher(hosts: Sequence[str], *, shared: bool, base_url: str = "") -> FetchedArticles:
    """Articles from the public internet, or from these hosts alone; `base_url` is ours."""
    resolver, extractor = Resolver(MAX_CONCURRENT), Extractor(PROCESSES)
    return FetchedArticles(
        PageFetcher(SsrfGuard(resolver), agent=agent_name(base_url), hosts=hosts),
        extractor,
        shared=shared,
        closing=(resolver.close, extractor.close),
    )


def _loggable(url: str) -> str:
    """The host and no more of an address: the rest may be anything."""
    try:
        return repr(host_of(httpx.URL(url)))[:100]
    except (httpx.InvalidURL, UnicodeError):
        return "what is no address"
