"""How often a key may ask in a minute, and how often it did ask."""

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from time import time  # noqa: TID251 - the windows are told in the machine's own time
from typing import Protocol

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from rejoinder.dropin.errors import RateLimited
from rejoinder.dropin.model import Allowance, Caller

# Keys, formats and days without a store. Where any key is taken, anybody may think of new ones.
MAX_COUNTERS = 100_000


@dataclass(slots=True)
class RateLimiter:
    """Counts in this process's memory, by fixed minutes: a window that moves keeps every call."""

    per_minute: int
    """Calls that a key may make in a minute; 0 means no limit."""
    _limiter: FixedWindowRateLimiter = field(
        default_factory=lambda: FixedWindowRateLimiter(MemoryStorage())
    )

    def hit(self, caller: Caller) -> Allowance:
        """Counts a call; what is left after it.

        Raises:
            RateLimited: nothing was left.
        """
        if not self.per_minute:
            return Allowance()
        item = RateLimitItemPerMinute(self.per_minute)
        bucket = (str(caller.key_id or ""), caller.name)
        accepted = self._limiter.hit(item, *bucket)
        window = self._limiter.get_window_stats(item, *bucket)
        now = time()
        seconds = min(60, max(1, ceil(window.reset_time - now)))
        allowance = Allowance(self.per_minute, max(0, window.remaining), seconds)
        if not accepted:
            raise RateLimited(allowance)
        return allowance


class UsageCounter(Protocol):
    """How many calls each key made, by day and format."""

    def count(self, caller: Caller, format_name: str, day: date) -> None:
        """One more call."""

    def total(self, caller: Caller, format_name: str, since: date) -> int:
        """All calls since the beginning of that day, in UTC. May ask the store: not in the loop."""

    def flush(self) -> None:
        """Writes down what is only in memory. May ask the store: not in the loop."""


@dataclass(slots=True)
class UsageInMemory:
    """Counts that end with the process."""

    counted: dict[tuple[Caller, str, date], int] = field(default_factory=dict)

    def count(self, caller: Caller, format_name: str, day: date) -> None:
        """One more call."""
        key = (caller, format_name, day)
        self.counted[key] = self.counted.get(key, 0) + 1
        if len(self.counted) > MAX_COUNTERS:
            del self.counted[next(iter(self.counted))]

    def total(self, caller: Caller, format_name: str, since: date) -> int:
        """All calls since the beginning of that day."""
        return sum(
            number
            for (each, name, day), number in list(self.counted.items())
            if each == caller and name == format_name and day >= since
        )

    def flush(self) -> None:
        """Nothing to write to."""
