"""The newest changes of all threads, from which whoever comes back is told what they missed."""

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rejoinder.storage import Change
from rejoinder.web.live.events import Event

# Some hours of a large newspaper, in a few megabytes.
REMEMBERED = 10_000
# Whoever missed more reads the thread anew, which costs less than to be told all of it.
TOLD_AT_ONCE = 200


@dataclass(slots=True)
class Window:
    """Changes in the feed's order, and the events that they were told by. Not safe for threads."""

    remembered: int = REMEMBERED
    newest: int = 0
    """The name of the newest change; 0 where nothing has happened yet."""
    _places: OrderedDict[int, tuple[int, int]] = field(default_factory=OrderedDict)
    """Of each change that is remembered: its place in the order, and its article."""
    _events: dict[int, deque[tuple[int, Event]]] = field(default_factory=dict)
    """By article: each with the place of its change."""
    _next: int = 1

    def begin(self, changes: Sequence[Change], events: Iterable[Event], *, whole: bool) -> None:
        """Begins with the newest changes; `whole` where there are no others before them."""
        self._places.clear()
        self._events.clear()
        self.newest = 0
        if whole:
            self._places[0] = (0, 0)
        self.add(changes, events)

    def add(self, changes: Iterable[Change], events: Iterable[Event]) -> None:
        """Goes on with the changes that follow."""
        for change in changes:
            self._places[change.id] = (self._next, change.article_id)
            self._next += 1
            self.newest = change.id
        for event in events:
            place = self._places[event.change_id][0]
            self._events.setdefault(event.article_id, deque()).append((place, event))
        while len(self._places) > self.remembered:
            self._forget(*self._places.popitem(last=False)[1])

    def after(self, article_id: int, change_id: int) -> list[Event] | None:
        """What happened in a thread since that change; None where that cannot be told any more."""
        known = self._places.get(change_id)
        if known is None:
            return None
        missed: list[Event] = []
        # From the newest back: thousands ask this who have missed one.
        for place, event in reversed(self._events.get(article_id, ())):
            if place <= known[0]:
                break
            missed.append(event)
            if len(missed) > TOLD_AT_ONCE:
                return None
        return missed[::-1]

    def _forget(self, place: int, article_id: int) -> None:
        told = self._events.get(article_id)
        while told and told[0][0] <= place:
            told.popleft()
        if told is not None and not told:
            del self._events[article_id]
