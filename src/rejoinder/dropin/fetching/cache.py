"""Articles that were fetched, and addresses at which there was none, kept for a while."""

from collections.abc import Callable
from typing import NamedTuple

from cachetools import TLRUCache

from rejoinder.dropin.model import Caller
from rejoinder.engine import Article

# A newspaper's article of this morning, with its corrections, is about the same thing at noon.
ARTICLE_SECONDS = 3600.0
# A server that was restarted, or an address that was published a moment too late.
MISS_SECONDS = 60.0
# In all articles: ten to thirty megabytes.
MAX_CHARS = 8_000_000
# What an entry takes at least, so that there are never more than two thousand of them.
MIN_ENTRY_CHARS = 4000


class CacheKey(NamedTuple):
    """Whose article, at which address, as it was changed when."""

    owner: Caller | None
    """None where all share what is kept."""
    url: str
    edition: str


# None: no article was found there.
ArticleCache = TLRUCache[CacheKey, Article | None]


def article_cache(clock: Callable[[], float]) -> ArticleCache:
    """What has grown old goes first, then the least lately asked for; `clock` counts seconds."""
    return TLRUCache(MAX_CHARS, ttu=_expiry, timer=clock, getsizeof=_size)


def _expiry(_key: CacheKey, article: Article | None, now: float) -> float:
    return now + (ARTICLE_SECONDS if article else MISS_SECONDS)


def _size(article: Article | None) -> int:
    if article is None:
        return MIN_ENTRY_CHARS
    length = len(article.headline) + len(article.standfirst) + len(article.body)
    return max(length, MIN_ENTRY_CHARS)
