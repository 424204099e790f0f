"""A stretch of days at the newspaper's clock, and what happened in it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple, Self
from zoneinfo import ZoneInfo

from rejoinder.errors import Invalid, N_

LONGEST_DAYS: Final = 366 * 5
# So many bars are told apart on a telephone; of more days, weeks are shown, then months.
_MOST_BARS: Final = 93


class Step(StrEnum):
    """What a period is shown by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from the first to the last, from midnight to midnight where the newspaper is."""

    first: date
    last: date
    zone: ZoneInfo
    most_pieces: int = _MOST_BARS
    """In how many pieces it is shown at most; in more months if it is that long."""

    @classmethod
    def of(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """The days from one to another.

        Raises:
            Invalid: they are in the wrong order, or too many.
        """
        if not first <= last <= first + timedelta(days=LONGEST_DAYS):
            raise Invalid(
                N_("A period ends after it begins, and is no longer than %(years)s years."),
                code="bad-period",
                years=LONGEST_DAYS // 366,
            )
        return cls(first, last, zone)

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        midnight = datetime.combine(self.last + timedelta(days=1), time(), self.zone)
        return midnight.astimezone(UTC)

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    @property
    def step(self) -> Step:
        """In what pieces it is shown: in days, unless they would be too many."""
        if self.days <= self.most_pieces:
            return Step.DAY
        return Step.WEEK if self.days <= 7 * self.most_pieces else Step.MONTH

    def pieces(self) -> Iterator[date]:
        """The first day of each piece, in order; of a week Monday, of a month the first."""
        seen = None
        for number in range(self.days):
            piece = self._piece(self.first + timedelta(days=number))
            if piece != seen:
                yield piece
            seen = piece

    def piece_at(self, hour: str) -> date:
        """In which piece an hour in UTC lies, as the store writes it (`2026-06-15 12`)."""
        return self._piece(self.local(hour).date())

    def local(self, hour: str) -> datetime:
        """The same hour at the newspaper's clock."""
        moment = datetime.fromisoformat(f"{hour}:00:00").replace(tzinfo=UTC)
        return moment.astimezone(self.zone)

    def _piece(self, day: date) -> date:
        if self.step is Step.WEEK:
            return day - timedelta(days=day.weekday())
        return day.replace(day=1) if self.step is Step.MONTH else day


class Decided(NamedTuple):
    """How many decisions of one kind were made in one hour."""

    hour: str
    """In UTC, as `2026-06-15 12`."""
    by_person: bool
    outcome: str
    number: int


class Wait(NamedTuple):
    """Something that came to wait for a person."""

    hour: str
    """When it came, in UTC."""
    seconds: float
    """Until a person answered, or until now."""
    answered: bool


class QueueAt(NamedTuple):
    """How many waited in one piece of a period."""

    begins: datetime
    """The piece's first moment, in UTC."""
    waiting: int
    """At its end, or now where it has not ended."""
    most: int
    """At any moment of it."""
    oldest_seconds: float | None
    """How long the oldest of those had waited at its end; None where nothing waited."""


class OfRule(NamedTuple):
    """How many restrictions rest on one rule, and what a person made of them afterwards."""

    rule: str
    outcome: str
    """`hold` or `decline`."""
    by_person: bool
    then: str
    """What a person decided afterwards: `publish`, `decline`, or empty."""
    number: int


class OfArticle(NamedTuple):
    """How many comments of one article are in one state."""

    article_id: int
    headline: str
    section: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Load:
    """What one member of staff did."""

    staff_id: int
    name: str
    published: int = 0
    held: int = 0
    declined: int = 0
    hours: int = 0
    """In how many hours of the clock they decided something."""
    undone: int = 0
    """Of these decisions, how many were undone, by whomever."""
    appealed: int = 0
    """Against how many an author's appeal was answered."""
    overturned: int = 0
    """Of these, how many were answered by another outcome."""

    @property
    def decisions(self) -> int:
        """All of them."""
        return self.published + self.held + self.declined

    @property
    def pace(self) -> float | None:
        """Decisions in an hour in which they decided anything; None of nothing."""
        return self.decisions / self.hours if self.hours else None


class Judged(NamedTuple):
    """How often a person found something of what the judge had read."""

    hour: str
    rule: str
    """By which the judge would have kept it back; empty where it would not."""
    declined: bool
    """What the person decided."""
    number: int


class Revised(NamedTuple):
    """What became of comments that were kept back and that their authors could revise."""

    hour: str
    then: str
    """What was decided of the next text: empty where there is none."""
    number: int


class Appealed(NamedTuple):
    """How appeals ended."""

    hour: str
    """When they were made."""
    answer: str
    """`publish`, `decline`, or empty while nobody has answered."""
    number: int


class Declined(NamedTuple):
    """How many comments were declined, by anybody."""

    hour: str
    appealed: bool
    """Whether their authors appealed against it, whenever."""
    number: int


class ReadTwice(NamedTuple):
    """How often a second person read what a first had decided, not knowing it."""

    first: str
    """Names."""
    second: str
    rule: str
    """By which it was before them; empty where no rule had found anything."""
    first_said: str
    """`publish` or `decline`."""
    second_said: str
    number: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told of a period; what was not asked for is empty."""

    period: Period
    decided: tuple[Decided, ...] = ()
    waits: tuple[Wait, ...] = ()
    queue: tuple[QueueAt, ...] = ()
    rules: tuple[OfRule, ...] = ()
    articles: tuple[OfArticle, ...] = ()
    load: tuple[Load, ...] = ()
    judged: tuple[Judged, ...] = ()
    revised: tuple[Revised, ...] = ()
    appealed: tuple[Appealed, ...] = ()
    declined: tuple[Declined, ...] = ()
    read_twice: tuple[ReadTwice, ...] = ()


OUTCOMES: Final[Mapping[str, str]] = {
    "publish": N_("Published"),
    "hold": N_("Held"),
    "decline": N_("Declined"),
}
