"""What every format works with: the judge, keys, limits, counts, and where feedback goes."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from rejoinder.clock import Clock
from rejoinder.dropin.articles import ArticleFetcher, ArticleLookup, NoArticles
from rejoinder.dropin.errors import InvalidKey, JudgeUnavailable, MissingKey
from rejoinder.dropin.feedback import FeedbackSink
from rejoinder.dropin.keys import Keyring
from rejoinder.dropin.model import Admission, Caller
from rejoinder.dropin.usage import RateLimiter, UsageCounter
from rejoinder.engine import Article, Case, Judgement
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.feedback.model import Feedback
from rejoinder.settings import DropinSettings, Network

log = logging.getLogger(__name__)


# Seconds that a call waits for an article that must be fetched first, if its format sets no time.
FETCH_TIMEOUT = 3.0
# Seconds between two writings of the usage counts: what a crash may lose of them.
FLUSH_INTERVAL = 5.0


@dataclass(slots=True)
class JudgeService:
    """Joined once by whoever serves: `app` without a store, `stored` brings what needs one."""

    judge_pool: JudgePool
    keys: Keyring
    rate_limiter: RateLimiter
    usage: UsageCounter
    feedback: FeedbackSink
    clock: Clock
    settings: DropinSettings = field(default_factory=DropinSettings)
    trusted_proxies: tuple[Network, ...] = ()
    """Networks whose X-Forwarded-Proto and X-Forwarded-Host are believed."""
    articles: ArticleLookup = field(default_factory=NoArticles)
    fetcher: ArticleFetcher | None = None
    """Gets the articles that are not known; None where nothing is fetched."""
    scale: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    """How scores are moved to where Perspective's thresholds cut, by Perspective's attribute."""
    batch_slots: asyncio.Semaphore = field(init=False)
    """Held by each part of a batch while it is answered: batches get a quarter of the places."""
    _bulk_slots: asyncio.Semaphore = field(init=False)
    _flushing: asyncio.Task[None] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Calls with many texts get half of the places before the judge, batches a quarter."""
        capacity = self.judge_pool.capacity
        self._bulk_slots = asyncio.Semaphore(max(1, capacity // 2))
        self.batch_slots = asyncio.Semaphore(max(1, capacity // 4))

    def start(self) -> None:
        """Writes the usage counts down every few seconds from now on. Called in the loop."""
        self._flushing = asyncio.create_task(self._flush_regularly())

    async def stop(self) -> None:
        """Ends fetches and counting; what was counted is written down."""
        if self._flushing is not None:
            self._flushing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._flushing
        if self.fetcher is not None:
            await self.fetcher.close()
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """Writes down what was counted."""
        self.usage.flush()

    async def admit(self, token: str, format_name: str) -> Admission:
        """Lets a caller in and counts the call.

        Raises:
            MissingKey: no key was shown and one is needed.
            InvalidKey: the key opens nothing here.
            RateLimited: the key's minute is used up.
        """
        caller = await self.keys.find(token)
        if caller is None:
            raise InvalidKey if token else MissingKey
        allowance = self.rate_limiter.hit(caller)
        self.usage.count(caller, format_name, self.clock().date())
        return Admission(caller, allowance)

    async def article(
        self, caller: Caller, url: str, *, timeout: float = FETCH_TIMEOUT, edition: str = ""
    ) -> Article | None:
        """The article at an address, known or fetched; None where it is not there in time.

        `timeout` is in seconds; `edition` is whatever changes with the article.
        """
        if not url:
            return None
        known = await self.articles.find(caller, url)
        if known is not None or self.fetcher is None:
            return known
        try:
            async with asyncio.timeout(timeout):
                return await self.fetcher.find(caller, url, edition)
        except TimeoutError:
            return None

    async def judge(self, case: Case) -> Judgement:
        """What the judge measured; those who ask at the same time share a batch.

        Raises:
            JudgeUnavailable: it is full, slow, broken or has no model.
        """
        judgement = await self.judge_pool.ask_async(case)
        if judgement is None:
            raise self._unavailable()
        return judgement

    async def judge_all(self, cases: Sequence[Case]) -> list[Judgement]:
        """What the judge measured of one or several, in their order.

        Together, calls with many texts take at most half of the judge's places. Where there is no
        answer to one of them, those that have not begun are not asked.

        Raises:
            JudgeUnavailable: the judge is full, slow, broken or has no model.
        """
        if len(cases) == 1:
            return [await self.judge(cases[0])]

        given_up = False

        async def in_turn(case: Case) -> Judgement:
            nonlocal given_up
            async with self._bulk_slots:
                if given_up:
                    raise self._unavailable()
                try:
                    return await self.judge(case)
                except JudgeUnavailable:
                    given_up = True
                    raise

        answers = await asyncio.gather(*map(in_turn, cases), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return [answer for answer in answers if isinstance(answer, Judgement)]

    async def save_feedback(self, caller: Caller, feedback: Feedback) -> None:
        """Saves what a person decided about a text."""
        await asyncio.to_thread(self.feedback.save, caller, feedback, self.clock())

    async def calls_since(self, caller: Caller, format_name: str, since: datetime) -> int:
        """How many calls the key made in that format since the beginning of that day."""
        return await asyncio.to_thread(self.usage.total, caller, format_name, since.date())

    def _unavailable(self) -> JudgeUnavailable:
        return JudgeUnavailable(max(1, ceil(self.judge_pool.timeout)))

    async def _flush_regularly(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_INTERVAL)
            try:
                await asyncio.to_thread(self.usage.flush)
            except Exception as failure:  # noqa: BLE001 - nobody else would go on writing them down
                log.error("dropin: usage counts: %s", type(failure).__name__)
