"""Articles that were fetched, and addresses at which there was none, kept for a while."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from rejoinder.dropin.model import Caller
from rejoinder.engine import Article

# A newspaper's article of this morning, with its corrections, is about the same thing at noon.
ARTICLE_SECONDS = 3600.0
# A server that was restarted, or an address that was published a moment too late.
MISS_SECONDS = 60.0
MAX_ARTICLES = 2000
# In all of them: ten to thirty megabytes.
MAX_CHARS = 8_000_000


class CacheKey(NamedTuple):
    """Whose article, at which address, as it was changed when."""

    owner: Caller | None
    """None where all share what is kept."""
    url: str
    edition: str


@dataclass(frozen=True, slots=True)
class CacheEntry:
    """What stood there, if anything did."""

    article: Article | None
    until: float

    def __len__(self) -> int:
        """In characters."""
        one = self.article
        return len(one.headline) + len(one.standfirst) + len(one.body) if one else 0


@dataclass(slots=True)
class ArticleCache:
    """The least lately asked for goes first when there is no more room."""

    _found: OrderedDict[CacheKey, CacheEntry] = field(default_factory=OrderedDict)
    _characters: int = 0

    def get(self, place: CacheKey, now: float) -> CacheEntry | None:
        """What was found there, while it holds."""
        found = self._found.get(place)
        if found is None:
            return None
        if found.until <= now:
            self._drop(place)
            return None
        self._found.move_to_end(place)
        return found

    def put(self, place: CacheKey, article: Article | None, now: float) -> None:
        """Keeps what was found, or that nothing was."""
        self._drop(place)
        found = CacheEntry(article, now + (ARTICLE_SECONDS if article else MISS_SECONDS))
        self._found[place] = found
        self._characters += len(found)
        while len(self._found) > MAX_ARTICLES or self._characters > MAX_CHARS:
            self._drop(next(iter(self._found)))

    def _drop(self, place: CacheKey) -> None:
        found = self._found.pop(place, None)
        if found is not None:
            self._characters -= len(found)
