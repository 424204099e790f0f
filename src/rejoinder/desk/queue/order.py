"""In which order people should see what waits for them. Pure.

Whoever may harm themselves comes first; then what does harm where readers can see it, then whatever
else readers reported on the page, then what threatens somebody off the page, then the rest. Among
equals whatever waited longest comes first. How sure the judge is plays no part: the judge let pass
what readers report.

Every FOURTH place belongs to whatever waited longest of all, so that nothing waits for ever behind
what is graver: the tenth oldest stands at the fortieth place or before it, whatever comes in.
"""

from collections.abc import Iterable
from enum import IntEnum

from rejoinder.desk.queue.model import Order, Waiting
from rejoinder.moderation.report_reasons import DANGER, ILLEGAL

# Reports of people who may come to harm while the comment stands; of others, only the talk does.
HARMFUL = frozenset({"abuse", "privacy", ILLEGAL, DANGER})
# Often enough that old ones come, seldom enough that a graver one is hardly later for it.
FOURTH = 4


class Urgency(IntEnum):
    """How soon a comment needs a person; the lowest first."""

    DESPAIR = 0
    """Its author might harm themselves, or a notice says that somebody's life is in danger."""
    SHOWN_AND_HARMFUL = 1
    """Readers can see it, and one of them reported it as harmful, or it reads as a threat."""
    SHOWN = 2
    """Readers can see it, and one of them reported it for something else."""
    HARMFUL = 3
    """It is held, and reads as a threat or was reported as harmful."""
    ORDINARY = 4
    """It is held for something else, or was declined and its author appeals."""


def urgency(waiting: Waiting) -> Urgency:
    """How soon it needs a person."""
    if waiting.despairs or DANGER in waiting.reported_for:
        return Urgency.DESPAIR
    harmful = waiting.threatens or not HARMFUL.isdisjoint(waiting.reported_for)
    if waiting.shown:
        return Urgency.SHOWN_AND_HARMFUL if harmful else Urgency.SHOWN
    return Urgency.HARMFUL if waiting.held and harmful else Urgency.ORDINARY


def in_order(waiting: Iterable[Waiting], order: Order = Order.HARM) -> list[Waiting]:
    """All of them, the one that needs a person soonest first; or as somebody else likes it."""
    by_age = sorted(waiting, key=lambda each: (each.since, each.comment_id))
    match order:
        case Order.AGE:
            return by_age
        case Order.DOUBT:
            return sorted(by_age, key=lambda each: -each.doubt)
        case Order.HARM:
            return _by_harm(by_age)


def _by_harm(by_age: list[Waiting]) -> list[Waiting]:
    by_urgency = sorted(by_age, key=urgency)  # stable: the oldest of the same urgency first
    oldest, gravest = iter(by_age), iter(by_urgency)
    placed: dict[int, Waiting] = {}
    while len(placed) < len(by_age):
        turn = oldest if len(placed) % FOURTH == FOURTH - 1 else gravest
        following = next(each for each in turn if each.comment_id not in placed)
        placed[following.comment_id] = following
    return list(placed.values())
