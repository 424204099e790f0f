"""What every format works with: the judge, keys, limits, counts, and where feedback goes."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from rejoinder.dropin.articles import Articles, Fetching, NoArticles
from rejoinder.dropin.feedback import Keeper
from rejoinder.dropin.keys import Keyring
from rejoinder.dropin.model import Admission, BadKey, Busy, Caller, Feedback, NoKey
from rejoinder.dropin.usage import Rates, Uses
from rejoinder.engine import Article, Case, Judgement
from rejoinder.engine.pool import JudgePool
from rejoinder.settings import Network

Clock = Callable[[], datetime]

# How long a call waits for an article that must be fetched first, if its format sets no time.
FETCH_PATIENCE = 3.0


@dataclass(slots=True)
class JudgeService:
    """Joined once by whoever serves; `alone` without a store, `stored` with one."""

    judge_pool: JudgePool
    keys: Keyring
    rates: Rates
    uses: Uses
    keeper: Keeper
    clock: Clock
    strict_languages: bool = True
    """Whether one attribute that cannot be answered fails the call, as it did at Google."""
    root: str = ""
    """Our public address with a slash at its end; empty: that by which each caller reached us."""
    trusted_proxies: tuple[Network, ...] = ()
    """Networks whose X-Forwarded-Proto and X-Forwarded-Host are believed."""
    articles: Articles = field(default_factory=NoArticles)
    fetching: Fetching | None = None
    """Gets the articles that are not known; None where nothing is fetched."""
    coral_secrets: tuple[str, ...] = ()
    """Signing secrets of Coral's moderation phases; without one no phase is answered."""
    scale: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    """How scores are moved to where Perspective's thresholds cut, by Perspective's attribute."""
    _waiting: int = 0
    _pool: ThreadPoolExecutor = field(init=False)
    _share: asyncio.Semaphore = field(init=False)
    batch_share: asyncio.Semaphore = field(init=False)
    """Held by each part of a batch while it is answered: batches get a quarter of the places."""

    def __post_init__(self) -> None:
        """A thread for each who may wait for the judge; calls with many texts get half of them."""
        self._pool = ThreadPoolExecutor(self.judge_pool.capacity, thread_name_prefix="dropin")
        self._share = asyncio.Semaphore(max(1, self.judge_pool.capacity // 2))
        self.batch_share = asyncio.Semaphore(max(1, self.judge_pool.capacity // 4))

    async def admit(self, token: str, face: str) -> Admission:
        """Lets a caller in and counts the call.

        Raises:
            NoKey: no key was shown and one is needed.
            BadKey: the key opens nothing here.
            TooFast: the key's minute is used up.
        """
        caller = await self.keys.find(token)
        if caller is None:
            raise BadKey if token else NoKey
        allowance = self.rates.take(caller)
        self.uses.count(caller, face, self.clock().date())
        return Admission(caller, allowance)

    async def article(
        self, caller: Caller, url: str, *, within: float = FETCH_PATIENCE, edition: str = ""
    ) -> Article | None:
        """The article at an address, known or fetched; None where it is not there in time."""
        if not url:
            return None
        known = await self.articles.find(caller, url)
        if known is not None or self.fetching is None:
            return known
        try:
            async with asyncio.timeout(within):
                return await self.fetching.find(caller, url, edition)
        except TimeoutError:
            return None

    async def judge(self, question: Case) -> Judgement:
        """What the judge measured; those who ask at the same time share a batch.

        Raises:
            Busy: it is full, slow, broken or has no model.
        """
        if self._waiting >= self.judge_pool.capacity:
            raise Busy(self._patience())
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            judgement = await loop.run_in_executor(self._pool, self.judge_pool.ask, question)
        finally:
            self._waiting -= 1
        if judgement is None:
            raise Busy(self._patience())
        return judgement

    async def judge_all(self, questions: Sequence[Case]) -> list[Judgement]:
        """What the judge measured of several, in their order.

        Together, calls with many texts take at most half of the judge's places. Raises Busy: where
        there is no answer to one of them, those that have not begun are not asked.
        """

        given_up = False

        async def in_turn(question: Case) -> Judgement:
            nonlocal given_up
            async with self._share:
                if given_up:
                    raise Busy(self._patience())
                try:
                    return await self.judge(question)
                except Busy:
                    given_up = True
                    raise

        answers = await asyncio.gather(*map(in_turn, questions), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return [answer for answer in answers if isinstance(answer, Judgement)]

    async def keep(self, caller: Caller, feedback: Feedback) -> None:
        """Keeps what a person decided about a text."""
        await asyncio.to_thread(self.keeper.keep, caller, feedback, self.clock())

    async def used(self, caller: Caller, face: str, since: datetime) -> int:
        """How many calls the key made in that format since the beginning of that day."""
        return await asyncio.to_thread(self.uses.total, caller, face, since.date())

    def close(self) -> None:
        """Writes down what was counted and lets the threads go."""
        self.uses.flush()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _patience(self) -> int:
        return max(1, ceil(self.judge_pool.timeout))
