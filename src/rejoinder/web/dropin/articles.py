"""Articles that callers name by their address: none, or those of the store (`stored`)."""

from dataclasses import dataclass
from typing import Protocol

from rejoinder.engine import Article
from rejoinder.web.dropin.model import Caller


class Articles(Protocol):
    """Knows articles by their addresses."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """The article at an address, if this caller may see it. The address is hostile."""


@dataclass(frozen=True, slots=True)
class NoArticles:
    """Knows none: a judge server."""

    async def find(self, caller: Caller, url: str) -> Article | None:
        """Never one."""
