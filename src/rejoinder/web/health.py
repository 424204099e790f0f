"""Whether all is well, told at once: whoever asks may be deciding where to send the next reader."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from rejoinder.engine.judge_pool import JudgePool
from rejoinder.storage import Database

# How long the store may take to answer the least question there is.
STORE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Health:
    """What was found."""

    serves: bool
    """Whether pages can be read; a judge that is silent only lets comments wait."""
    judge: str
    """The model's version; empty where none could be loaded."""
    problems: tuple[str, ...]

    @property
    def status(self) -> str:
        """All of it in a word."""
        if not self.serves:
            return "down"
        return "degraded" if self.problems else "ok"


@dataclass(slots=True)
class HealthCheck:
    """Asks store and judge in a thread of its own, which no reader and no writer can take."""

    database: Database
    judge_pool: JudgePool
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="health")
    )

    async def __call__(self) -> Health:
        """What is wrong now; never takes much longer than `STORE_SECONDS`."""
        store = await self._store()
        locked = self.database.trouble()
        judge = self.judge_pool.trouble()
        problems = (
            store,
            f"store: {locked}; what is sent waits" if locked else "",
            f"judge: {judge}; every comment is held" if judge else "",
        )
        return Health(not store, self.judge_pool.model, tuple(each for each in problems if each))

    async def _store(self) -> str:
        asked = asyncio.wrap_future(self._thread.submit(self._ask_store))
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await asked
        except TimeoutError:
            return f"store: no answer in {STORE_SECONDS:.0f} s"
        except Exception as failure:  # noqa: BLE001 - whatever it is, this is where it is told
            # Its own words would tell strangers where the store is; the log has them.
            return f"store: {type(failure).__name__}"
        return ""

    def _ask_store(self) -> None:
        with self.database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
