"""What somebody searches for at the desk, and what was found. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rejoinder.articles.model import Article


class SearchOrder(StrEnum):
    """In which order comments and articles are found."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class FoundComments:
    """A stretch of what was found."""

    ids: tuple[int, ...]
    """In their order."""
    more: bool
    """Whether there are further ones behind them."""
    cut: bool
    """Whether there were so many that the oldest were not looked at."""


@dataclass(frozen=True, slots=True)
class FoundArticles:
    """A stretch of the articles that were found."""

    articles: tuple[Article, ...]
    """In their order."""
    more: bool
    """Whether there are further ones behind them."""
    cut: bool
    """Whether there were so many that the oldest were not looked at."""


@dataclass(frozen=True, slots=True)
class FoundAuthor:
    """Somebody who was found."""

    reader_id: int
    name: str
    """As they called themselves last."""
    email: str
    proved: bool
    comments: int
    """How many of theirs bear a name that was searched for; all of them, where an address was."""
    last_at: datetime | None
    """When they wrote the last of those."""
