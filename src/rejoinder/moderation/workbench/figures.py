"""What a replay counts: what changes, what people said of it, what would wait each day. Pure."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from typing import Any, Final, NamedTuple

import msgspec

from rejoinder.moderation.model import Outcome

# As many comments of each change as somebody reads; all are counted.
SHOWN: Final = 500
# Of a normal distribution: 95 in a hundred lie as near to the middle.
_NINETY_FIVE: Final = 1.96


class Replayed(NamedTuple):
    """What became of a comment, and what would have."""

    comment_id: int
    day: date
    was: str
    """As all outcomes here: the plain word."""
    becomes: str
    was_by: str
    becomes_by: str
    person: str | None
    """What people decided of it afterwards, where somebody did."""


# What all comments have in common that are counted as one.
Sort = tuple[date, str, str, str, str, str | None]


class Share(NamedTuple):
    """A part of a whole, and between which bounds the true share lies 95 times in a hundred."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which is right for few and for shares near 0 and 1 as well."""
        if not self.whole:
            return 0.0, 1.0
        z, n, p = _NINETY_FIVE, self.whole, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


class Day(msgspec.Struct):
    """One day of comments, in UTC."""

    day: date
    comments: int
    held_was: int
    held_becomes: int


class Changed(msgspec.Struct):
    """A comment of which something else would have become."""

    comment_id: int
    was_by: str
    becomes_by: str


class Figures(msgspec.Struct):
    """The result of a replay."""

    comments: int = 0
    """All that the policy decided."""
    unjudged: int = 0
    """Of those, the ones that the judge did not answer."""
    moves: dict[str, int] = {}
    """How many, by what became and what would become of them: `publish hold`."""
    rules_was: dict[str, int] = {}
    """How many each rule held or declined, as the strictest that did."""
    rules_becomes: dict[str, int] = {}
    people_was: dict[str, int] = {}
    """Of those that people decided: how many, by what the policy and what people said."""
    people_becomes: dict[str, int] = {}
    days: list[Day] = []
    changed: dict[str, list[Changed]] = {}
    """The newest of each move that is one, by the same names as `moves`."""

    def move(self, was: Outcome, becomes: Outcome) -> int:
        """How many moved so, or stayed."""
        return self.moves.get(f"{was} {becomes}", 0)

    def was(self, outcome: Outcome) -> int:
        """Of how many that became."""
        return sum(self.move(outcome, each) for each in Outcome)

    def becomes(self, outcome: Outcome) -> int:
        """Of how many that would become."""
        return sum(self.move(each, outcome) for each in Outcome)

    @property
    def moved(self) -> int:
        """Of how many something else would become."""
        return sum(count for name, count in self.moves.items() if len({*name.split()}) > 1)

    def precision(self, *, before: bool) -> Share:
        """Of what is kept back and people decided: how much they declined."""
        counts = self.people_was if before else self.people_becomes
        kept = (Outcome.HOLD, Outcome.DECLINE)
        declined = sum(counts.get(f"{each} decline", 0) for each in kept)
        return Share(declined, declined + sum(counts.get(f"{each} publish", 0) for each in kept))

    def recall(self, *, before: bool) -> Share:
        """Of what people declined: how much is kept back."""
        counts = self.people_was if before else self.people_becomes
        kept = sum(counts.get(f"{each} decline", 0) for each in (Outcome.HOLD, Outcome.DECLINE))
        return Share(kept, kept + counts.get("publish decline", 0))

    def upheld(self, *, before: bool) -> Share:
        """Of what is posted or declined without waiting and people decided: how much they left."""
        counts = self.people_was if before else self.people_becomes
        same = counts.get("publish publish", 0) + counts.get("decline decline", 0)
        other = counts.get("publish decline", 0) + counts.get("decline publish", 0)
        return Share(same, same + other)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_dict(cls, stored: Any) -> "Figures":
        """What `to_dict` wrote."""
        return msgspec.convert(stored, cls)


@dataclass(slots=True)
class Tally:
    """Counts what a replay goes through."""

    unjudged: int = 0
    _counts: Counter[Sort] = field(default_factory=Counter)
    """One addition a comment; all figures are sums of these."""
    _changed: dict[str, deque[Changed]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=SHOWN))
    )

    def add(self, each: Replayed) -> None:
        """Counts one comment."""
        self._counts[each[1:]] += 1
        if each.was != each.becomes:
            changed = Changed(each.comment_id, each.was_by, each.becomes_by)
            self._changed[f"{each.was} {each.becomes}"].append(changed)

    def figures(self) -> Figures:
        """What was counted so far."""
        figures = Figures(unjudged=self.unjudged)
        days: dict[date, Day] = {}
        for (day, was, becomes, was_by, becomes_by, person), count in self._counts.items():
            figures.comments += count
            _add(figures.moves, f"{was} {becomes}", count)
            if was_by:
                _add(figures.rules_was, was_by, count)
            if becomes_by:
                _add(figures.rules_becomes, becomes_by, count)
            if person is not None:
                _add(figures.people_was, f"{was} {person}", count)
                _add(figures.people_becomes, f"{becomes} {person}", count)
            of_day = days.setdefault(day, Day(day, 0, 0, 0))
            of_day.comments += count
            of_day.held_was += count if was == Outcome.HOLD else 0
            of_day.held_becomes += count if becomes == Outcome.HOLD else 0
        figures.days = [days[day] for day in sorted(days)]
        figures.changed = {move: list(kept)[::-1] for move, kept in self._changed.items()}
        return figures


def _add(counts: dict[str, int], name: str, count: int) -> None:
    counts[name] = counts.get(name, 0) + count
