"""The numbers of a period, made anew when they have aged."""

import threading
from dataclasses import dataclass, field

from cachetools import TTLCache
from sqlalchemy import Connection

from rejoinder.transparency.model import Numbers, Period
from rejoinder.transparency.queries import numbers_of

# Nobody compares them with the minute, and a year's cost a second where much is decided.
FRESH_SECONDS = 600.0
# Periods of sites: somebody who asks for every one must not fill the memory.
MOST = 200


@dataclass(slots=True)
class NumbersCache:
    """What each site's public page shows; safe for threads."""

    _numbers: TTLCache[tuple[int, Period], Numbers] = field(
        default_factory=lambda: TTLCache(MOST, FRESH_SECONDS)
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, connection: Connection, site_id: int, period: Period) -> Numbers:
        """The numbers of a period, ten minutes old at most."""
        with self._lock:
            kept = self._numbers.get((site_id, period))
        if kept is None:
            kept = numbers_of(connection, site_id, period)
            with self._lock:
                self._numbers[site_id, period] = kept
        return kept
