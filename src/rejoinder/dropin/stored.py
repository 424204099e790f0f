"""Keys, counts and feedback over the store. Only the newspaper's own application imports this."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from cachetools import LRUCache

from rejoinder import engine
from rejoinder.articles import queries as articles
from rejoinder.articles.model import SLUG
from rejoinder.dropin.keys import MAX_KEY_CHARS
from rejoinder.dropin.model import Caller
from rejoinder.errors import NotFound
from rejoinder.feedback import actions as feedback_actions
from rejoinder.feedback.model import Feedback
from rejoinder.moderation.actions.gather import article_for_judge
from rejoinder.secret_tokens import hash_token
from rejoinder.sites.actions import count_uses
from rejoinder.sites.model import Scope
from rejoinder.sites.queries import by_host, key_of, uses_of
from rejoinder.storage import Database

MAX_CACHED_KEYS = 4096
_ARTICLES = "/articles/"


@dataclass(slots=True)
class StoredKeys:
    """Asks the store, and remembers its answer while nothing is committed there.

    So a key that was revoked opens nothing from then on: at once on SQLite, within a quarter of a
    second on PostgreSQL.
    """

    database: Database
    _cache: LRUCache[str, Caller | None] = field(default_factory=lambda: LRUCache(MAX_CACHED_KEYS))
    _token: object = None
    """The store's `change_token` before what is remembered was read."""

    async def find(self, token: str) -> Caller | None:
        """Whose key this is. Called in one event loop, so that the cache needs no lock."""
        if not token or len(token) > MAX_KEY_CHARS:
            return None
        token_hash, state = hash_token(token), self.database.change_token()
        if state != self._token:
            self._token = state
            self._cache.clear()
        try:
            return self._cache[token_hash]
        except KeyError:
            caller = await asyncio.to_thread(self._query, token)
        if state == self._token:  # else something was committed while it was read
            self._cache[token_hash] = caller
        return caller

    def _query(self, token: str) -> Caller | None:
        with self.database.reading() as connection:
            key = key_of(connection, token)
        if key is None or not key.opens(Scope.DROPIN):
            return None
        return Caller(key.name, key.id, key.site_id)


@dataclass(slots=True)
class StoredUsage:
    """Counts in memory, added to the store's at each flush; what a crash loses is seconds."""

    database: Database
    _unwritten: dict[tuple[int, date, str], int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, caller: Caller, format_name: str, day: date) -> None:
        """One more call; calls without a key of the store's are not counted."""
        if caller.key_id is None:
            return
        with self._lock:
            key = (caller.key_id, day, format_name)
            self._unwritten[key] = self._unwritten.get(key, 0) + 1

    def total(self, caller: Caller, format_name: str, since: date) -> int:
        """All calls since the beginning of that day."""
        if caller.key_id is None:
            return 0
        self.flush()
        with self.database.reading() as connection:
            return uses_of(connection, caller.key_id, format_name, since=since)

    def flush(self) -> None:
        """Adds what was counted to the store; when that fails, it is counted still."""
        with self._lock:
            counted, self._unwritten = self._unwritten, {}
        if not counted:
            return
        try:
            with self.database.writing() as connection:
                count_uses(connection, counted)
        except Exception:
            with self._lock:
                for key, number in counted.items():
                    self._unwritten[key] = self._unwritten.get(key, 0) + number
            raise


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """Saves feedback beside everything else of the site whose key was shown."""

    database: Database

    def save(self, caller: Caller, feedback: Feedback, now: datetime) -> None:
        """Saves one piece of it; without a key of the store's nobody could say whose it is."""
        if caller.key_id is None or caller.site_id is None:
            return
        with self.database.writing() as connection:
            feedback_actions.save(
                connection, feedback, site_id=caller.site_id, key_id=caller.key_id, now=now
            )


@dataclass(frozen=True, slots=True)
class StoredArticles:
    """The articles of our own pages. A key of one site finds those of that site only."""

    database: Database

    async def find(self, caller: Caller, url: str) -> engine.Article | None:
        """The article that stands at this address, if it is one of ours."""
        try:
            address = urlsplit(url)
        except ValueError:
            return None
        slug = address.path.removeprefix(_ARTICLES).rstrip("/")
        if not address.path.startswith(_ARTICLES) or not SLUG.fullmatch(slug):
            return None
        return await asyncio.to_thread(self._query, caller, address.netloc.lower(), slug)

    def _query(self, caller: Caller, host: str, slug: str) -> engine.Article | None:
        try:
            with self.database.reading() as connection:
                site = by_host(connection, host)
                # The only site of an installation answers at every host; an address tells one.
                is_here = urlsplit(site.base_url).netloc.lower() == host
                if not is_here or caller.site_id not in {None, site.id}:
                    return None
                article = articles.by_slug(connection, site.id, slug)
        except NotFound:
            return None
        return article_for_judge(article)
