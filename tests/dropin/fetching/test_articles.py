"""Who fetches what, how often, and who is shown it."""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field

import pytest

from rejoinder.dropin.fetching import articles as fetching
from rejoinder.dropin.fetching import cache
from rejoinder.dropin.fetching.articles import FetchedArticles, web_fetcher
from rejoinder.dropin.fetching.cache import CacheKey
from rejoinder.dropin.model import Caller
from rejoinder.engine import Article
from rejoinder.outbound.addresses import OutboundError
from rejoinder.page_reading.page import Page
from tests.support import event_loop

BRIDGE = "https://paper.example/bridge"
ONE, OTHER = Caller("one", 1, 1), Caller("other", 2, 2)


@dataclass(slots=True)
class Pages:
    """Pages that come when the test lets them, and how often each was fetched."""

    failure: Exception | None = None
    asked: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0
    closed: bool = False
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def page(self, url: str) -> Page:
        """A page, once let go."""
        self.asked[url] += 1
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await self.let_go.wait()
        finally:
            self.at_once -= 1
        if self.failure is not None:
            raise self.failure
        return Page(url.encode())

    async def close(self) -> None:
        """Nothing is open."""
        self.closed = True


@dataclass(slots=True)
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


async def article_in(page: Page) -> Article | None:
    return Article(page.html.decode()) if page.html else None


def free(failure: Exception | None = None) -> Pages:
    pages = Pages(failure)
    pages.let_go.set()
    return pages


def test_an_article_is_fetched_once_and_kept_for_an_hour() -> None:
    async def ask() -> list[int]:
        pages, clock = free(), Clock()
        articles = FetchedArticles(pages, article_in, clock=clock)
        counts = []
        for clock.now in (0.0, 1.0, 3599.0, 3601.0):
            assert await articles.find(ONE, f"{BRIDGE}#comment-7") == Article(BRIDGE)
            counts.append(pages.asked[BRIDGE])
        return counts

    assert event_loop.run(ask) == [1, 1, 1, 2]


