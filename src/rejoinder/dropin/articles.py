"""Articles that callers name by their addresses: known (`stored`), or `fetching` from the web."""

from dataclasses import dataclass
from typing import Protocol

from rejoinder.dropin.model import Caller
from rejoinder.engine import Article


class ArticleLookup(Protocol):
    """Knows articles by their addresses."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """The article at an address, if this caller may see it. The address is hostile."""


@dataclass(frozen=True, slots=True)
class NoArticles:
    """Knows none: a judge server."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """Never one."""


class ArticleFetcher(Protocol):
    """Gets articles from elsewhere."""

    async def find(self, caller: Caller, url: str, edition: str = "") -> Article | None:
        """The article at an address, None for whatever reason; may take seconds.

        `edition` is whatever changes with the article. Whoever stops waiting stops no fetch.
        """

    async def close(self) -> None:
        """Ends what is under way."""
