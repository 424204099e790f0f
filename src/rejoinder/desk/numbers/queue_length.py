"""How many waited at any time of a period, and how long the oldest had. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Final, NamedTuple

from rejoinder.desk.numbers.model import Period, QueueAt

# So many days are shown by hours: what a shift looks at.
_DAYS_BY_HOURS: Final = 3
_HOUR: Final = timedelta(hours=1)


class Stay(NamedTuple):
    """From when to when a comment waited for a person, for one reason; of several that overlap
    the longest counts."""

    comment_id: int
    since: datetime
    until: datetime | None
    """None while it waits."""


def by_hours(period: Period) -> bool:
    """Whether a period's queue is shown by hours."""
    return period.days <= _DAYS_BY_HOURS


def queue_length(stays: Iterable[Stay], period: Period, *, now: datetime) -> Iterator[QueueAt]:
    """The queue in each piece of a period that has begun, hours or days or more, in order.

    A piece that has not ended is as at `now`.
    """
    merged = _merged(stays, now)
    coming, leaving = 0, list[tuple[datetime, datetime]]()
    for begins, ends in _pieces(period):
        if begins >= now:
            return
        end, most = min(ends, now), _still(leaving, begins)
        while coming < len(merged) and merged[coming][0] <= end:
            since, until = merged[coming]
            coming += 1
            if until > begins:
                heappush(leaving, (until, since))
                most = max(most, _still(leaving, since))
        waiting = _still(leaving, end)
        oldest = min((since for _, since in leaving), default=None)
        age = None if oldest is None else (end - oldest).total_seconds()
        yield QueueAt(begins, waiting, max(most, waiting), age)


def _still(leaving: list[tuple[datetime, datetime]], moment: datetime) -> int:
    """How many are left once those have gone that went by that moment."""
    while leaving and leaving[0][0] <= moment:
        heappop(leaving)
    return len(leaving)


def _merged(stays: Iterable[Stay], now: datetime) -> Sequence[tuple[datetime, datetime]]:
    """One after the other for each comment, in the order in which they began.

    What waits still leaves after `now`, at no time that anybody asks of.
    """
    never = now + timedelta(days=1)
    whole: list[tuple[datetime, datetime]] = []
    last: tuple[int, datetime, datetime] | None = None
    for comment_id, since, until in sorted(stays, key=lambda each: each[:2]):
        end = until or never
        if last is not None and last[0] == comment_id and since <= last[2]:
            last = (comment_id, last[1], max(last[2], end))
            continue
        if last is not None:
            whole.append(last[1:])
        last = (comment_id, since, end)
    return sorted([*whole, *([] if last is None else [last[1:]])])


def _pieces(period: Period) -> Iterator[tuple[datetime, datetime]]:
    """When each begins and ends, in UTC."""
    if by_hours(period):
        begins = period.start
        while begins < period.end:
            yield begins, begins + _HOUR
            begins += _HOUR
        return
    firsts = list(period.pieces())
    for place, first in enumerate(firsts):
        ends = _midnight(period, firsts[place + 1]) if place + 1 < len(firsts) else period.end
        yield max(_midnight(period, first), period.start), ends


def _midnight(period: Period, day: date) -> datetime:
    return datetime.combine(day, time(), period.zone).astimezone(UTC)
