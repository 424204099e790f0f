"""What is measured at the desk: a row each, with the mark that it has to reach."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.desk.newsroom import Newsroom
from benchmarks.figures import percentile

SHARE = 0.95


class Unit(StrEnum):
    """What a row's figures are."""

    MILLISECONDS = "ms"
    """Each of one time that it was done; the 95th of a hundred is judged."""
    A_SECOND = "/s"
    """How much was done in a second, each of one run; the slowest is judged."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is called, how it is measured, and what it has to reach."""

    name: str
    limit: float
    measure: Callable[[Newsroom], Sequence[float]]
    """The figures; it warms itself up first, and counts nothing of that."""
    unit: Unit = Unit.MILLISECONDS

    def judged(self, figures: Sequence[float]) -> float:
        """The one figure that is held to the limit; NaN where there is none."""
        if self.unit is Unit.A_SECOND:
            return min(figures, default=math.nan)
        return percentile(sorted(figures), SHARE)

    def met(self, figures: Sequence[float]) -> bool:
        """Whether it reaches the limit; where nothing was measured it does not."""
        judged = self.judged(figures)
        return judged >= self.limit if self.unit is Unit.A_SECOND else judged < self.limit

    def in_words(self, figures: Sequence[float]) -> str:
        """In words."""
        middle = percentile(sorted(figures), 0.5)
        sign = "≥" if self.unit is Unit.A_SECOND else "<"
        which = "least" if self.unit is Unit.A_SECOND else "p95"
        return (
            f"{self.name:40} half {middle:8,.1f}  {which} {self.judged(figures):8,.1f} {self.unit}"
            f"  mark {sign} {self.limit:,.0f}  {'met' if self.met(figures) else 'SHORT'}"
        )
