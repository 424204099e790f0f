"""Which of all that waits stands in a stretch of the queue, and how much in each part. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain, islice
from operator import attrgetter
from typing import Final

from rejoinder.desk.queue.model import PARTS, Stretch, View, Waiting
from rejoinder.desk.queue.order import in_order

_PARTS_OF: Final = attrgetter("parts")
_NUMBER_OF: Final = attrgetter("comment_id")


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
    asked = stretch.filter.among(waiting, now=now)
    shown = list(filter(stretch.view.test(stretch.mine), asked))
    start, page = _page(shown, stretch)
    length = sum(_is_free(stretch, each) for each in shown) if stretch.but else len(shown)
    return Places(tuple(page), sizes(asked, stretch.mine), start, length)


def sizes(waiting: Iterable[Waiting], mine: Collection[int] = ()) -> Mapping[View, int]:
    """How many of these stand in each part of the queue, for whoever has `mine` before them."""
    here = list(waiting)
    # Of ten thousand only some dozens differ in where they stand.
    alike = Counter(map(_PARTS_OF, here))
    counts = {
        view: sum(number for parts, number in alike.items() if parts >> place & 1)
        for place, view in enumerate(PARTS)
    }
    numbers = map(_NUMBER_OF, here) if mine else ()
    return counts | {View.MINE: sum(map(frozenset(mine).__contains__, numbers))}


def _page(shown: Sequence[Waiting], stretch: Stretch) -> tuple[int, Iterable[Waiting]]:
    """How many are passed over of those that nobody has taken, and those that follow."""
    ordered, start = _in_order(shown, stretch), stretch.start
    free = partial(_is_free, stretch)
    after = stretch.after
    if after is not None and any(each.comment_id == after for each in shown):
        start = sum(map(free, _up_to(after, ordered)))
        return start, islice(filter(free, ordered), stretch.size)
    return start, islice(filter(free, ordered), start, start + stretch.size)


def _in_order(shown: Sequence[Waiting], stretch: Stretch) -> Iterator[Waiting]:
    if not stretch.last:
        return in_order(shown, stretch.order)
    first = [each for each in shown if each.comment_id not in stretch.last]
    last = [each for each in shown if each.comment_id in stretch.last]
    return chain(in_order(first, stretch.order), in_order(last, stretch.order))


def _up_to(comment_id: int, ordered: Iterator[Waiting]) -> Iterator[Waiting]:
    """Those before this one and itself, taken from what is in order."""
    for each in ordered:
        yield each
        if each.comment_id == comment_id:
            return


def _is_free(stretch: Stretch, waiting: Waiting) -> bool:
    return waiting.comment_id not in stretch.but
