"""The lists that stand beside pages: Most Read, most commented, and the sections."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from cachetools import TTLCache
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.readership.queries import most_commented, most_read

# Most Read may be this old: readers cannot tell, and the page costs less.
FRESH_SECONDS = 20.0
# More sites than one process serves at a time; the least read one is made again.
MOST_SITES = 1000
# Articles in each list beside a page; Most Read has a longer one on a page of its own.
SIDEBAR_LENGTH = 5


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article in a list, with its number of readers or comments."""

    article: Article
    count: int


@dataclass(frozen=True, slots=True)
class TopLists:
    """A site's most read and most commented articles of the last 24 hours."""

    most_read: tuple[ListedArticle, ...]
    most_commented: tuple[ListedArticle, ...]


@dataclass(frozen=True, slots=True)
class Sidebar:
    """What stands around every page of a site."""

    top: TopLists
    sections: tuple[str, ...]


def top_lists(connection: Connection, site_id: int, *, now: datetime, limit: int) -> TopLists:
    """At most `limit` articles in each list, the first one first."""
    read = most_read(connection, site_id, now=now, limit=limit)
    commented = most_commented(connection, site_id, now=now, limit=limit)
    return TopLists(
        most_read=tuple(ListedArticle(each.article, each.readers) for each in read.articles),
        most_commented=tuple(ListedArticle(each.article, each.comments) for each in commented),
    )


@dataclass(slots=True)
class SidebarCache:
    """The sidebar of each site, made anew when it has aged; safe for threads."""

    _sidebars: TTLCache[int, Sidebar] = field(
        default_factory=lambda: TTLCache(MOST_SITES, FRESH_SECONDS)
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, connection: Connection, site_id: int, *, now: datetime) -> Sidebar:
        """The sidebar of this site."""
        with self._lock:
            sidebar = self._sidebars.get(site_id)
        if sidebar is None:
            sidebar = Sidebar(
                top_lists(connection, site_id, now=now, limit=SIDEBAR_LENGTH),
                tuple(article_queries.sections(connection, site_id)),
            )
            with self._lock:
                self._sidebars[site_id] = sidebar
        return sidebar
