"""Where in a thread somebody reads: its order, where it begins, how far it goes; in the address.

Back, a reload and a link that is passed on find what was on screen, with and without scripts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self
from urllib.parse import urlencode

from rejoinder.articles.model import Article
from rejoinder.comments.model import Sort
from rejoinder.comments.thread import DEFAULT_PAGE

# Pages of a thread that stand under each other before the next ones get an address of their own.
MOST_PAGES: Final = 10
# What a telephone lays out below somebody else's article before anybody asked for more.
BRIEF_PAGE: Final = 20
_PAGES: Final = {str(pages): pages for pages in range(2, MOST_PAGES + 1)}


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a thread."""

    sort: Sort = Sort.NEWEST
    cursor: str | None = None
    """After which comment it begins; None for the beginning of the thread."""
    pages: int = 1
    brief: bool = False
    """Whether its first page is a short one; only from the beginning of the thread."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The place that an address names; what we do not know is the beginning."""
        sort, cursor = query.get("sort", ""), query.get("cursor")
        return cls(
            sort=Sort(sort) if sort in set(Sort) else Sort.NEWEST,
            cursor=cursor,
            pages=_PAGES.get(query.get("pages", ""), 1),
            brief=query.get("brief") == "1" and cursor is None,
        )

    @property
    def size(self) -> int:
        """How many comments it has at most."""
        return (BRIEF_PAGE if self.brief else DEFAULT_PAGE) + (self.pages - 1) * DEFAULT_PAGE

    @property
    def before_last(self) -> int:
        """How many of them stand on the pages before its last one."""
        return self.size - DEFAULT_PAGE if self.pages > 1 else 0

    @property
    def query(self) -> dict[str, str]:
        """As it stands in an address; empty for the beginning in the usual order."""
        told = {"sort": self.sort.value} if self.sort is not Sort.NEWEST else {}
        if self.cursor is not None:
            told["cursor"] = self.cursor
        if self.pages > 1:
            told["pages"] = str(self.pages)
        return {**told, "brief": "1"} if self.brief else told

    def begins_at(self, cursor: str | None) -> "Place":
        """One page in the same order that begins elsewhere."""
        return replace(self, cursor=cursor, pages=1, brief=self.brief and cursor is None)

    def further(self, next_cursor: str) -> "Place":
        """With one page more; where that is too many, the page that follows."""
        if self.pages < MOST_PAGES:
            return replace(self, pages=self.pages + 1)
        return self.begins_at(next_cursor)

    def href(self, path: str, anchor: str = "", **more: str) -> str:
        """Its address under a path, with further parameters."""
        query = urlencode({**self.query, **more})
        return f"{path}{'?' if query else ''}{query}{'#' if anchor else ''}{anchor}"


def in_thread_of(article: Article, place: Place, anchor: str = "comments", **more: str) -> str:
    """The address of a place in an article's thread."""
    return place.href(article.path, anchor, **more)
