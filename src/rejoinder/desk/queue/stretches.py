"""Which of all that waits stands in a stretch of the queue, and how much in each part. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rejoinder.desk.queue.model import Stretch, View, Waiting
from rejoinder.desk.queue.order import in_order


@dataclass(frozen=True, slots=True)
class Places:
    """What stands in a stretch."""

    page: tuple[Waiting, ...]
    counts: Mapping[View, int]
    """How many wait in each part of the queue, by the stretch's filter."""
    start: int
    """How many were passed over."""
    length: int
    """How many there are of the view and the filter, without those that colleagues have taken."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The comments in their order."""
        return tuple(each.comment_id for each in self.page)


def places_in(waiting: Iterable[Waiting], stretch: Stretch, *, now: datetime) -> Places:
    """What stands in a stretch, of all that waits."""
    asked = [each for each in waiting if stretch.filter.shows(each, now=now)]
    ordered = in_order(filter(stretch.view.test(stretch.mine), asked), stretch.order)
    free = [each for each in ordered if each.comment_id not in stretch.but]
    start = _start(stretch, ordered)
    page = tuple(free[start : start + stretch.size])
    return Places(page, sizes(asked, stretch.mine), start, len(free))


def sizes(waiting: Iterable[Waiting], mine: Collection[int] = ()) -> Mapping[View, int]:
    """How many of these stand in each part of the queue, for whoever has `mine` before them."""
    here = list(waiting)
    return {view: sum(map(view.test(mine), here)) for view in View}


def _start(stretch: Stretch, ordered: Sequence[Waiting]) -> int:
    """How many are passed over of those that nobody has taken."""
    if stretch.after is None:
        return stretch.start
    numbers = [each.comment_id for each in ordered]
    if stretch.after not in numbers:
        return stretch.start
    before = ordered[: numbers.index(stretch.after) + 1]
    return sum(each.comment_id not in stretch.but for each in before)
