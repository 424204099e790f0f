"""How often a key may ask in a minute, and how often it did ask."""

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from time import time  # noqa: TID251 - the windows are told in the machine's own time
from typing import Protocol

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from rejoinder.dropin.model import Allowance, Caller, TooFast

# Keys, formats and days without a store. Where any key is taken, anybody may think of new ones.
MOST_COUNTED = 100_000


@dataclass(slots=True)
class Rates:
    """Counts in this process's memory, by fixed minutes: a window that moves keeps every call."""

    per_minute: int
    """Calls that a key may make in a minute; 0 means no limit."""
    _limiter: FixedWindowRateLimiter = field(
        default_factory=lambda: FixedWindowRateLimiter(MemoryStorage())
    )

    def take(self, caller: Caller) -> Allowance:
        """Counts a call; what is left after it.

        Raises:
            TooFast: nothing was left.
        """
        if not self.per_minute:
            return Allowance()
        item = RateLimitItemPerMinute(self.per_minute)
        who = (str(caller.key_id or ""), caller.name)
        taken = self._limiter.hit(item, *who)
        window = self._limiter.get_window_stats(item, *who)
        now = time()
        seconds = min(60, max(1, ceil(window.reset_time - now)))
        allowance = Allowance(self.per_minute, max(0, window.remaining), seconds)
        if not taken:
            raise TooFast(allowance)
        return allowance


class Uses(Protocol):
    """How many calls each key made, by day and format."""

    def count(self, caller: Caller, face: str, day: date) -> None:
        """One more call."""

    def total(self, caller: Caller, face: str, since: date) -> int:
        """All calls since the beginning of that day, in UTC. May ask the store: not in the loop."""

    def flush(self) -> None:
        """Writes down what is only in memory. May ask the store: not in the loop."""


@dataclass(slots=True)
class UsesInMemory:
    """Counts that end with the process."""

    counted: dict[tuple[Caller, str, date], int] = field(default_factory=dict)

    def count(self, caller: Caller, face: str, day: date) -> None:
        """One more call."""
        key = (caller, face, day)
        self.counted[key] = self.counted.get(key, 0) + 1
        if len(self.counted) > MOST_COUNTED:
            del self.counted[next(iter(self.counted))]

    def total(self, caller: Caller, face: str, since: date) -> int:
        """All calls since the beginning of that day."""
        return sum(
            number
            for (who, which, day), number in list(self.counted.items())
            if who == caller and which == face and day >= since
        )

    def flush(self) -> None:
        """Nothing to write to."""
