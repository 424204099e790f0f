"""Values kept in memory for as long as the store, as far as they go, has not changed."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cachetools import LRUCache
from sqlalchemy import Connection

from rejoinder.storage.database import Database

T = TypeVar("T")

# Sites, policies and articles in use; somebody who makes host names up must not fill the memory.
LIMIT = 1000


@dataclass(slots=True)
class StoreCache:
    """What is read again and again and changes rarely.

    Nothing that a `Database.group_write` changes may be kept here: those are not noticed.
    """

    database: Database
    _token: object = None
    """The store's `cache_token` when what follows was read."""
    _values: LRUCache[Hashable, Any] = field(default_factory=lambda: LRUCache(LIMIT))
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def reading(self) -> Iterator["CachedReading"]:
        """One consistent state of the store, and what is kept of it."""
        # Before the first statement: what is read later is at least as new as the token says.
        token = self.database.cache_token()
        with self.database.reading() as connection:
            yield CachedReading(connection, self, token)

    def look_up(self, token: object, key: Hashable) -> Any:
        """The value kept under the key while the token stood; None where there is none."""
        if token is None:
            return None
        with self._guard:
            return self._values.get(key) if token == self._token else None

    def last_known(self, key: Hashable) -> Any:
        """The value that was last kept under the key, however old; None where there is none.

        For what must be said while the store does not answer.
        """
        with self._guard:
            return self._values.get(key)

    def keep(self, token: object, key: Hashable, value: Any) -> None:
        """Keeps a value that was read while the token stood."""
        if token is None:
            return
        with self._guard:
            if token != self._token:
                self._token = token
                self._values.clear()
            self._values[key] = value


@dataclass(frozen=True, slots=True)
class CachedReading:
    """A connection that reads, and what need not be read."""

    connection: Connection
    cache: StoreCache
    token: object

    def get(self, key: Hashable, read: Callable[[Connection], T]) -> T:
        """The value kept under the key, else what `read` finds, which is kept then."""
        cached: T | None = self.cache.look_up(self.token, key)
        if cached is None:
            cached = read(self.connection)
            self.cache.keep(self.token, key, cached)
        return cached
