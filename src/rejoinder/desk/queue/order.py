"""In which order people should see what waits for them. Pure.

Whoever may harm themselves comes first; then what does harm where readers can see it, then whatever
else readers reported on the page, then what threatens somebody off the page, then the rest. Among
equals whatever waited longest comes first. How sure the judge is plays no part: the judge let pass
what readers report.

Every FOURTH place belongs to whatever waited longest of all, so that nothing waits for ever behind
what is graver: the tenth oldest stands at the fortieth place or before it, whatever comes in.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from rejoinder.desk.queue.model import Order, Waiting

# Often enough that old ones come, seldom enough that a graver one is hardly later for it.
FOURTH = 4
_AGE = attrgetter("since", "comment_id")
_URGENCY = attrgetter("urgency")
_DOUBT = attrgetter("doubt")


def in_order(waiting: Iterable[Waiting], order: Order = Order.HARM) -> Iterator[Waiting]:
    """All of them, the one that needs a person soonest first; or as somebody else likes it.

    Whoever needs the first few of ten thousand takes those, and no more is put in order.
    """
    by_age = sorted(waiting, key=_AGE)
    match order:
        case Order.AGE:
            return iter(by_age)
        case Order.DOUBT:
            return iter(sorted(by_age, key=_DOUBT, reverse=True))  # stable in reverse too
        case Order.HARM:
            return _by_harm(by_age)


def _by_harm(by_age: list[Waiting]) -> Iterator[Waiting]:
    by_urgency = sorted(by_age, key=_URGENCY)  # stable: the oldest of the same urgency first
    oldest, gravest = iter(by_age), iter(by_urgency)
    placed: set[int] = set()
    for place in range(len(by_age)):
        turn = oldest if place % FOURTH == FOURTH - 1 else gravest
        following = next(each for each in turn if each.comment_id not in placed)
        placed.add(following.comment_id)
        yield following
