"""What Most Read is made of, for the pages that show it and the actions that count."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from rejoinder.articles.model import Article


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article and about how many distinct readers it had in 24 hours."""

    article: Article
    readers: int


@dataclass(frozen=True, slots=True)
class Commented:
    """An article and how many comments were published under it in 24 hours."""

    article: Article
    comments: int


@dataclass(frozen=True, slots=True)
class MostRead:
    """The list as it stood at `made_at`, most readers first."""

    articles: tuple[Ranked, ...]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DailySalt:
    """What makes a reader's hash of one day useless on the next. It is never logged or shown."""

    day: date
    secret: bytes = field(repr=False)

    def holds(self, now: datetime) -> bool:
        """Whether it may be used now: on its day, or just before by a clock that runs late."""
        return self.day in days_of_salt(now)


def days_of_salt(now: datetime) -> tuple[date, date]:
    """The days whose salt may be in use: today's, and tomorrow's if another clock runs ahead.

    Whoever sees midnight first turns the salt for everybody, so that two processes whose clocks
    differ do not turn it back and forth and count every reader twice.
    """
    today = now.astimezone(UTC).date()
    return today, today + timedelta(days=1)
