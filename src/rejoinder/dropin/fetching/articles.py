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
from importlib.metadata import version
from typing import Protocol

import httpx

from rejoinder.dropin.fetching.addresses import Unfetched, host_of
from rejoinder.dropin.fetching.cache import Kept, Place
from rejoinder.dropin.fetching.extraction_process import Extraction
from rejoinder.dropin.fetching.page import Page, Web
from rejoinder.dropin.fetching.ssrf_guard import Guard, Names
from rejoinder.dropin.model import Caller
from rejoinder.engine import Article

log = logging.getLogger(__name__)

# From the first look-up to the last byte, redirects included.
FETCH_SECONDS = 8.0
AT_ONCE = 8
# Those that are fetched and those that wait for it: of all keys, and of one.
MOST_ASKED = 64
MOST_OF_ONE = 16
# Two pages at a time: the judge needs the processor more.
PROCESSES = 2


class Pages(Protocol):
    """Fetches pages: `Web`, or what a test has in its place."""

    async def page(self, url: str) -> Page:
        """The page at an address. Raises Unfetched."""

    async def close(self) -> None:
        """Ends what is still open."""


@dataclass(slots=True)
class FetchedArticles:
    """All of it lives in one event loop, so that nothing here needs a lock."""

    pages: Pages
    extract: Callable[[Page], Awaitable[Article | None]]
    shared: bool = False
    """Whether all callers share what was fetched: for an open server."""
    seconds: float = FETCH_SECONDS
    clock: Callable[[], float] = time.monotonic
    closing: Sequence[Callable[[], None]] = ()
    _kept: Kept = field(default_factory=Kept)
    _asked: dict[Place, asyncio.Task[Article | None]] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def find(self, caller: Caller, url: str, edition: str = "") -> Article | None:
        """The article at an address; None where there is none, or no room to fetch it now.

        `edition` is whatever changes with the article. Whoever stops waiting stops nothing else.
        """
        place = Place(None if self.shared else caller, url.partition("#")[0], edition)
        kept = self._kept.get(place, self.clock())
        if kept is not None:
            return kept.article
        asked = self._asked.get(place)
        if asked is None:
            if not self._has_room(place.owner):
                return None
            asked = asyncio.create_task(self._fetch(place))
            self._asked[place] = asked
        return await asyncio.shield(asked)

    async def close(self) -> None:
        """Ends what is under way."""
        asked = list(self._asked.values())
        for one in asked:
            one.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        await self.pages.close()
        for close in self.closing:
            close()

    def _has_room(self, owner: Caller | None) -> bool:
        if len(self._asked) >= MOST_ASKED:
            return False
        return self.shared or sum(each.owner == owner for each in self._asked) < MOST_OF_ONE

    async def _fetch(self, place: Place) -> Article | None:
        try:
            # The turn ends with the extraction: pages that wait for it are bounded by it too.
            async with self._turns:
                article = await self._article(place.url)
            self._kept.put(place, article, self.clock())
            return article
        finally:
            del self._asked[place]

    async def _article(self, url: str) -> Article | None:
        try:
            async with asyncio.timeout(self.seconds):
                page = await self.pages.page(url)
            article = await self.extract(page)
            if article is None:
                raise Unfetched("no article was found in the page")
        except Unfetched as failure:
            why = str(failure)
        except TimeoutError:
            why = "it took too long"
        except Exception as failure:  # noqa: BLE001 - a page of somebody else's breaks no answer
            why = type(failure).__name__
        else:
            return article
        log.info("article not fetched from %s: %s", _told(url), why)
        return None


def from_the_web(hosts: Sequence[str], *, shared: bool, root: str = "") -> FetchedArticles:
    """Articles from the public internet, or from these hosts alone; `root` is our own address."""
    names, extraction = Names(AT_ONCE), Extraction(PROCESSES)
    more = f"; +{root}" if root else ""
    agent = f"Rejoinder/{version('rejoinder')} (reads articles to moderate their comments{more})"
    return FetchedArticles(
        Web(Guard(names), agent=agent, hosts=hosts),
        extraction,
        shared=shared,
        closing=(names.close, extraction.close),
    )


def _told(url: str) -> str:
    """The host and no more of an address: the rest may be anything."""
    try:
        return repr(host_of(httpx.URL(url)))[:100]
    except (httpx.InvalidURL, UnicodeError):
        return "what is no address"
