"""A stretch of time, and what happened in it in numbers. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple, Self

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.statements import (
    Automation,
    Category,
    Ground,
    Restriction,
    Source,
    Statement,
)

LONGEST_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, in UTC, from the first to the last."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date, last: date) -> Self:
        """The days from one to another.

        Raises:
            Invalid: they are in the wrong order, or too many.
        """
        if not first <= last <= first + timedelta(days=366 * LONGEST_YEARS):
            raise Invalid(
                N_("A period ends after it begins, and is no longer than %(years)s years."),
                code="bad-period",
                years=LONGEST_YEARS,
            )
        return cls(first, last)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    def parts(self) -> Iterator["Period"]:
        """Its months, or its years where those would be more than can be shown."""
        by_year = (self.last - self.first).days > 366 * 2
        first = self.first
        while first <= self.last:
            year, month = divmod(first.month, 12)
            following = date(first.year + year, month + 1, 1)
            if by_year:
                following = date(first.year + 1, 1, 1)
            yield Period(first, min(self.last, following - timedelta(days=1)))
            first = following


class Sort(NamedTuple):
    """What restrictions are counted by."""

    restriction: Restriction
    ground: Ground
    category: Category
    source: Source
    automation: Automation
    detected: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How many asked, how many were answered, how many of those were found right, how quickly."""

    made: int = 0
    answered: int = 0
    found_right: int = 0
    median_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What happened in a period."""

    period: Period
    comments: int
    """How many were written."""
    restrictions: Mapping[Sort, int]
    reports: int
    """Readers' complaints, notices among them."""
    appeals: Answered
    """Of authors; found right where the comment is published after all."""
    notices: Answered
    """Of what is against the law; found right where the comment was taken down."""
    notice_kinds: Mapping[str, int]
    suspended_notifiers: int
    """How often no notices were taken from an address, since its were often unfounded."""
    by_part: tuple[tuple[Period, Mapping[Sort, int]], ...] = field(default=())

    def by(self, name: str) -> Mapping[str, int]:
        """How many restrictions there are of each value of one field of `Sort`."""
        counted: Counter[str] = Counter()
        for sort, count in self.restrictions.items():
            counted[getattr(sort, name)] += count
        return counted

    @property
    def suspended_by_law(self) -> int:
        """Readers from whom no comments were taken, since one of theirs was against the law."""
        return sum(
            count
            for sort, count in self.restrictions.items()
            if sort.restriction.of_account and sort.ground is Ground.LAW
        )

    @property
    def total(self) -> int:
        """All restrictions."""
        return sum(self.restrictions.values())


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A statement with what stands beside it in the store."""

    statement: Statement
    puid: str
    content_date: datetime
    made_at: datetime
    territorial_scope: tuple[str, ...]
    """Two-letter codes."""
    terms_url: str
    """Where the rules stand."""