def test_an_article_that_was_changed_is_fetched_anew() -> None:
    async def ask() -> int:
        pages = free()
        articles = FetchedArticles(pages, article_in)
        for edition in ("2026-06-15", "2026-06-15", "2026-06-16"):
            await articles.find(ONE, BRIDGE, edition)
        return pages.asked[BRIDGE]

    assert event_loop.run(ask) == 2


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (OutboundError("it is no HTML"), "it is no HTML"),
        (RuntimeError("Dear Sir"), "RuntimeError"),
        (RecursionError(), "RecursionError"),
        (TimeoutError(), "too long"),
    ],
)
def test_a_failure_is_no_error_and_is_not_tried_again_for_a_minute(
    failure: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def ask() -> list[int]:
        pages, clock = free(failure), Clock()
        articles = FetchedArticles(pages, article_in, clock=clock)
        counts = []
        for clock.now in (0.0, 59.0, 61.0):
            assert await articles.find(ONE, f"{BRIDGE}?Dear+Sir") is None
            counts.append(pages.asked[f"{BRIDGE}?Dear+Sir"])
        return counts

    with caplog.at_level(logging.INFO):
        assert event_loop.run(ask) == [1, 1, 2]
    assert why in caplog.text
    assert "paper.example" in caplog.text
    assert "Dear" not in caplog.text


def test_a_page_without_an_article_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    async def nothing(_page: Page) -> None:
        return None

    async def ask() -> Article | None:
        return await FetchedArticles(free(), nothing).find(ONE, "http://[")

    with caplog.at_level(logging.INFO):
        assert event_loop.run(ask) is None
    assert "no article" in caplog.text


def test_those_who_ask_at_once_share_a_fetch() -> None:
    async def ask() -> tuple[int, set[Article | None]]:
        pages = Pages()
        articles = FetchedArticles(pages, article_in)
        asking = [asyncio.create_task(articles.find(ONE, BRIDGE)) for _ in range(50)]
        await event_loop.until(lambda: pages.asked[BRIDGE] > 0)
        pages.let_go.set()
        found = set(await asyncio.gather(*asking))
        return pages.asked[BRIDGE], found

    assert event_loop.run(ask) == (1, {Article(BRIDGE)})


def test_whoever_stops_waiting_stops_nothing() -> None:
    async def ask() -> Article | None:
        pages = Pages()
        articles = FetchedArticles(pages, article_in)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await articles.find(ONE, BRIDGE)
        pages.let_go.set()
        found = await articles.find(ONE, BRIDGE)
        assert pages.asked[BRIDGE] == 1
        return found

    assert event_loop.run(ask) == Article(BRIDGE)


def test_a_fetch_has_an_end() -> None:
    async def ask() -> Article | None:
        return await FetchedArticles(Pages(), article_in, timeout=0).find(ONE, BRIDGE)

    assert event_loop.run(ask) is None


def test_one_key_is_not_shown_what_was_fetched_for_another() -> None:
    async def ask(*, shared: bool) -> int:
        pages = free()
        articles = FetchedArticles(pages, article_in, shared=shared)
        for caller in (ONE, OTHER, ONE):
            await articles.find(caller, BRIDGE)
        return pages.asked[BRIDGE]

    assert event_loop.run(lambda: ask(shared=False)) == 2
    assert event_loop.run(lambda: ask(shared=True)) == 1


def test_one_key_does_not_wait_with_another_for_the_same_page() -> None:
    async def ask() -> int:
        pages = Pages()
        articles = FetchedArticles(pages, article_in)
        asking = [asyncio.create_task(articles.find(who, BRIDGE)) for who in (ONE, OTHER)]
        await event_loop.until(lambda: pages.asked[BRIDGE] == 2)
        pages.let_go.set()
        await asyncio.gather(*asking)
        return pages.asked[BRIDGE]

    assert event_loop.run(ask) == 2


def test_so_many_are_fetched_at_once_and_no_key_takes_every_place() -> None:
    async def ask() -> tuple[int, int, int]:
        pages = Pages()
        articles = FetchedArticles(pages, article_in)

        def asked(who: Caller, number: int) -> asyncio.Task[Article | None]:
            return asyncio.create_task(articles.find(who, f"{BRIDGE}/{number}"))

        mine = [asked(ONE, number) for number in range(fetching.MAX_PENDING_PER_CALLER + 5)]
        await event_loop.until(lambda: pages.at_once == fetching.MAX_CONCURRENT)
        refused = [each for each in mine if each.done()]
        others = asked(OTHER, 0)
        await event_loop.until(lambda: articles.pending == fetching.MAX_PENDING_PER_CALLER + 1)
        assert not others.done()
        pages.let_go.set()
        found = [each for each in await asyncio.gather(*mine, others) if each]
        return pages.most_at_once, len(refused), len(found)

    assert event_loop.run(ask) == (fetching.MAX_CONCURRENT, 5, fetching.MAX_PENDING_PER_CALLER + 1)


def test_there_is_an_end_to_those_who_wait() -> None:
    async def ask() -> int:
        pages = Pages()
        articles = FetchedArticles(pages, article_in, shared=True)
        asking = [
            asyncio.create_task(articles.find(ONE, f"{BRIDGE}/{number}"))
            for number in range(fetching.MAX_PENDING + 3)
        ]
        await event_loop.until(lambda: pages.at_once == fetching.MAX_CONCURRENT)
        refused = sum(each.done() for each in asking)
        pages.let_go.set()
        await asyncio.gather(*asking)
        # Nothing was found out about those that found no room: they are tried at once.
        last = f"{BRIDGE}/{fetching.MAX_PENDING + 2}"
        assert await articles.find(ONE, last) == Article(last)
        return refused

    assert event_loop.run(ask) == 3


def test_what_is_under_way_ends_with_the_server() -> None:
    closed: list[str] = []

    async def ask() -> Pages:
        pages = Pages()
        articles = FetchedArticles(pages, article_in, closing=[lambda: closed.append("names")])
        asking = asyncio.create_task(articles.find(ONE, BRIDGE))
        await event_loop.until(lambda: pages.at_once == 1)
        await articles.close()
        with pytest.raises(asyncio.CancelledError):
            await asking
        return pages

    pages = event_loop.run(ask)
    assert (pages.closed, pages.at_once, closed) == (True, 0, ["names"])


def test_what_is_kept_has_an_end() -> None:
    clock = Clock()
    articles = cache.article_cache(clock)
    most = cache.MAX_CHARS // cache.MIN_ENTRY_CHARS
    for number in range(most + 1):
        articles[CacheKey(None, str(number), "")] = Article("a")
        assert articles.get(CacheKey(None, "1", "")) or number == 0
    assert most == 2000
    assert CacheKey(None, "0", "") not in articles
    for number in range(100):
        articles[CacheKey(ONE, str(number), "")] = Article(body="a" * 100_000)
    left = [articles.get(CacheKey(ONE, str(number), "")) for number in range(100)]
    assert sum(len(each.body) for each in left if each) <= cache.MAX_CHARS
    assert left[-1] is not None
    assert left[0] is None
    articles[CacheKey(ONE, "99", "")] = None
    clock.now = 59.0
    assert articles[CacheKey(ONE, "99", "")] is None
    clock.now = 60.0
    assert CacheKey(ONE, "99", "") not in articles


def test_as_it_is_served_it_reaches_nothing_on_this_machine() -> None:
    async def ask() -> list[Article | None]:
        articles = web_fetcher((), shared=True, base_url="https://judge.example/")
        urls = ("http://127.0.0.1/", "http://localhost/", "http://[::1]/", "file:///etc/passwd")
        found = [await articles.find(ONE, url) for url in urls]
        await articles.close()
        return found

    assert event_loop.run(ask) == [None] * 4
