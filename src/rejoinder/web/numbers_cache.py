"""The numbers of a period, everybody's and the desk's, made anew when they have aged."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from cachetools import TTLCache
from sqlalchemy import Connection

from rejoinder.desk.numbers import model as desk_model
from rejoinder.desk.numbers.queries import numbers_of as desk_numbers_of
from rejoinder.transparency.model import Numbers, Period
from rejoinder.transparency.queries import numbers_of

# Nobody compares them with the minute, and a year's cost a second where much is decided.
FRESH_SECONDS = 600.0
# Whoever answers for the queue looks again sooner; a year's cost two seconds at 100,000 comments.
DESK_FRESH_SECONDS = 120.0
# Periods of sites: somebody who asks for every one must not fill the memory.
MOST = 200
MOST_AT_DESK = 20
T = TypeVar("T")


@dataclass(slots=True)
class NumbersCache:
    """What each site's public page shows, and its desk's; safe for threads."""

    _numbers: TTLCache[tuple[int, Period], Numbers] = field(
        default_factory=lambda: TTLCache(MOST, FRESH_SECONDS)
    )
    _at_desk: TTLCache[tuple[int, desk_model.Period], desk_model.Numbers] = field(
        default_factory=lambda: TTLCache(MOST_AT_DESK, DESK_FRESH_SECONDS)
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, connection: Connection, site_id: int, period: Period) -> Numbers:
        """The numbers of a period for everybody, ten minutes old at most."""
        make = partial(numbers_of, connection, site_id, period)
        return self._kept(self._numbers, (site_id, period), make)

    def at_desk(
        self, connection: Connection, site_id: int, period: desk_model.Period, *, now: datetime
    ) -> desk_model.Numbers:
        """The numbers of a period for the newsroom, two minutes old at most."""
        make = partial(desk_numbers_of, connection, site_id, period, now=now)
        return self._kept(self._at_desk, (site_id, period), make)

    def _kept(self, cache: TTLCache[Any, T], key: Any, make: Callable[[], T]) -> T:
        with self._lock:
            kept = cache.get(key)
        if kept is None:
            kept = make()
            with self._lock:
                cache[key] = kept
        return kept
